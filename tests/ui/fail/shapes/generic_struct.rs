//! A type parameter.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Pair {
pub struct Pair<T> {
    //~ UNDO:    pub first: i64,
    pub first: T,
    //~ UNDO:    pub second: i64,
    pub second: T,
}

fn main() {}
