//! A type parameter.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
//~ UNDO:pub enum Metric {
pub enum Metric<T> {
    //~ UNDO:    #[shared(type = f64)] Temperature,
    Temperature(T),
    Note,
}

fn main() {}
