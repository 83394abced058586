//! Only the derive knows where a variant's value lies.

use ipo::{Index, SharedEnumIndex};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(list: MetricRef<'_>) -> f64 {
    //~ UNDO:    let key = Metric::TEMPERATURE;
    let key = Index::<Metric, f64>::new(Metric::Note, 8, |_| &0.0, |_| unreachable!());
    list.get(key)
}

fn main() {}
