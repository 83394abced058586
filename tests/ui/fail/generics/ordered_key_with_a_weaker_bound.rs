//! Keys of an ordered map have an order.

use std::collections::BTreeMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "K: ipo::OrdKey")]
#[shared(bound = "K: ipo::Key")]
pub struct Index<K> {
    pub entries: BTreeMap<K, i64>,
}

pub fn uses(index: IndexRef<'_, String>) -> usize {
    index.entries().len()
}

fn main() {}
