//! An argument meets the bounds that the user wrote.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Sorted<T: Ord> {
    pub items: Vec<T>,
}

//~ UNDO:pub fn uses(list: SortedRef<'_, i64>) -> usize {
pub fn uses(list: SortedRef<'_, f64>) -> usize {
    let _ = list;
    0
}

fn main() {}
