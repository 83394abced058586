//! Two views of fields at once, without `parts`.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    //~ UNDO:    let RecordParts { number, name: _name } = record.parts();
    let number = record.number_mut();
    //~ UNDO:
    let _name = record.name_mut();
    *number += 1;
    Ok(())
}

fn main() {}
