//! A key names the type that is read.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(list: MetricRef<'_>) -> i64 {
    //~ UNDO:    let _visitors: Option<i64> = list.get(Metric::VISITORS);
    let _visitors: Option<f64> = list.get(Metric::VISITORS);
    list.temperature() as i64
}

fn main() {}
