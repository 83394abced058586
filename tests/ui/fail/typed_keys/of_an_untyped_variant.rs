//! A variant without a type has no key.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(list: MetricRef<'_>) -> ipo::Value {
    //~ UNDO:    list.value(Metric::Note).load()
    list.get(Metric::NOTE).load()
}

fn main() {}
