//! A handle knows its type.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

#[derive(SharedStruct)]
pub struct Other {
    pub text: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>, other: Handle<Other>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    turn.get_mut(other)?.set_text("text")?;
    //~ UNDO:    let mut record: RecordMut<'_> = turn.get_mut(record)?;
    let mut record: RecordMut<'_> = turn.get_mut(other)?;
    record.set_number(1);
    Ok(())
}

fn main() {}
