//! A closure of unknown type.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: Option<i64>,
    pub field: Option<Box<dyn Fn(i64) -> i64 + Send>>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
