//! The mistake is found where it is.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: Option<Vec<(i64, Vec<u8>)>>,
    pub field: Option<Vec<(i64, &'static [u8])>>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
