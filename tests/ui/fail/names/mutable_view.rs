//! A field named like the mutable view of another.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub x: i64,
    //~ UNDO:    #[shared(accessor = "other")]

    pub x_mut: i64,
}

pub fn uses(mut record: RecordMut<'_>) {
    record.set_x(1);
}

fn main() {}
