//! An attribute in the wrong place.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(name = "Entry")]
#[shared(rename = "Entry")]
pub struct Record {
    pub number: i64,
}

fn main() {}
