//! A type's `use` is missing.

//~ UNDO:use std::collections::HashMap;
// `use std::collections::HashMap;` is missing.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Game {
    pub scores: HashMap<String, i64>,
    pub title: String,
}

pub fn uses(game: GameRef<'_>) -> usize {
    let _ = game.scores();
    game.title().len()
}

fn main() {}
