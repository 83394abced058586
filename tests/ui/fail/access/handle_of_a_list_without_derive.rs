//! A list in the heap, and the enum that indexes it lacks its derive.

use ipo::{EnumList, Error, Handle, Heap};

//~ UNDO:#[derive(ipo::SharedEnumIndex, Clone, Copy, Debug)]
#[derive(Clone, Copy, Debug)]
pub enum Metric {
    Income,
    Employees,
}

pub fn uses(heap: &Heap, list: Handle<EnumList<Metric>>) -> Result<(), Error> {
    heap.write()?.remove(list)
}

fn main() {}
