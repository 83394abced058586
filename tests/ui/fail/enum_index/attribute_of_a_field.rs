//! The variants of an index are stored in no other way.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = ipo::Atomic<u64>)]
    #[shared(type = u64, atomic)]
    Visitors,
    Note,
}

fn main() {}
