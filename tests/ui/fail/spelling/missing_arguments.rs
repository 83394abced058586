//! A type lacks its arguments.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Game {
    //~ UNDO:    pub players: Vec<String>,
    pub players: Vec,
}

pub fn uses(game: GameRef<'_>) {
    let _ = game.players();
}

fn main() {}
