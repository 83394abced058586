//! A list that grows moves.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<i64, Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    let mut list = record.list_mut();
    //~ UNDO:    let first = list.as_slice()[0];
    let first = &mut list.as_mut_slice()[0];
    list.push(1)?;
    //~ UNDO:    Ok(first)
    Ok(*first)
}

fn main() {}
