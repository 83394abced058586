//! A list starts with the defaults of its types.

use ipo::{SharedEnumIndex, SharedStruct};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = Inner)]
    Content,
    Note,
}

//~ UNDO:#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Inner {
    pub number: i64,
}

fn main() {}
