//! The setter of extra attributes takes a name and any value.

use std::collections::HashMap;

use ipo::{Error, Handle, Heap, SharedStruct, Value};

#[derive(SharedStruct)]
pub struct Tagged {
    #[shared(extra)]
    pub attributes: HashMap<String, Value>,
}

pub fn uses(heap: &Heap, record: Handle<Tagged>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    //~ UNDO:    turn.get_mut(record)?.set_extra("owner", "ops".into())
    turn.get_mut(record)?.set_extra("owner", "ops")
}

fn main() {}
