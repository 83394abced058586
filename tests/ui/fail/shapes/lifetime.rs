//! A struct that borrows.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Name {
pub struct Name<'a> {
    //~ UNDO:    pub text: String,
    pub text: &'a str,
}

fn main() {}
