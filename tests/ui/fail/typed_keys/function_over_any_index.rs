//! What takes a key of any enum asks for an index.

use ipo::SharedEnumIndex;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    #[shared(type = f64)]
    Temperature,
    #[shared(type = Option<i64>)]
    Visitors,
    Note,
}

//~ UNDO:pub fn uses<E: ipo::EnumIndex>(_: &[ipo::Index<E, f64>]) {
pub fn uses<E>(_: &[ipo::Index<E, f64>]) {
    println!("some keys");
}

fn main() {}
