//! An attribute given twice.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(rename = "a")]
    #[shared(rename = "a", rename = "b")]
    pub number: i64,
}

fn main() {}
