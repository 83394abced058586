//! The constant that is the length of an array is misspelt.

use ipo::SharedStruct;

const LENGTH: usize = 4;

#[derive(SharedStruct)]
pub struct Game {
    //~ UNDO:    pub best: [i64; LENGTH],
    pub best: [i64; LENGHT],
}

pub fn uses(game: GameRef<'_>) -> usize {
    game.best().len().max(LENGTH)
}

fn main() {}
