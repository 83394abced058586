//! A list has no brackets: what lies under a key is not a reference.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(list: MetricRef<'_>) -> f64 {
    //~ UNDO:    list.get(Metric::TEMPERATURE)
    list[Metric::TEMPERATURE]
}

fn main() {}
