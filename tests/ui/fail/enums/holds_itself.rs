//! A value cannot have one of its own kind in it, without end.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Term {
    Number(f64),
    //~ UNDO:    Negative(Option<Box<Term>>),
    Negative(Option<Term>),
}

fn main() {}
