//! The attribute belongs to a derive.

//~ UNDO:#[derive(ipo::SharedStruct, Clone)]
#[derive(Clone)]
pub struct Record {
    #[shared(rename = "other")]
    pub number: i64,
}

fn main() {}
