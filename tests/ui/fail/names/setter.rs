//! A field named like the setter of another.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub x: i64,
    //~ UNDO:    #[shared(accessor = "other")]

    pub set_x: i64,
}

pub fn uses(mut record: RecordMut<'_>) {
    record.set_x(1);
}

fn main() {}
