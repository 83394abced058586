//! A number that only rustc knows.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[repr(u8)]
pub enum Metric {
    Temperature,
    //~ UNDO:    Visitors = 1,
    Visitors = FIRST + 1,
}

pub const FIRST: u8 = 0;

fn main() {}
