//! A default is named by its function.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(default = first)]
    #[shared(default = 1)]
    pub field: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

pub fn first() -> i64 {
    1
}

fn main() {}
