//! A setter changes its view.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    //~ UNDO:    let mut record = turn.get_mut(record)?;
    let record = turn.get_mut(record)?;
    record.set_number(1);
    Ok(())
}

fn main() {}
