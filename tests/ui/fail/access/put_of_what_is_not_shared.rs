//! Only shared types can be put into a heap.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, records: &[Record]) -> Result<(), Error> {
    let mut turn = heap.write()?;
    //~ UNDO:    turn.put(&records.len())?;
    turn.put(&records.iter())?;
    Ok(())
}

fn main() {}
