//! Extra attributes have names.

use ipo::Value;
use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    
    #[shared(extra)]
    pub field: Vec<Value>,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
