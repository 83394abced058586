//! Floats are not equal to themselves.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: HashMap<i64, f64>,
    pub field: HashMap<f64, i64>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
