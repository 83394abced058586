//! An atomic field is changed by its own methods.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Counter {
    #[shared(atomic)]
    pub hits: u64,
}

pub fn uses(heap: &Heap, counter: Handle<Counter>) -> Result<(), Error> {
    let turn = heap.read()?;
    //~ UNDO:    turn.get(counter)?.hits().fetch_add(1)?;
    *turn.get(counter)?.hits() += 1;
    Ok(())
}

fn main() {}
