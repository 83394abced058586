//! A list is no key.

use std::collections::HashSet;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: HashSet<Vec<u8>>,
    pub field: HashSet<Vec<i64>>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
