//! Methods on a view of a generic struct need what the struct needs.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

//~ UNDO:impl<T: ipo::Shared> PairRef<'_, T> {
impl<T> PairRef<'_, T> {
    pub fn is_pair(self) -> bool {
        true
    }
}

pub fn uses(heap: &Heap, pair: Handle<Pair<i64>>) -> Result<bool, Error> {
    Ok(heap.read()?.get(pair)?.is_pair())
}

fn main() {}

//~ ERRORS: 2, rustc says it of the implementation and of `self`
