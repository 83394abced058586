//! A struct with such an argument is no field either.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Pair<T> {
    pub first: T,
    pub second: T,
}

#[derive(SharedStruct)]
pub struct Both {
    pub number: i64,
    //~ UNDO:    pub pairs: Vec<Pair<String>>,
    pub pairs: Vec<Pair<std::sync::Weak<String>>>,
}

pub fn uses(both: BothRef<'_>) -> i64 {
    both.number()
}

fn main() {}
