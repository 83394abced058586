//! A list outside of the heap has the same keys.

use ipo::{EnumList, SharedEnumIndex};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses() -> EnumList<Metric> {
    //~ UNDO:    EnumList::new().with(Metric::TEMPERATURE, 20.0)
    EnumList::new().with(Metric::TEMPERATURE, 20)
}

fn main() {}
