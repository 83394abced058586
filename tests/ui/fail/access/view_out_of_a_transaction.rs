//! What a transaction reads is returned by value.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<usize, Error> {
    //~ UNDO:    let name = heap.transaction(|tx| Ok::<_, Error>(tx.get(record)?.name().to_owned()))?;
    let name = heap.transaction(|tx| Ok::<_, Error>(tx.get(record)?.name()))?;
    Ok(name.len())
}

fn main() {}

//~ ERRORS: 2, rustc says it of the reference and of what it refers to
