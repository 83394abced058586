//! A slice at the end of a struct has no size, and so has the struct.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: Vec<String>,
    pub field: [String],
}

pub fn uses(_: RecordMut<'_>) {}

fn main() {}
