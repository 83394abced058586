//! A view is compared field by field.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:
#[shared(derive_ref(PartialEq))]
pub struct Record {
    pub number: i64,
    pub place: Place,
}

#[derive(SharedStruct)]
pub struct Place {
    pub x: i64,
}

fn main() {}
