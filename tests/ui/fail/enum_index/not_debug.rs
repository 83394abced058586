//! An enum that is not `Debug`.

use ipo::SharedEnumIndex;

//~ UNDO:#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[derive(SharedEnumIndex, Clone, Copy)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(mut list: MetricMut<'_>) {
    list.set(Metric::VISITORS, None);
}

fn main() {}
