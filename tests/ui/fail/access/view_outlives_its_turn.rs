//! A view lives as long as its turn.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    let record = turn.get(record)?;
    //~ UNDO:
    drop(turn);
    record.number();
    Ok(())
}

fn main() {}
