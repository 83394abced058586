//! What is left out is made anew.

use std::time::Instant;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(skip, default = now)]
    #[shared(skip)]
    pub field: Instant,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

pub fn now() -> Instant {
    Instant::now()
}

fn main() {}
