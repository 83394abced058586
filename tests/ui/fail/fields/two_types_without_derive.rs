//! Two fields with a mistake each: no more is said than that.

use ipo::SharedStruct;

//~ UNDO:#[derive(SharedStruct)]
#[derive(Clone)]
pub struct First {
    pub number: i64,
}

//~ UNDO:#[derive(SharedStruct)]
#[derive(Clone)]
pub struct Second {
    pub number: i64,
}

#[derive(SharedStruct)]
pub struct Record {
    pub first: First,
    pub number: i64,
    pub second: Vec<Second>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
