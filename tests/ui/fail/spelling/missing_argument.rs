//! A type lacks one of its arguments.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Game {
    //~ UNDO:    pub scores: HashMap<String, i64>,
    pub scores: HashMap<String>,
}

pub fn uses(game: GameRef<'_>) {
    let _ = game.scores();
}

fn main() {}
