//! What is generic over the struct is generic over shared types.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

//~ UNDO:pub fn uses<T: ipo::Shared>(heap: &Heap, pair: Handle<Pair<T>>) -> Result<T, Error> {
pub fn uses<T>(heap: &Heap, pair: Handle<Pair<T>>) -> Result<T, Error> {
    Ok(heap.read()?.load(pair)?.first)
}

fn main() {}
