//! A view can have few traits.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(derive_ref(Debug))]
#[shared(derive_ref(Debug, Hash))]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
