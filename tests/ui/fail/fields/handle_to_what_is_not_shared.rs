//! A handle refers to an object in a heap.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: ipo::Handle<String>,
    pub field: ipo::Handle<std::fs::File>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
