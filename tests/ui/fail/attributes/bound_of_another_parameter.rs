//! A bound on a parameter that is not there.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "K: ipo::Key")]
#[shared(bound = "L: ipo::Key, K: ipo::Key")]
pub struct Index<K> {
    pub entries: HashMap<K, i64>,
}

fn main() {}
