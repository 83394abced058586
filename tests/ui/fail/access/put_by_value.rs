//! A value is copied into the heap.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Record) -> Result<Handle<Record>, Error> {
    let mut turn = heap.write()?;
    //~ UNDO:    turn.put(&record)
    turn.put(record)
}

fn main() {}
