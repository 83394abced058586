//! A number that leaves others out.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    Temperature,
    //~ UNDO:    Visitors = 1,
    Visitors = 5,
    Note,
}

pub fn uses(mut list: MetricMut<'_>) -> Result<(), ipo::Error> {
    list.set_note(ipo::Value::None)
}

fn main() {}
