//! A parameter is used and not declared.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Pair<T, U> {
pub struct Pair<T> {
    pub first: T,
    pub second: U,
}

fn main() {}

//~ ERRORS: 2, rustc suggests to declare it for the struct and not for the name of the field's type
