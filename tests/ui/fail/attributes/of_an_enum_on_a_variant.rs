//! The attribute of an enum in front of a variant.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(rename = "temperature")]
    #[shared(name = "temperature")]
    Temperature,
    Note,
}

fn main() {}
