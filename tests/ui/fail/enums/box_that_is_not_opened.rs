//! The view of a boxed variant is opened with `get`.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Term {
    Number(f64),
    Negative(Box<Term>),
}

pub fn value(term: TermRef<'_>) -> f64 {
    match term {
        TermRef::Number(number) => number,
        //~ UNDO:        TermRef::Negative(term) => -value(term.get()),
        TermRef::Negative(term) => -value(term),
    }
}

fn main() {}
