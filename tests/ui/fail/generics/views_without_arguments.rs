//! A view has the parameters of its struct.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

//~ UNDO:pub fn uses(pair: PairRef<'_, i64>) -> i64 {
pub fn uses(pair: PairRef<'_>) -> i64 {
    pair.first()
}

fn main() {}
