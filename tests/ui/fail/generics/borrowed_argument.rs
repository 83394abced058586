//! What lies in a heap outlives every borrow.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

pub fn uses(heap: &Heap, name: String) -> Result<(), Error> {
    //~ UNDO:    heap.write()?.put(&Pair { first: name.clone(), second: name })?;
    heap.write()?.put(&Pair { first: name.as_str(), second: name.as_str() })?;
    Ok(())
}

fn main() {}
