//! `HashSet<T>`: a table whose values are nothing.

use std::collections::HashSet;
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;
use std::mem::offset_of;

use super::iter::Keys;
use super::search::Entry;
use super::table::{MapSlot, Table};
use super::view::Carrier;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;
use crate::types::reads::reads;

/// A set in the heap, for reading: a map whose values are nothing, at the same cost.
pub struct SetRef<'t, T: Key> {
    slot: SlotRef<'t, Carrier>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Key> Clone for SetRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Key> Copy for SetRef<'_, T> {}

impl<T: Key> fmt::Debug for SetRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}}}", self.len(), T::NAME)
    }
}

impl<'t, T: Key> SetRef<'t, T> {
    #[inline]
    pub(in crate::types) fn table(self) -> Table<'t, T, ()> {
        // SAFETY: a SlotRef of a set type is a live map slot, readable for 't.
        unsafe { Table::at(self.slot.ptr().cast(), self.slot.space()) }
    }
}

reads! {
    impl['t; T: Key] SetRef, SetMut [T] {
        /// The number of elements.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no set.
        fn len() -> usize = |set| set.table().len;

        /// Whether there are none.
        fn is_empty() -> bool = |set| set.len() == 0;

        /// Elements that the set holds before it needs a larger block.
        fn capacity() -> usize = |set| set.table().capacity();

        /// Whether there is such an element. Constant time on average.
        fn contains(value: T::Arg<'_>) -> bool = |set| set.table().find(&value).is_some();

        /// The element as it lies in the set. Constant time on average.
        fn get(value: T::Arg<'_>) -> Option<T::Ref<'t>> = |set| {
            let table = set.table();
            table.find(&value).map(|bucket| T::view(table.key(bucket)))
        };

        /// The elements, in no order.
        fn iter() -> Keys<'t, T, ()> = |set| Keys::new(set.table());
    }
}

impl<'t, T: Key> IntoIterator for SetRef<'t, T> {
    type Item = T::Ref<'t>;
    type IntoIter = Keys<'t, T, ()>;
    fn into_iter(self) -> Keys<'t, T, ()> {
        self.iter()
    }
}

/// A set in the heap, to be changed in place. Every method is all-or-nothing. Other processes see the change in their
/// next turn. The methods that only read panic as those of [`SetRef`] do.
///
/// # Example
///
/// ```
/// use std::collections::HashSet;
/// use ipo::{Handle, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let seen: Handle<HashSet<String>> = turn.put(&HashSet::new())?;
///
/// let mut seen = turn.get_mut(seen)?;
/// assert!(seen.insert("Ada")?);
/// assert!(!seen.insert("Ada")?); // it was there
/// assert!(seen.contains("Ada"));
/// assert!(seen.remove("Ada")? && seen.is_empty());
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct SetMut<'t, T: Key> {
    pub(super) slot: SlotMut<'t, Carrier>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Key> fmt::Debug for SetMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<T: Key> SetMut<'_, T> {
    /// The same set for reading.
    #[inline]
    pub fn as_ref(&self) -> SetRef<'_, T> {
        SetRef { slot: self.slot.as_ref(), kind: PhantomData }
    }

    /// The same set for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> SetMut<'_, T> {
        SetMut { slot: self.slot.reborrow(), kind: PhantomData }
    }
}

/// The value of every element.
static NOTHING: () = ();

// SAFETY: the slot is a table of element slots, as the schema says; `release` frees its block and what they own.
unsafe impl<T, S> Shared for HashSet<T, S>
where
    T: Key,
    S: BuildHasher + Default + 'static,
{
    type Slot = MapSlot;
    type Arg<'a> = &'a HashSet<T, S>;
    type Ref<'t> = SetRef<'t, T>;
    type Mut<'t> = SetMut<'t, T>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "HashSet";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const {
            &Schema::new::<Self>(
                "HashSet",
                size_of::<MapSlot>(),
                8,
                Kind::Map {
                    key: T::schema,
                    value: <() as Shared>::schema,
                    entry: size_of::<Entry<T::Slot, ()>>(),
                    offset: offset_of!(Entry<T::Slot, ()>, value),
                },
            )
        }
    }
    #[inline]
    fn to_arg(&self) -> &Self {
        self
    }
    unsafe fn build(writer: &Writer, value: &Self) -> Result<MapSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Table::build(writer, value.len(), value.iter().map(|element| (element, &NOTHING))) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> SetRef<'_, T> {
        // SAFETY: the same slot type, whatever the hasher of the Rust value.
        SetRef { slot: unsafe { slot.field(0) }, kind: PhantomData }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> SetMut<'_, T> {
        // SAFETY: as in `view`.
        SetMut { slot: unsafe { slot.field(0) }, kind: PhantomData }
    }
    fn load(view: SetRef<'_, T>) -> Self {
        view.table().load(|| view.iter().map(T::load).collect())
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Table::<T, ()>::release(slot.ptr().cast(), writer) }
    }
    fn to_value(view: SetRef<'_, T>) -> Option<Value> {
        view.iter().map(T::to_value).collect::<Option<HashSet<_>>>().map(Value::Set)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Set(set) => set.into_iter().map(T::from_value).collect(),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: SetRef<'l, T>) -> SetRef<'s, T> {
        view
    }
}
