//! A variant says nothing of its value's type.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(mut list: MetricMut<'_>) {
    //~ UNDO:    list.set(Metric::TEMPERATURE, 20.0);
    list.set(Metric::Temperature, 20.0);
}

fn main() {}
