//! Words that other derives know.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(name = "record")]
#[shared(rename_all = "camelCase")]
pub struct Record {
    //~ UNDO:    #[shared(rename = "other")]
    #[shared(rename = other)]
    pub number: i64,
    //~ UNDO:    #[shared(skip)]
    #[shared(skip_serializing)]
    pub name: String,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
