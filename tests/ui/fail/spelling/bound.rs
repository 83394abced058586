//! The trait in a bound is misspelt, in front and behind `where`.

use std::fmt::Display;

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Labelled<T: Display> {
pub struct Labelled<T: Dsplay> {
    pub value: T,
}

#[derive(SharedStruct)]
pub struct Pair<T>
where
    //~ UNDO:    T: Display,
    T: Dispaly,
{
    pub values: (T, T),
}

pub fn uses(value: &dyn Display, pair: PairRef<'_, i64>) -> String {
    let _ = pair.values();
    value.to_string()
}

fn main() {}
