//! A unit enum as a value: in fields, in every container, as a key.

#![deny(warnings)]

use std::collections::{HashMap, HashSet};

use ipo::{Error, Heap, ScalarMut, SharedEnumIndex, SharedStruct};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aisle {
    Cold,
    Dry = 1,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Item {
    pub aisle: Aisle,
    pub maybe: Option<Aisle>,
    pub list: Vec<Aisle>,
    pub pair: (Aisle, i64),
    pub array: [Aisle; 2],
    pub deep: Option<Vec<(Aisle, Option<Aisle>)>>,
    pub boxed: Box<Aisle>,
    pub counts: HashMap<Aisle, i64>,
    pub places: HashMap<i64, Aisle>,
    pub set: HashSet<Aisle>,
}

pub fn uses(heap: &Heap, item: &Item) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let handle = turn.put(item)?;
    let mut item = turn.get_mut(handle)?;
    item.set_aisle(Aisle::Dry);
    let mut aisle: ScalarMut<'_, Aisle> = item.aisle_mut();
    aisle.update(|aisle| if aisle == Aisle::Dry { Aisle::Cold } else { Aisle::Dry });
    assert_eq!(aisle.replace(Aisle::Cold), Aisle::Cold);
    item.set_maybe(Some(Aisle::Dry));
    item.set_maybe(None);
    item.list_mut().push(Aisle::Dry)?;
    item.set_pair((Aisle::Dry, item.pair().1));
    item.set_list(&[Aisle::Dry, Aisle::Cold])?;
    item.counts_mut().insert(Aisle::Dry, 3)?;
    let found: Option<i64> = item.counts().get(Aisle::Dry);
    let aisles: Vec<Aisle> = item.list().iter().collect();
    println!("{found:?} {aisles:?} {:?}", item.deep().is_some());
    Ok(())
}

fn main() {}
