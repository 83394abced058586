//! The name of a type is misspelt, in a struct whose fields have no names.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Pair(pub i64, pub (String, i64));
pub struct Pair(pub i64, pub (Strng, i64));

pub fn uses(pair: PairRef<'_>) -> i64 {
    let _ = pair._1();
    pair._0()
}

fn main() {}
