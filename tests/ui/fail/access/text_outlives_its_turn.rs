//! Text that is read in place lives as long as its turn.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    let record = turn.get(record)?;
    let name = record.name();
    //~ UNDO:
    drop(turn);
    assert_eq!(name, "");
    Ok(())
}

fn main() {}
