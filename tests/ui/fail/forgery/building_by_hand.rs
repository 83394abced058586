//! What a value owns is lost unless the value is stored where it is built.

use ipo::{Error, Handle, Heap, Shared, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, handle: Handle<Record>, value: &Record) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record: RecordMut<'_> = turn.get_mut(handle)?;
    //~ UNDO:    <Record as Shared>::set(record.0.reborrow(), value)?;
    <Record as Shared>::build(record.0.writer(), value)?;
    record.set_number(1);
    Ok(())
}

fn main() {}
