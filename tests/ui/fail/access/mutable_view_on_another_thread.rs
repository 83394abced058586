//! A view that may allocate belongs to the thread of its turn.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut record = turn.get_mut(record)?;
    //~ UNDO:    record.set_number(1);
    std::thread::scope(|scope| scope.spawn(|| record.set_number(1)).join().unwrap());
    Ok(())
}

fn main() {}
