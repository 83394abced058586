//! The list of an enum cannot lie in itself.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Part {
    #[shared(type = f64)]
    Weight,
    //~ UNDO:    #[shared(type = Option<Box<ipo::EnumList<Part>>>)]
    #[shared(type = Option<ipo::EnumList<Part>>)]
    Inner,
}

pub fn uses(part: PartRef<'_>) -> f64 {
    part.weight()
}

fn main() {}
