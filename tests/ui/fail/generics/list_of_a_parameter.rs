//! A list's enum as a parameter needs the bound of an index.

use ipo::{EnumList, SharedStruct};

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "E: ipo::EnumIndex")]
#[shared()]
pub struct Record<E> {
    pub number: i64,
    pub field: EnumList<E>,
}

fn main() {}
