//! A crate of another name.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(crate = "ipo")]
#[shared(crate = "heap")]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
