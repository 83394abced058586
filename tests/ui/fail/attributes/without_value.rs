//! An attribute without its value.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(rename = "a")]
    #[shared(rename)]
    pub number: i64,
}

fn main() {}
