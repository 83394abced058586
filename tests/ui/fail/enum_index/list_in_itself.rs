//! The list of an enum cannot lie in itself.

use ipo::{EnumList, SharedEnumIndex};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Part {
    #[shared(type = f64)]
    Weight,
    //~ UNDO:    #[shared(type = Option<Box<EnumList<Part>>>)]
    #[shared(type = Option<EnumList<Part>>)]
    Inner,
}

pub fn uses(part: PartRef<'_>) -> f64 {
    part.weight()
}

fn main() {}
