//! A turn belongs to the thread that took it.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    turn.get(record)?;
    //~ UNDO:    drop(turn);
    std::thread::scope(|scope| scope.spawn(move || drop(turn)).join().unwrap());
    Ok(())
}

fn main() {}
