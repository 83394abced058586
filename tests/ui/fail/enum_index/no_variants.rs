//! An enum without variants.

use ipo::{EnumList, SharedEnumIndex, SharedStruct};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    Note,

}

#[derive(SharedStruct)]
pub struct Record {
    pub metric: Metric,
    pub metrics: EnumList<Metric>,
}

pub fn uses(record: RecordMut<'_>) -> MetricMut<'_> {
    record.into_parts().metrics
}

fn main() {}
