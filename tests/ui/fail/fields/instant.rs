//! A moment that only one process can tell.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: u64,
    pub field: std::time::Instant,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
