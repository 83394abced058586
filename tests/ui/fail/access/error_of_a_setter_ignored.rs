//! A setter that may need room tells whether it had it.

#![deny(unused_must_use)]

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    //~ UNDO:    record.set_name("a name")?;
    record.set_name("a name");
    Ok(())
}

fn main() {}
