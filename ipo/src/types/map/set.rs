//! `HashSet<T>`: a table whose values are nothing.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::iter::Keys;
use super::table::{Entry, MapSlot, Table};
use super::view::Carrier;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;

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
    fn table(self) -> Table<'t, T, ()> {
        // SAFETY: a SlotRef of a set type is a live map slot, readable for 't.
        unsafe { Table::at(self.slot.ptr().cast(), self.slot.space()) }
    }

    /// The number of elements.
    ///
    /// # Panics
    /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no set.
    #[inline]
    pub fn len(self) -> usize {
        self.table().len
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether there is such an element. Constant time on average.
    #[inline]
    pub fn contains(self, value: T::Arg<'_>) -> bool {
        self.table().find(&value).is_some()
    }

    /// The elements, in no order.
    pub fn iter(self) -> Keys<'t, T, ()> {
        Keys::new(self.table())
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
    slot: SlotMut<'t, Carrier>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Key> fmt::Debug for SetMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<T: Key> SetMut<'_, T> {
    fn map_slot(&self) -> NonNull<MapSlot> {
        self.slot.ptr().cast()
    }

    /// The same set for reading.
    #[inline]
    pub fn as_ref(&self) -> SetRef<'_, T> {
        SetRef { slot: self.slot.as_ref(), kind: PhantomData }
    }

    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.as_ref().len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is such an element.
    #[inline]
    pub fn contains(&self, value: T::Arg<'_>) -> bool {
        self.as_ref().contains(value)
    }

    /// The elements, in no order.
    pub fn iter(&self) -> Keys<'_, T, ()> {
        self.as_ref().iter()
    }

    /// Adds an element; false if it was there. Cost as [`MapMut::insert`](crate::MapMut::insert).
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] beyond 2³² - 1 elements; the set is unchanged
    /// then.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no set.
    pub fn insert(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        if self.as_ref().table().find(&value).is_some() {
            return Ok(false);
        }
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, and the element is not in the table.
        writer.scope(|| unsafe { Table::<T, ()>::insert(slot, writer, value, ()) })?;
        Ok(true)
    }

    /// Takes an element out; false if it was not there. Constant time on average.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the set is unchanged then.
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    pub fn remove(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        let table = self.as_ref().table();
        let Some(bucket) = table.find(&value) else { return Ok(false) };
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, the bucket full.
        writer.scope(|| unsafe { table.remove(slot, writer, bucket) })?;
        Ok(true)
    }

    /// Takes all elements out and frees the block.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the set is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<T, ()>::clear(slot, writer) })
    }
}

/// The value of every element.
static NOTHING: () = ();

// SAFETY: the slot is a table of element slots, as the schema says; `release` frees its block and what they own.
unsafe impl<T, S> Shared for HashSet<T, S>
where
    T: Key + Eq + Hash,
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
