//! A view for reading sets nothing.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(list: MetricRef<'_>) {
    //~ UNDO:    let _ = list.temperature();
    list.set_temperature(20.0);
}

fn main() {}
