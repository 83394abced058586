//! A view has no fields: its accessors are methods.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<i64, Error> {
    let turn = heap.read()?;
    let record = turn.get(record)?;
    //~ UNDO:    Ok(record.number())
    Ok(record.number)
}

fn main() {}
