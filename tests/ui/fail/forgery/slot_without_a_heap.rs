//! A place in a heap cannot be made up.

use ipo::__private::{SlotRef, Space};
use ipo::SharedStruct;

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
}

pub fn uses(space: &Space, number: &mut i64) {
    let ptr = std::ptr::NonNull::from(number);
    //~ UNDO:    let _slot = unsafe { SlotRef::<i64>::new(ptr, space) };
    let _slot: SlotRef<'_, i64> = SlotRef { ptr, space };
}

fn main() {}
