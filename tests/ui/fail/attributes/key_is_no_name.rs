//! A key that is no name.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = f64, key = "DEGREES")]
    #[shared(type = f64, key = "20 DEGREES")]
    Temperature,
}

fn main() {}
