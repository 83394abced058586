//! Positions follow the order in which the variants stand.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    Temperature = 0,
    Temperature = 1,
    //~ UNDO:    Visitors = 1,
    Visitors = 0,
}

fn main() {}
