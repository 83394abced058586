//! A variant that holds data.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    //~ UNDO:    #[shared(type = (f64, f64))] Position,
    Position(f64, f64),
}

pub fn uses(list: MetricRef<'_>) -> f64 {
    list.temperature()
}

fn main() {}
