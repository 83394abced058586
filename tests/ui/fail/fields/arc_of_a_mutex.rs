//! What threads share is not what processes share.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: Vec<i64>,
    pub field: std::sync::Arc<std::sync::Mutex<Vec<i64>>>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
