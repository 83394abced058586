//! A read turn gives views for reading only.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    let record = turn.get(record)?;
    //~ UNDO:    record.number();
    record.set_number(1);
    Ok(())
}

fn main() {}
