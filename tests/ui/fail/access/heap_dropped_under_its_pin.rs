//! A pin borrows its heap.

use ipo::{Error, FrozenHandle, Heap};

pub fn uses(heap: Heap, text: FrozenHandle<String>) -> Result<String, Error> {
    let pinned = heap.pin(text)?;
    //~ UNDO:
    drop(heap);
    Ok(pinned.load())
}

fn main() {}
