//! A variant owns what it holds.

use ipo::SharedEnum;

#[derive(SharedEnum)]
pub enum Source {
    Number(i64),
    //~ UNDO:    Text(String),
    Text(&'static str),
}

fn main() {}
