//! An enum that indexes a list, and lacks its derive.

use ipo::SharedStruct;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Record {
    pub number: i64,
    pub field: ipo::EnumList<Color>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

//~ UNDO:#[derive(ipo::SharedEnumIndex, Clone, Copy, Debug)]
#[derive(Clone, Copy, Debug)]
pub enum Color {
    Red,
    Green,
}

fn main() {}
