//! The path to a type is misspelt.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Game {
    //~ UNDO:    pub scores: std::collections::HashMap<String, i64>,
    pub scores: std::colections::HashMap<String, i64>,
}

fn main() {}
