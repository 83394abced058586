//! What a view gives out ends with the next change.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    #[shared(type = String)]
    Name,
}

pub fn uses(mut list: MetricMut<'_>) -> Result<usize, ipo::Error> {
    //~ UNDO:    let name = list.name().to_owned();
    let name = list.get(Metric::NAME);
    list.set(Metric::NAME, "another")?;
    Ok(name.len())
}

fn main() {}
