//! Traits are no text.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(derive_ref(PartialEq))]
#[shared(derive_ref = "PartialEq")]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
