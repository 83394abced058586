//! The name of an element's type is misspelt.

use ipo::SharedStruct;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Player {
    pub name: String,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Game {
    //~ UNDO:    pub players: Vec<Player>,
    pub players: Vec<Plyer>,
    pub first: Option<Box<Player>>,
}

pub fn uses(mut game: GameMut<'_>) {
    let _ = game.players();
    let _ = game.players_mut();
    let _ = game.load();
}

fn main() {}
