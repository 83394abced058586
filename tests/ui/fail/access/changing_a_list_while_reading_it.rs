//! A list is not changed under its iterator.

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
    //~ UNDO:    for number in record.list().as_slice().to_vec() {
    for number in record.list() {
        record.list_mut().push(number)?;
    }
    record.set_name("doubled")
}

fn main() {}
