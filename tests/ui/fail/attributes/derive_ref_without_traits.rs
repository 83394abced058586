//! Traits are listed.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(derive_ref(Debug))]
#[shared(derive_ref)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
