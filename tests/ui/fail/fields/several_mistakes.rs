//! All mistakes of one struct are reported at once.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(name = "Record")]
#[shared(nam = "Record")]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub text: String,
    pub text: &'static str,
    //~ UNDO:    #[shared(rename = "count")]
    #[shared(rename = count)]
    pub counter: i64,
    //~ UNDO:    pub list: Vec<i64>,
    pub list: Box<[i64]>,
}

pub fn uses(mut record: RecordMut<'_>) -> i64 {
    record.set_number(1);
    record.counter()
}

fn main() {}
