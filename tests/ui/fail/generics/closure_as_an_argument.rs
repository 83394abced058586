//! A closure is code of one process.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

pub fn uses(heap: &Heap) -> Result<(), Error> {
    let double = |n: i64| n * 2;
    //~ UNDO:    heap.write()?.put(&Pair { first: double(1), second: double(2) })?;
    heap.write()?.put(&Pair { first: double, second: double })?;
    Ok(())
}

fn main() {}
