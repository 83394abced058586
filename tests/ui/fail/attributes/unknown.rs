//! An attribute that does not exist.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(rename = "count")]
    #[shared(index, rename = "count")]
    pub field: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
