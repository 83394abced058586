//! A key belongs to one enum.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Other {
    #[shared(type = f64)]
    Temperature,
}

pub fn uses(list: MetricRef<'_>) -> f64 {
    //~ UNDO:    list.get(Metric::TEMPERATURE)
    list.get(Other::TEMPERATURE)
}

fn main() {}
