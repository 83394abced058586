//! The type of a variant's value is named `type`, with `=`.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = f64)]
    #[shared(f64)]
    Temperature,
    //~ UNDO:    #[shared(type = i64)]
    #[shared(type: i64)]
    Visitors,
}

pub fn uses(_: MetricRef<'_>) {}

fn main() {}
