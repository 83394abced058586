//! A getter gives a value, and no place.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    //~ UNDO:    *record.number_mut() += 1;
    record.number() += 1;
    record.set_name("one more")
}

fn main() {}
