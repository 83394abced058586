//! Two variants with one name in the heap.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    Temperature,
    //~ UNDO:    #[shared(rename = "temperature")]
    #[shared(rename = "Temperature")]
    Degrees,
}

fn main() {}
