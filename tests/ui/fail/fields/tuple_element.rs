//! One element of a tuple cannot be shared.

#[allow(unused_imports)]
use std::rc::Rc;

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    //~ UNDO:    pub field: (i64, String),
    pub field: (i64, Rc<str>),
}

pub fn uses(record: RecordMut<'_>) -> i64 {
    record.number()
}

fn main() {}
