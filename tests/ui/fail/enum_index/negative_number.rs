//! A position below none.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    Temperature = 0,
    Temperature = -1,
    //~ UNDO:    Visitors,
    Visitors = -2,
}

fn main() {}
