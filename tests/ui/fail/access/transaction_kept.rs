//! A transaction ends with its closure.

use ipo::{Error, Handle, Heap, SharedStruct, Tx};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut kept: Option<&mut Tx<'_>> = None;
    heap.transaction(|tx| {
        tx.get_mut(record)?.set_number(1);
        //~ UNDO:
        kept = Some(tx);
        Ok::<(), Error>(())
    })?;
    drop(kept.take());
    Ok(())
}

fn main() {}

//~ ERRORS: 2, rustc says it of the reference and of what it refers to
