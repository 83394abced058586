//! The trait in a bound of the attribute is misspelt.

use ipo::SharedStruct;

#[derive(SharedStruct)]
//~ UNDO:#[shared(bound = "K: ipo::Key")]
#[shared(bound = "K: ipo::Kye")]
pub struct Game<K> {
    pub keys: Vec<K>,
}

fn main() {}
