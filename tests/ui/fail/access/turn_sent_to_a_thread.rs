//! A turn belongs to the thread that took it.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    turn.get_mut(record)?.set_number(1);
    std::thread::scope(|scope| {
        //~ UNDO:        scope.spawn(|| drop(heap.write()));
        scope.spawn(move || drop(turn));
    });
    Ok(())
}

fn main() {}
