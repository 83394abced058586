//! Only the operation that overwrites a value may free what it owns.

use ipo::{Error, Handle, Heap, Shared, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let record: RecordMut<'_> = turn.get_mut(record)?;
    //~ UNDO:    let _ = Record::load(record.as_ref());
    <Record as Shared>::release(record.0.as_ref(), record.0.writer())?;
    Ok(())
}

fn main() {}
