//! A parameter cannot be a lifetime.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Named<T> {
pub struct Named<'a, T> {
    //~ UNDO:    pub name: String,
    pub name: &'a str,
    pub value: T,
}

pub fn uses(value: &Named<i64>) -> i64 {
    value.value
}

fn main() {}
