//! Only the module of the struct sees what a view is made of.

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
    }
}

pub fn uses(heap: &Heap, account: Handle<bank::Account>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let account = turn.get_mut(account)?;
    //~ UNDO:    drop(account);
    let slot = account.0;
    //~ UNDO:
    let _copy = bank::AccountMut(slot);
    Ok(())
}

fn main() {}
