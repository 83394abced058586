//! A struct that lacks the derive.

use ipo::SharedStruct;

//~ UNDO:#[derive(SharedStruct)]

pub struct Inner {
    pub number: i64,
}

#[derive(SharedStruct)]
pub struct Record {
    pub field: Inner,
    pub number: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
