//! A struct in a struct lies inside it; one behind a `Box`, in a list or in an option does not.

use ipo::{Error, Heap, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Address {
    pub street: String,
    pub number: u32,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Person {
    pub name: String,
    pub home: Address,
    pub work: Option<Address>,
    pub holiday: Box<Address>,
    pub former: Vec<Address>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Nothing {}

pub fn uses(heap: &Heap, person: &Person) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let handle = turn.put(person)?;
    let mut view = turn.get_mut(handle)?;
    view.home_mut().set_number(7);
    view.holiday_mut().set_number(8);
    view.set_home(&person.home)?;
    view.set_work(Some(&person.home))?;
    view.set_former(&[person.home.clone()])?;
    let address: Address = view.home().load();
    view.home_mut().store(&address)?;
    let read = view.as_ref();
    let (street, home): (&str, AddressRef<'_>) = (read.home().street(), read.home());
    assert_eq!(street, home.street());
    Ok(())
}

fn main() {}
