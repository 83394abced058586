//! A misspelt attribute.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    #[shared(accessor = "count")]
    #[shared(acessor = "count")]
    pub number: i64,
}

fn main() {}
