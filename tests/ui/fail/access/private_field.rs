//! An accessor is as visible as its field.

use ipo::{Error, Handle, Heap, SharedStruct};

#[derive(SharedStruct)]
pub struct Record {
    pub number: i64,
    pub name: String,
}

mod bank {
    #[derive(ipo::SharedStruct)]
    pub struct Account {
        pub number: i64,
        key: i64,
    }
}

pub fn uses(heap: &Heap, account: Handle<bank::Account>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut account = turn.get_mut(account)?;
    account.set_number(1);
    //~ UNDO:
    account.set_key(1);
    Ok(())
}

fn main() {}
