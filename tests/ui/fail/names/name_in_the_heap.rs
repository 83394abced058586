//! Two fields with one name in the heap.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub x: i64,
    //~ UNDO:    #[shared(rename = "other")]
    #[shared(rename = "x")]
    pub y: i64,
}

pub fn uses(mut record: RecordMut<'_>) {
    record.set_x(1);
}

fn main() {}
