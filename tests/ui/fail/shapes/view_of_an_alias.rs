//! Views have the name of the struct, not of its alias.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

pub type Numbers = Pair<i64>;

//~ UNDO:pub fn uses(numbers: PairRef<'_, i64>) -> i64 {
pub fn uses(numbers: NumbersRef<'_>) -> i64 {
    numbers.first() + numbers.second()
}

fn main() {}
