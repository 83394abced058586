//! Fields of all derives named like the variables, parameters, methods and modules of generated code.

#![deny(warnings)]

use std::collections::HashMap;

use ipo::{Error, Heap, SharedEnum, SharedStruct, Value};

#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
#[shared(derive_ref(Debug))]
pub struct Names {
    pub load: String,
    pub store: Vec<u8>,
    pub handle: i64,
    pub self_: i64,
    pub heap: i64,
    pub slot: i64,
    pub writer: i64,
    pub place: i64,
    pub value: i64,
    pub number: i64,
    pub field: i64,
    pub view: i64,
    pub other: i64,
    pub text: String,
    pub f: i64,
    pub from: i64,
    pub loaded: i64,
    pub stored: i64,
    pub core: i64,
    pub ipo: i64,
    pub name: i64,
    pub never: i64,
    pub mine_0: i64,
    #[shared(atomic)]
    pub data: u64,
    #[shared(extra)]
    pub map: HashMap<String, Value>,
    #[shared(default)]
    pub append: u8,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
#[shared(derive_ref(Debug))]
pub enum Kinds {
    Slot { slot: i64, whole: i64, place: String, number: i64 },
    Data { data: Vec<i64>, writer: i64, value: i64, view: i64 },
    Field { field_0: i64, field_1: String, mine_0: i64, theirs_0: i64, f: i64 },
    Ok(i64),
    Err(String),
    Some { other: i64, never: i64, load: i64 },
    None,
    Self_,
}

#[derive(SharedStruct, Clone, Debug)]
#[allow(non_camel_case_types)]
pub struct ipo_ {
    pub ipo: i64,
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut turn = heap.write()?;
    let names = turn.put(&Names::default())?;
    let mut view = turn.get_mut(names)?;
    view.set_load("text")?;
    view.store_mut().push(1)?;
    view.set_slot(view.writer() + view.place() + view.value() + view.number() + view.field() + view.self_());
    view.data().fetch_add(1)?;
    view.set_append(2);
    let NamesParts { handle, heap: number, .. } = view.parts();
    (*handle, *number) = (1, 2);
    assert_eq!((turn.get(names)?.load(), turn.get(names)?.store().len()), ("text", 1));

    let kinds = turn.put(&Kinds::None)?;
    let all = [
        Kinds::Slot { slot: 1, whole: 2, place: "p".into(), number: 3 },
        Kinds::Data { data: vec![1], writer: 2, value: 3, view: 4 },
        Kinds::Field { field_0: 1, field_1: "f".into(), mine_0: 2, theirs_0: 3, f: 4 },
        Kinds::Ok(1),
        Kinds::Err("e".into()),
        Kinds::Some { other: 1, never: 2, load: 3 },
        Kinds::Self_,
    ];
    for each in &all {
        turn.store(kinds, each)?;
        assert_eq!(&turn.load(kinds)?, each);
        println!("{:?}", turn.get(kinds)?);
    }
    Ok(())
}
