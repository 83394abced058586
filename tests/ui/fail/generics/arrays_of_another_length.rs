//! A number is a part of the type as well.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Row<const N: usize> {
    pub cells: [i64; N],
}

//~ UNDO:pub fn uses(row: RowRef<'_, 3>) -> i64 {
pub fn uses(row: RowRef<'_, 4>) -> i64 {
    first(row)
}

pub fn first(row: RowRef<'_, 3>) -> i64 {
    row.cells().get(0).unwrap_or(0)
}

fn main() {}
