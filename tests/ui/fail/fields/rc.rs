//! A type of another crate that is not shared.

use ipo::SharedStruct;
use std::rc::Rc;

#[derive(SharedStruct)]
pub struct Record {
    //~ UNDO:    pub field: String,
    pub field: Rc<String>,
    pub number: i64,
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}

const _: Option<Rc<String>> = None;
