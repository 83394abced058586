//! A field of every container, of generic structs, enums and tuples in them.

#![deny(warnings)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use ipo::{Compact, EnumList, Error, Handle, Heap, SharedEnum, SharedEnumIndex, SharedStruct, Value};

#[derive(SharedEnumIndex, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Color {
    #[shared(type = VecDeque<String>)]
    Red,
    Green,
}

#[derive(SharedEnum, Clone, Debug, PartialEq)]
pub enum Shape {
    Circle(f64),
    Path(VecDeque<(f64, f64)>),
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Item<T> {
    pub value: T,
}

#[derive(SharedStruct, Debug)]
pub struct All {
    pub queue: VecDeque<Item<String>>,
    pub ordered: BTreeMap<(Color, u8), VecDeque<Shape>>,
    pub sorted: BTreeSet<Option<Color>>,
    pub hashed: HashMap<Handle<Shape>, BTreeMap<String, Item<Shape>>>,
    pub set: HashSet<(String, Color)>,
    pub compact: Compact<HashMap<u32, Item<u8>>>,
    pub words: Compact<HashSet<String>>,
    pub list: EnumList<Color>,
    pub lists: Vec<Option<EnumList<Color>>>,
    pub array: [Item<Box<[u8; 2]>>; 2],
    pub tuple: (Shape, Color, Item<()>),
    pub value: Vec<Value>,
}

pub fn uses(heap: &Heap, all: Handle<All>) -> Result<(), Error> {
    let mut turn = heap.write()?;
    let mut view = turn.get_mut(all)?;
    view.queue_mut().push_front(&Item { value: "a".into() })?;
    view.ordered_mut().insert((Color::Red, 1), &VecDeque::new())?;
    view.sorted_mut().insert(Some(Color::Green))?;
    view.set_mut().insert(("a", Color::Red))?;
    view.list_mut().red_mut().push_back("r")?;
    view.lists_mut().push(None)?;
    let first: Option<ItemRef<'_, String>> = view.queue().get(0);
    println!("{first:?} {:?} {:?}", view.compact().get(1), view.words().contains("a"));
    Ok(())
}

fn main() {}
