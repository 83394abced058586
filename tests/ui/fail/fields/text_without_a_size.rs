//! What has no size stands at the end of a struct only: of another field, rustc says it.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    pub field: Box<str>,
    pub field: str,
    pub number: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
