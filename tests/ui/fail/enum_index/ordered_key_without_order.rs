//! A key of an ordered map is one of std's as well.

use std::collections::BTreeSet;

use ipo::{SharedEnumIndex, SharedStruct};

//~ UNDO:#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    Red,
    Green,
}

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub colors: BTreeSet<Color>,
}

fn main() {}
