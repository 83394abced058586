//! No one could tell which field is valid.

use ipo::SharedEnum;

#[derive(SharedEnum)]
//~ UNDO:pub enum Number {
pub union Number {
    //~ UNDO:    Int(i64),
    pub int: i64,
    //~ UNDO:    Float(f64),
    pub float: f64,
}

fn main() {}
