//! A key of a map is a key of std's map as well.

use std::collections::HashMap;

use ipo::{SharedEnumIndex, SharedStruct};

//~ UNDO:#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    Red,
    Green,
}

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub colors: HashMap<Color, i64>,
}

fn main() {}
