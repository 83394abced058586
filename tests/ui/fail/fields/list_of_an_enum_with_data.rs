//! An enum whose variants may hold data indexes no list.

use ipo::{EnumList, SharedStruct};

//~ UNDO:#[derive(ipo::SharedEnumIndex, Clone, Copy, Debug)]
#[derive(ipo::SharedEnum, Clone, Copy, Debug)]
pub enum Color {
    Red,
    Green,
}

#[derive(SharedStruct, Clone, Debug)]
pub struct Record {
    pub field: Vec<EnumList<Color>>,
}

fn main() {}
