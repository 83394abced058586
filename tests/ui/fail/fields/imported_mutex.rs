//! A lock, under the name that it is imported by: a type of the user's own may be called so.

#[allow(unused_imports)]
use std::sync::Mutex;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: i64,
    pub field: Mutex<i64>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
