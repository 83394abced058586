//! A type that borrows, without its lifetime.

use ipo::SharedStruct;

pub struct Name<'a>(pub &'a str);

#[derive(SharedStruct)]
pub struct Player {
    //~ UNDO:    pub name: String,
    pub name: Name,
}

fn main() {}
