//! A float is not equal to itself if it is no number.

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedStruct)]
#[shared(derive_ref(PartialEq, Eq))]
pub struct Record<T> {
    pub name: T,
    //~ UNDO:    pub number: i64,
    pub number: f64,
}

#[derive(SharedEnum)]
#[shared(derive_ref(PartialEq, Eq))]
pub enum Value {
    //~ UNDO:    Number(i64),
    Number(f64),
    Text(String),
}

pub fn uses(record: RecordRef<'_, String>, value: ValueRef<'_>) -> bool {
    record == record && value == value
}

fn main() {}
