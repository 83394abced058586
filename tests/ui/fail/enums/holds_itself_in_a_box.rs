//! A view of a box is one of what is in it.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Term {
    Number(f64),
    //~ UNDO:    Sum(Vec<Term>),
    Sum(Box<Term>, Box<Term>),
    //~ UNDO:    Negative(Box<Inner>),
    Negative(Option<Box<Self>>),
}

#[derive(ipo::SharedStruct)]
pub struct Inner {
    pub term: Term,
}

fn main() {}
