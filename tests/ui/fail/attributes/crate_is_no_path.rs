//! A crate that is not a path.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(crate = "::ipo")]
#[shared(crate = "my crate")]
pub struct Record {
    pub number: i64,
}

fn main() {}
