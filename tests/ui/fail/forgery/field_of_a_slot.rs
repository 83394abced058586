//! Where a field lies is for the derive to say.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    let record: RecordRef<'_> = turn.get(record)?;
    //~ UNDO:    let _ = record;
    let _wild = record.0.field::<String>(1000);
    Ok(())
}

fn main() {}
