//! Methods of the user's own on the views, in the module of the struct and below it.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct, Clone)]
pub struct Account {
    owner: String,
    cents: i64,
    log: Vec<String>,
}

impl AccountRef<'_> {
    pub fn is_rich(self) -> bool {
        self.cents() > 100_000_000
    }
}

impl<'t> AccountRef<'t> {
    pub fn name(self) -> &'t str {
        self.owner()
    }
}

impl AccountMut<'_> {
    pub fn pay_in(&mut self, cents: i64) -> Result<(), Error> {
        self.set_cents(self.cents() + cents);
        self.log_mut().push("paid in")
    }

    pub fn close(mut self) -> Result<i64, Error> {
        helper::empty(self.reborrow());
        self.set_owner("")?;
        let AccountParts { owner: _, cents, log: _ } = self.into_parts();
        Ok(std::mem::take(cents))
    }
}

mod helper {
    pub fn empty(mut account: super::AccountMut<'_>) {
        account.set_cents(0);
    }
}

pub fn uses(heap: &Heap, account: &Account) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let handle = turn.put(account)?;
    let mut view = turn.get_mut(handle)?;
    view.pay_in(100)?;
    let read = view.as_ref();
    // A view for reading may be copied and sent to other threads.
    std::thread::scope(|scope| scope.spawn(move || read.is_rich()).join().unwrap());
    let (name, copy) = (read.name(), read);
    assert_eq!(name, copy.name());
    println!("{read:?}");
    println!("{view:?}");
    println!("{:?}", view.parts());
    view.close()?;
    Ok(())
}

fn main() {}
