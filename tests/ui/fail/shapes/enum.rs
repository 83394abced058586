//! An enum has a derive of its own.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Color {
pub enum Color {
    //~ UNDO:
    Red,
    //~ UNDO:
    Green,
}

#[derive(SharedStruct)]
pub struct Record {
    pub color: Color,
}

fn main() {}
