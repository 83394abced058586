//! An enum that borrows.

use ipo::SharedEnum;

#[derive(SharedEnum)]
//~ UNDO:pub enum Source {
pub enum Source<'a> {
    Number(i64),
    //~ UNDO:    Text(String),
    Text(&'a str),
}

fn main() {}
