//! Setters take exactly what the field holds.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    record.set_name("name")?;
    //~ UNDO:    record.set_number(1);
    record.set_number("1");
    Ok(())
}

fn main() {}
