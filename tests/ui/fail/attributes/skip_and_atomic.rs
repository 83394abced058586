//! A field that is left out is stored in no way.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(skip)]
    #[shared(skip, atomic)]
    pub field: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
