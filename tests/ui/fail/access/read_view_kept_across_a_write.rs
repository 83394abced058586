//! A view for reading, made from one for changing.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    let read = record.as_ref();
    //~ UNDO:    read.name();
    record.set_name("other")?;
    //~ UNDO:    record.set_name("other")?;
    read.name();
    Ok(())
}

fn main() {}
