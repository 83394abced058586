//! Two fields of a tuple struct with one accessor.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Pair(#[shared(accessor = "first")] pub i64, pub i64);
pub struct Pair(#[shared(accessor = "_1")] pub i64, pub i64);

pub fn uses(pair: PairRef<'_>) -> i64 {
    //~ UNDO:    pair.first()
    pair._1()
}

fn main() {}
