//! A bound is what stands behind `where`.

use std::collections::HashMap;

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "K: ipo::Key")]
#[shared(bound = "where K is ipo::Key")]
pub struct Index<K> {
    pub entries: HashMap<K, i64>,
}

fn main() {}
