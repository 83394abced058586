//! A root has the type that is asked for.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
    pub list: Vec<i64>,
}

pub fn uses(heap: &Heap) -> Result<(), Error> {
    let turn = heap.read()?;
    //~ UNDO:    let record = turn.root::<Record>("record")?;
    let record = turn.root("record")?;
    println!("{:?}", turn.get(record)?);
    Ok(())
}

fn main() {}
