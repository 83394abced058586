//! The argument has to be a shared type.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

pub fn uses(heap: &Heap) -> Result<(), Error> {
    //~ UNDO:    heap.write()?.put(&Pair { first: 1, second: 2 })?;
    heap.write()?.put(&Pair { first: std::rc::Rc::new(1), second: std::rc::Rc::new(2) })?;
    Ok(())
}

fn main() {}
