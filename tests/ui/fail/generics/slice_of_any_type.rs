//! Only lists of numbers and the like are slices.

use ipo::{ListRef, SharedStruct};

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

//~ UNDO:pub fn uses<T: ipo::Plain>(list: ListRef<'_, T>) -> usize {
pub fn uses<T: ipo::Shared>(list: ListRef<'_, T>) -> usize {
    list.as_slice().len()
}

fn main() {}
