//! Fields named like the views' own methods, like what generated code uses, and types named like its types.

use ipo::{Error, Heap, Shared, SharedStruct};

#[derive(SharedStruct)]
#[allow(non_snake_case)]
pub struct Names {
    pub load: i64,
    pub store: i64,
    pub as_ref: i64,
    pub reborrow: i64,
    pub parts: i64,
    pub into_parts: i64,
    pub handle: i64,
    pub heap: i64,
    pub self_: i64,
    pub view: i64,
    pub build: i64,
    pub set: i64,
    pub field: i64,
    pub part: i64,
    pub slot: i64,
    pub writer: i64,
    pub value: i64,
    pub clone: i64,
    pub fmt: i64,
    pub from: i64,
    pub into: i64,
    pub drop: i64,
    pub schema: i64,
    pub deep: i64,
    pub _private: i64,
    pub CamelCase: i64,
    pub größe: i64,
}

#[derive(SharedStruct)]
pub struct Slot {
    pub slot: i64,
}

#[derive(SharedStruct)]
pub struct Field {
    pub slot: Slot,
}

#[derive(SharedStruct)]
pub struct Schema {
    pub field: Field,
    pub kind: Option<Box<Schema>>,
}

pub fn uses(heap: &Heap, names: &Names) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let handle = turn.put(names)?;
    let mut view = turn.get_mut(handle)?;
    view.set_load(view.load() + view.store() + view.as_ref() + view.reborrow() + view.parts() + view.into_parts());
    view.set_store(1);
    *view.as_ref_mut() += 1;
    let all = view;
    let _ = all;
    let plain = <Names as Shared>::load(turn.get(handle)?);
    assert_eq!(plain.load, turn.get(handle)?.load());
    Ok(())
}

fn main() {}
