//! Views that can be compared and shown, field by field.

#![deny(warnings)]

use ipo::{Error, Heap, SharedEnum, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
#[shared(derive_ref(Debug, PartialEq, Eq))]
pub struct Place {
    pub street: String,
    pub number: u32,
    pub nested: (u8, char),
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq))]
pub enum State {
    Open { since: u64 },
    Closed(String),
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
#[shared(derive_ref(PartialEq, Debug))]
pub struct Shop {
    pub place: Place,
    pub area: f64,
    pub state: State,
}

#[derive(SharedStruct, Debug)]
#[shared(derive_ref(Debug))]
pub struct Empty;

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let place = Place { street: "Main".into(), number: 1, nested: (2, 'x') };
    let (first, second) = (turn.put(&place)?, turn.put(&Place { number: 2, ..place.clone() })?);
    assert!(turn.get(first)? != turn.get(second)?);
    turn.get_mut(second)?.set_number(1);
    assert_eq!(turn.get(first)?, turn.get(second)?);
    assert_eq!(format!("{:?}", turn.get(first)?), r#"Place { street: "Main", number: 1, nested: (2, 'x') }"#);
    Ok(())
}
