//! A default of the wrong type.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(default = first)]
    #[shared(default = second)]
    pub field: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

pub fn first() -> i64 {
    1
}

pub fn second() -> String {
    String::new()
}

fn main() {}
