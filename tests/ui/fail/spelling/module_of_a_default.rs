//! The module of the function that gives a default is misspelt.

use ipo::SharedStruct;

pub mod defaults {
    pub fn score() -> i64 {
        10
    }
}

#[derive(SharedStruct)]
pub struct Player {
    pub name: String,
    //~ UNDO:    #[shared(default = defaults::score)]
    #[shared(default = defalts::score)]
    pub score: i64,
}

fn main() {}
