//! A view for changing stays with its turn.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap, record: Handle<Record>) -> Result<(), Error> {
    //~ UNDO:    let turn = heap.write()?;
    let mut turn = heap.write()?;
    //~ UNDO:    let view = turn.get(record)?;
    let mut view = turn.get_mut(record)?;
    std::thread::scope(|scope| {
        //~ UNDO:        scope.spawn(move || println!("{}", view.number()));
        scope.spawn(move || view.set_number(1));
    });
    Ok(())
}

fn main() {}
