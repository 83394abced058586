//! A setter frees what the old text lay in.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    let name = record.name();
    //~ UNDO:    assert_eq!(name, "");
    record.set_name("other")?;
    //~ UNDO:    record.set_name("other")?;
    assert_eq!(name, "");
    Ok(())
}

fn main() {}
