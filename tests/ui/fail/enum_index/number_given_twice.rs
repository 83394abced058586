//! A number that another variant has.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    Temperature,
    Visitors,
    //~ UNDO:    Note = 2,
    Note = 0,
}

fn main() {}
