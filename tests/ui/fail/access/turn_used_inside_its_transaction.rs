//! Inside a transaction, changes go through it.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    turn.transaction(|tx| {
        //~ UNDO:        tx.get_mut(record)?.set_number(1);
        turn.get_mut(record)?.set_number(1);
        tx.get_mut(record)?.set_name("one")
    })
}

fn main() {}

//~ ERRORS: 2, rustc says it of each of the two borrows
