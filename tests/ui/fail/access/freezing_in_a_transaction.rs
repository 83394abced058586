//! What is frozen is so for good, so a transaction, which may fail, does not freeze.

use ipo::{Error, FrozenHandle, Handle, Heap};

pub fn uses(heap: &Heap, list: Handle<Vec<i64>>) -> Result<FrozenHandle<Vec<i64>>, Error> {
    heap.transaction(|tx| {
        tx.get_mut(list)?.push(1)?;
        //~ UNDO:
        tx.freeze(list)?;
        Ok::<(), Error>(())
    })?;
    heap.write()?.freeze(list)
}

fn main() {}
