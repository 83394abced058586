//! A type that belongs to a parameter is used without a trait that has it.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:pub struct Last<I: Iterator<Item = i64>> {
pub struct Last<I> {
    pub item: I::Item,
    pub from: I,
}

fn main() {}
