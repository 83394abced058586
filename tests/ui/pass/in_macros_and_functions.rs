//! Structs and enums that a macro writes, and those inside a function.

#![deny(warnings)]

use ipo::{SharedEnumIndex, SharedStruct};

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

macro_rules! index {
    ($vis:vis $name:ident { $($typed:ident: $type:ty),*; $($untyped:ident),* }) => {
        #[derive(SharedEnumIndex, Clone, Copy, Debug)]
        $vis enum $name {
            $(#[shared(type = Option<$type>)] $typed,)*
            $($untyped,)*
        }
    };
}

index!(pub(crate) Metric { Speed: f64, Names: Vec<String>; Note, Other });

pub(crate) fn speed(list: MetricRef<'_>) -> Option<f64> {
    list.get(Metric::SPEED).or(list.speed())
}

pub(crate) fn sum(pair: PairRef<'_>) -> i64 {
    pair.value().unwrap_or(0) + pair.more().map_or(0, sum)
}

fn main() {
    #[derive(SharedStruct, Clone, Debug, PartialEq)]
    struct Local {
        number: i64,
    }
    fn number(local: LocalRef<'_>) -> i64 {
        local.number()
    }
    #[derive(SharedEnumIndex, Clone, Copy, Debug)]
    enum Index {
        #[shared(type = Local)]
        Held,
        Note,
    }
    impl Default for Local {
        fn default() -> Local {
            Local { number: 1 }
        }
    }
    fn held(mut list: IndexMut<'_>) -> i64 {
        list.held_mut().set_number(1);
        list.get(Index::HELD).number()
    }
    let _ = (held, speed, Index::Note);
    let local = Local { number: 1 };
    let _ = (number, sum, local.number);
}
