//! A struct that lacks the derive.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = Inner)]
    Content,
    Note,
}

//~ UNDO:#[derive(ipo::SharedStruct, Clone, Debug, Default, PartialEq)]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inner {
    pub number: i64,
}

fn main() {}
