//! Structs with parameters: types, constants, bounds, defaults, and methods on their views.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use ipo::{Error, Handle, Heap, Key, OrdKey, Plain, Shared, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub struct Pair<A, B = A> {
    pub first: A,
    pub second: B,
}

#[derive(SharedStruct, Clone, Debug)]
pub struct Grid<T, const ROWS: usize, const COLUMNS: usize = 2>
where
    T: Copy + Display,
{
    pub cells: [[T; COLUMNS]; ROWS],
    pub rows: Vec<[T; COLUMNS]>,
}

#[derive(SharedStruct, Debug)]
#[shared(bound = "K: Key, L: OrdKey")]
pub struct Index<K, L: Ord, V> {
    pub hashed: HashMap<K, V>,
    pub ordered: BTreeMap<L, Vec<V>>,
    pub next: Option<Box<Index<K, L, V>>>,
    pub other: Option<Handle<Self>>,
}

impl<A: Shared, B: Shared> PairRef<'_, A, B> {
    pub fn both(self) -> (A, B) {
        let Pair { first, second } = self.load();
        (first, second)
    }
}

impl<T: Copy + Display + Plain, const ROWS: usize> GridMut<'_, T, ROWS> {
    pub fn fill(&mut self, value: T) {
        let GridParts { mut cells, rows: _ } = self.parts();
        for row in 0..ROWS {
            if let Some(mut row) = cells.get_mut(row) {
                row.as_mut_slice().fill(value);
            }
        }
    }
}

pub fn swapped<A: Shared, B: Shared>(heap: &Heap, pair: Handle<Pair<A, B>>) -> Result<Handle<Pair<B, A>>, Error> {
    let mut turn = heap.write()?;
    let (first, second) = turn.get(pair)?.both();
    turn.put(&Pair { first: second, second: first })
}

pub fn uses(heap: &Heap, index: Handle<Index<String, u32, Pair<f64>>>) -> Result<f64, Error> {
    let mut turn = heap.write()?;
    let mut index = turn.get_mut(index)?;
    index.hashed_mut().insert("a", &Pair { first: 1.0, second: 2.0 })?;
    index.ordered_mut().insert(3, &[])?;
    let read: IndexRef<'_, String, u32, Pair<f64>> = index.as_ref();
    let found: PairRef<'_, f64, f64> = read.hashed().get("a").ok_or(Error::NoMessages)?;
    Ok(found.first() + found.second() + read.ordered().len() as f64)
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let pair = heap.write()?.put(&Pair { first: 1_u8, second: "two".to_owned() })?;
    let other = swapped(&heap, pair)?;
    assert_eq!(heap.read()?.load(other)?, Pair { first: "two".to_owned(), second: 1 });

    let grid = heap.write()?.put(&Grid::<i16, 3> { cells: [[1; 2]; 3], rows: vec![] })?;
    heap.write()?.get_mut(grid)?.fill(7);
    assert_eq!(heap.read()?.load(grid)?.cells, [[7; 2]; 3]);

    let index = Index { hashed: HashMap::new(), ordered: BTreeMap::new(), next: None, other: None };
    let index = heap.write()?.put(&index)?;
    assert_eq!(uses(&heap, index)?, 4.0);
    Ok(())
}
