//! A method of the user's own, named like an accessor.

use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
}

impl RecordRef<'_> {
    //~ UNDO:    pub fn doubled(self) -> i64 {
    pub fn number(self) -> i64 {
        2
    }
}

fn main() {}
