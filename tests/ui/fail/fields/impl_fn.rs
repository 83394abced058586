//! A closure, as an argument would take it.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: i64,
    pub field: impl Fn(i64) -> i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
