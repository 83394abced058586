//! The name of the type of a field that is not in the heap is misspelt.

use ipo::SharedStruct;

#[derive(Default)]
pub struct Cache;

#[derive(SharedStruct)]
pub struct Game {
    pub score: i64,
    #[shared(skip)]
    //~ UNDO:    pub cache: Vec<Cache>,
    pub cache: Vec<Cach>,
}

pub fn uses(game: GameRef<'_>) -> i64 {
    game.load().score
}

fn main() {}
