//! The parts of a tuple struct have no names.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Pair(pub i64, pub i64);

pub fn uses(mut pair: PairMut<'_>) -> i64 {
    //~ UNDO:    let PairParts(first, second) = pair.parts();
    let PairParts { first, second } = pair.parts();
    *first + *second
}

fn main() {}
