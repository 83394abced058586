//! A struct has a derive of its own.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
//~ UNDO:pub enum Metrics {
pub struct Metrics {
    //~ UNDO:    #[shared(type = f64)] Temperature,
    pub temperature: f64,
}

pub fn uses(_: MetricsRef<'_>, _: MetricsMut<'_>) {}

fn main() {}
