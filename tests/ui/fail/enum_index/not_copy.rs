//! An enum that is not `Copy`, as a field and as an index.

use ipo::{EnumList, SharedEnumIndex, SharedStruct};

//~ UNDO:#[derive(SharedEnumIndex, Clone, Copy, Debug)]
#[derive(SharedEnumIndex, Clone, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

#[derive(SharedStruct)]
pub struct Record {
    pub metric: Metric,
    pub metrics: EnumList<Metric>,
    pub history: Vec<(Metric, i64)>,
}

pub fn uses(mut record: RecordMut<'_>) -> f64 {
    record.set_metric(Metric::Note);
    record.metrics_mut().set_temperature(1.0);
    record.metrics().get(Metric::TEMPERATURE)
}

fn main() {}
