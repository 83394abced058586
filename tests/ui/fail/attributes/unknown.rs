//! An attribute that does not exist.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(rename = "count")]
    #[shared(skip, rename = "count")]
    pub number: i64,
}

fn main() {}
