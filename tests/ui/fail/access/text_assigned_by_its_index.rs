//! A list of texts owns them in the heap: a place in it is set through the list.

use ipo::{Error, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub list: Vec<String>,
}

pub fn uses(mut record: RecordMut<'_>) -> Result<(), Error> {
    //~ UNDO:    record.list_mut().set(0, "one")?;
    record.list_mut()[0] = "one".to_owned();
    Ok(())
}

fn main() {}
