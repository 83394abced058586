//! What may be none is set as such.

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
    //~ UNDO:    list.set(Metric::VISITORS, Some(3));
    list.set(Metric::VISITORS, 3);
}

fn main() {}
