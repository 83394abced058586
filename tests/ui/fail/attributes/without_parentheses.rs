//! The namespace alone.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(rename = "a")]
    #[shared]
    pub number: i64,
}

fn main() {}
