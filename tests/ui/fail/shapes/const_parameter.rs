//! A struct with a number as a parameter.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Row {
pub struct Row<const N: usize> {
    //~ UNDO:    pub cells: [i64; 3],
    pub cells: [i64; N],
}

fn main() {}
