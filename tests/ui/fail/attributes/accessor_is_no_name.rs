//! A name that no method can have.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(accessor = "the_count")]
    #[shared(accessor = "the count")]
    pub number: i64,
}

fn main() {}
