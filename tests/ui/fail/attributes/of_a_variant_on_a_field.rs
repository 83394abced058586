//! A field has a type already.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(rename = "count")]
    #[shared(type = i64)]
    pub number: i64,
}

fn main() {}
