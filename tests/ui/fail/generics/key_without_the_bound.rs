//! A parameter that is a key of a map has to be a key.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "K: ipo::Key")]
#[shared(name = "Index")]
pub struct Index<K> {
    pub entries: HashMap<K, i64>,
}

pub fn uses(index: IndexRef<'_, String>) -> usize {
    index.entries().len()
}

fn main() {}
