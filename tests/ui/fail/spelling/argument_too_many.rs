//! A type is given an argument that it does not take.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Player {
    pub score: i64,
}

#[derive(SharedStruct)]
pub struct Game {
    //~ UNDO:    pub first: Player,
    pub first: Player<i64>,
}

fn main() {}
