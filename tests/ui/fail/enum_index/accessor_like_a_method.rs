//! A variant named like a method that every list has.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Step {
    //~ UNDO:    #[shared(accessor = "fetch")]

    Get,
    //~ UNDO:    #[shared(accessor = "content")]

    Value,
    Put,
}

fn main() {}
