//! A view for changing does not turn into one for reading that lives as long.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    record.set_number(1);
    //~ UNDO:    let read = record.as_ref();
    let read = *record;
    read.number();
    Ok(())
}

fn main() {}
