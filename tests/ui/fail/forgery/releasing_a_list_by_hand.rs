//! As for the values of structs, so for those of lists.

use ipo::{EnumIndex, Error, SharedEnumIndex};

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = String)]
    Name,
}

pub fn uses(list: MetricMut<'_>) -> Result<(), Error> {
    //~ UNDO:    let _ = list.name();
    <Metric as EnumIndex>::release_list(list.0.as_ref(), list.0.writer())?;
    Ok(())
}

fn main() {}
