//! The name of a parameter is misspelt.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Pair<Left, Right> {
    pub left: Left,
    //~ UNDO:    pub right: Vec<Right>,
    pub right: Vec<Rigth>,
}

fn main() {}

//~ ERRORS: 2, rustc suggests the parameter in the struct, and the name of the field's type has none that is not used
