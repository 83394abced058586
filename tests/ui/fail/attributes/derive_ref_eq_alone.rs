//! What is an equivalence is an equality first.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(derive_ref(PartialEq, Eq))]
#[shared(derive_ref(Eq))]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
