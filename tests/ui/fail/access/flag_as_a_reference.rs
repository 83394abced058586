//! A flag is set, and not written to: its byte may be damaged.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Flags {
    pub open: bool,
    pub letter: char,
}

pub fn uses(heap: &Heap, record: Handle<Flags>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    //~ UNDO:    record.set_open(true);
    *record.open_mut() = true;
    Ok(())
}

fn main() {}
