//! A place in a heap cannot be made up.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let turn = heap.read()?;
    turn.get(record)?;
    let mut number = 0_i64;
    let place = std::ptr::NonNull::from(&mut number);
    //~ UNDO:    let _ = place;
    let _slot: ipo::__private::SlotRef<'_, i64> = ipo::__private::SlotRef { ptr: place, space: &() };
    Ok(())
}

fn main() {}
