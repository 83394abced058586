//! Values of different kinds have no order.

use std::collections::BTreeMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: BTreeMap<String, i64>,
    pub field: BTreeMap<ipo::Value, i64>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
