//! The names of types are misspelt, in an index.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = i64)]
    #[shared(type = i46)]
    Income,
    //~ UNDO:    #[shared(type = Vec<String>)]
    #[shared(type = Vec<Strng>)]
    Emails,
    #[shared(type = f64)]
    Salary,
}

pub fn uses(mut list: MetricMut<'_>) {
    let _ = list.income();
    let _ = list.get(Metric::INCOME);
    let _ = list.emails_mut();
    list.set_salary(1.0);
}

fn main() {}
