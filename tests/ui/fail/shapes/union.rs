//! No one could tell which field is valid.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Number {
pub union Number {
    pub int: i64,
    pub float: f64,
}

fn main() {}
