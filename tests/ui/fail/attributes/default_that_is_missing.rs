//! A type without a default of its own.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    #[shared(default = first)]
    #[shared(default)]
    pub field: Level,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

#[derive(SharedStruct)]
pub struct Level {
    pub height: i64,
}

pub fn first() -> Level {
    Level { height: 1 }
}

fn main() {}
