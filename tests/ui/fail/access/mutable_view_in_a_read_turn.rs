//! A read turn gives views for reading only.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    //~ UNDO:    let mut turn = heap.write()?;
    let turn = heap.read()?;
    let mut record = turn.get_mut(record)?;
    record.set_number(1);
    Ok(())
}

fn main() {}
