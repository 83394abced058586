//! A variant with named fields.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    //~ UNDO:    Position,
    Position { x: f64, y: f64 },
}

fn main() {}
