//! Two fields of extra attributes.

use std::collections::HashMap;

use ipo::Value;
use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    #[shared(extra)]
    pub extra: HashMap<String, Value>,
    //~ UNDO:    
    #[shared(extra)]
    pub more: HashMap<String, Value>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
