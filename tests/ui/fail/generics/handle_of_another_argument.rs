//! Each argument makes a type of its own.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

pub fn uses(heap: &Heap, pair: Handle<Pair<i64>>) -> Result<(), Error> {
    let turn = heap.read()?;
    //~ UNDO:    let view: PairRef<'_, i64> = turn.get(pair)?;
    let view: PairRef<'_, i32> = turn.get(pair)?;
    println!("{view:?}");
    Ok(())
}

fn main() {}
