//! A type is written as such.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = f64)]
    #[shared(type = "f64")]
    Temperature,
    Note,
}

fn main() {}
