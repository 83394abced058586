//! A struct without fields.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Marker {}
pub struct Marker;

#[derive(SharedStruct)]
pub struct Record {
    pub marker: Marker,
}

fn main() {}
