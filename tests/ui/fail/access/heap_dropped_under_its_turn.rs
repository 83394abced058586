//! A turn borrows its heap.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: Heap, record: Handle<Record>) -> Result<i64, Error> {
    let turn = heap.read()?;
    //~ UNDO:
    drop(heap);
    Ok(turn.get(record)?.number())
}

fn main() {}
