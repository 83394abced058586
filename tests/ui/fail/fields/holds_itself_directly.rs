//! A struct cannot lie in itself: of one that holds itself whatever its value is, rustc does not go on.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub fields: [Option<Box<Record>>; 2],
    pub fields: [Record; 2],
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}

//~ ERRORS: 2, the derive says what rustc says of each function that returns one otherwise
