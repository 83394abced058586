//! Structs that a macro writes, and structs inside a function.

#![deny(warnings)]

use ipo::SharedStruct;

macro_rules! pair {
    ($vis:vis $name:ident, $first:ident: $type:ty, $($other:ident: $others:ty),*) => {
        #[derive(SharedStruct, Debug)]
        $vis struct $name {
            $vis $first: $type,
            $($vis $other: Option<$others>,)*
            $vis fixed: Vec<$type>,
        }
    };
}

pair!(pub(crate) Pair, key: String, value: i64, more: Box<Pair>);

pub(crate) fn sum(pair: PairRef<'_>) -> i64 {
    pair.value().unwrap_or(0) + pair.more().map_or(0, sum)
}

fn main() {
    #[derive(SharedStruct)]
    struct Local {
        number: i64,
    }
    fn number(local: LocalRef<'_>) -> i64 {
        local.number()
    }
    let local = Local { number: 1 };
    let _ = (number, sum, local.number);
}
