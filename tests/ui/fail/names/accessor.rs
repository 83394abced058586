//! Two fields with one accessor.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub x: i64,
    //~ UNDO:    #[shared(accessor = "other")]
    #[shared(accessor = "x")]
    pub y: i64,
}

pub fn uses(mut record: RecordMut<'_>) {
    record.set_x(1);
}

fn main() {}
