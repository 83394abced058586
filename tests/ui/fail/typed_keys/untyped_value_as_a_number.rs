//! What is set by the accessor of an untyped variant is a `Value`.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

pub fn uses(mut list: MetricMut<'_>) -> Result<(), ipo::Error> {
    //~ UNDO:    list.set_note(20.into())
    list.set_note(20)
}

fn main() {}
