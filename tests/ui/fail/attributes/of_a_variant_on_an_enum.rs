//! The attribute of a variant in front of the enum.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
//~ UNDO:#[shared(name = "Metric")]
#[shared(type = f64)]
pub enum Metric {
    Temperature,
    Note,
}

fn main() {}
