//! Two views that could change one object.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut first = turn.get_mut(record)?;
    //~ UNDO:    first.set_number(0);
    let mut second = turn.get_mut(record)?;
    //~ UNDO:    let mut second = turn.get_mut(record)?;
    first.set_number(1);
    second.set_number(2);
    Ok(())
}

fn main() {}
