//! The size of a `usize` differs from process to process.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(atomic)] pub field: u64,
    #[shared(atomic)] pub field: usize,
    pub number: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
