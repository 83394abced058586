//! Functions, traits and structs of the user's own that are generic over what lies in a heap.

#![deny(warnings)]
#![forbid(unsafe_code)]

use std::marker::PhantomData;

use ipo::{EnumIndex, Error, Handle, Heap, Index, ListRef, Outcome, Plain, Shared, SharedStruct, Tx, WriteTurn};

#[derive(SharedStruct, Clone, Debug, Default, PartialEq)]
pub struct Account {
    pub owner: String,
    pub cents: i64,
}

/// What has a name, in a heap or not.
pub trait Named {
    fn name(&self) -> &str;
}

impl Named for Account {
    fn name(&self) -> &str {
        &self.owner
    }
}

impl Named for AccountRef<'_> {
    fn name(&self) -> &str {
        self.owner()
    }
}

/// A table of objects of one kind.
pub struct Table<'h, T> {
    heap: &'h Heap,
    rows: Vec<Handle<T>>,
    of: PhantomData<T>,
}

impl<'h, T: Shared> Table<'h, T> {
    pub fn new(heap: &'h Heap) -> Self {
        Table { heap, rows: Vec::new(), of: PhantomData }
    }

    pub fn add(&mut self, value: &T) -> Result<usize, Error> {
        self.rows.push(self.heap.write()?.put(value)?);
        Ok(self.rows.len() - 1)
    }

    pub fn change<R>(&self, row: usize, change: impl FnOnce(T::Mut<'_>) -> Result<R, Error>) -> Result<R, Error> {
        change(self.heap.write()?.get_mut(self.rows[row])?)
    }
}

pub fn sum<T: Plain + Into<f64>>(list: ListRef<'_, T>) -> f64 {
    list.as_slice().iter().copied().map(Into::into).sum()
}

pub fn replace<T: Shared>(turn: &mut WriteTurn<'_>, handle: Handle<Vec<T>>, value: T::Arg<'_>) -> Result<(), Error> {
    turn.get_mut(handle)?.set(0, value).into_result()
}

pub fn is_first<E: EnumIndex, T>(key: Index<E, T>) -> bool {
    key.variant().index() == 0
}

pub fn pay(tx: &mut Tx<'_>, from: Handle<Account>, to: Handle<Account>, cents: i64) -> Result<(), Error> {
    let [mut from, mut to] = tx.get_disjoint_mut([from, to])?;
    from.set_cents(from.cents() - cents);
    to.set_cents(to.cents() + cents);
    Ok(())
}

fn main() -> Result<(), Error> {
    let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    let mut table = Table::new(&heap);
    let row = table.add(&Account { owner: "Ada".into(), cents: 5 })?;
    table.change(row, |mut account| account.set_owner("Grace"))?;
    let (from, to) = (table.rows[row], heap.write()?.put(&Account::default())?);
    heap.transaction(|tx| pay(tx, from, to, 3))?;
    assert_eq!(heap.read()?.get(from)?.name(), "Grace");
    assert_eq!(heap.read()?.load(to)?.cents, 3);

    let list = heap.write()?.put(&vec![1.5_f32, 2.0])?;
    replace(&mut heap.write()?, list, 2.5)?;
    assert_eq!(sum(heap.read()?.get(list)?), 4.5);
    Ok(())
}
