//! A default is made from nothing.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(default = first)]
    #[shared(default = second)]
    pub field: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

pub fn first() -> i64 {
    1
}

pub fn second(number: i64) -> i64 {
    number + 1
}

fn main() {}
