//! A flag is no number.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Flags {
    #[shared(atomic)]
    pub open: bool,
}

pub fn uses(heap: &Heap, flags: Handle<Flags>) -> Result<(), Error> {
    let turn = heap.read()?;
    //~ UNDO:    turn.get(flags)?.open().swap(true)?;
    turn.get(flags)?.open().fetch_add(true)?;
    Ok(())
}

fn main() {}
