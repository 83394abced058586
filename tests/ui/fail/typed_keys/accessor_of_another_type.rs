//! An accessor takes the type of its variant.

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
    //~ UNDO:    list.set_temperature(20.0);
    list.set_temperature(Some(20));
}

fn main() {}
