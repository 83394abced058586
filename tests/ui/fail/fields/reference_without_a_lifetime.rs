//! A reference as a beginner writes it: rustc asks for a lifetime, which would not help.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: String,
    pub field: &str,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}

//~ ERRORS: 2, rustc asks for a lifetime before a derive is asked
