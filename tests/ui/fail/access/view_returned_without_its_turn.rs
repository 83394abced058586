//! A view cannot be handed out of the function that takes the turn.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

//~ UNDO:pub fn name(heap: &Heap, record: Handle<Record>) -> Result<String, Error> {
pub fn name(heap: &Heap, record: Handle<Record>) -> Result<&str, Error> {
    let turn = heap.read()?;
    //~ UNDO:    Ok(turn.get(record)?.name().to_owned())
    Ok(turn.get(record)?.name())
}

fn main() {}
