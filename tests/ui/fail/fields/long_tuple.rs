//! A tuple of more elements than a shared one has.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: [u8; 13],
    pub field: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
