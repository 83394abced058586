//! The type of a variant's value goes into an attribute.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    //~ UNDO:    #[shared(type = Option<i64>)] Visitors,
    Visitors(Option<i64>),
}

fn main() {}
