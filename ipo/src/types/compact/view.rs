//! The views of compact maps and sets: look-ups, and replacing the whole.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;

use super::Compact;
use super::iter::{CompactIter, CompactKeys, CompactValues};
use super::table::{CompactSlot, Table};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;
use crate::types::reads::reads;

/// Stands for every compact type where only the slot matters: its keys need no std hash.
type Carrier = Compact<HashMap<u64, ()>>;

/// The schema of a compact type.
const fn schema<T: 'static, K: Key, V: Shared>() -> Schema {
    let (entry, offset) = Table::<'static, K, V>::PLACES;
    let kind = Kind::Compact { key: K::schema, value: V::schema, entry, offset };
    Schema::new::<T>("Compact", size_of::<CompactSlot>(), 8, kind)
}

/// A compact map in the heap, for reading. Keys are given as they are to setters. A look-up hashes the key, reads a number
/// of its bucket, and compares the one key that it can be: constant time. The bounds are checked when the view is made: keep
/// it for several look-ups.
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use ipo::{Compact, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let names = Compact::from(HashMap::from([(1_u32, "one".to_owned()), (2, "two".to_owned())]));
/// let names = heap.write()?.put(&names)?;
/// let turn = heap.read()?;
/// let names = turn.get(names)?;
/// assert_eq!((names.get(1), names.get(3), names.len()), (Some("one"), None, 2));
/// assert_eq!(names.keys().sum::<u32>(), 3);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct CompactMapRef<'t, K: Key, V: Shared> {
    table: Table<'t, K, V>,
}

impl<K: Key, V: Shared> Clone for CompactMapRef<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Key, V: Shared> Copy for CompactMapRef<'_, K, V> {}

impl<K: Key, V: Shared> fmt::Debug for CompactMapRef<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}: {}}}", self.len(), K::NAME, V::NAME)
    }
}

impl<'t, K: Key, V: Shared> CompactMapRef<'t, K, V> {
    /// Keys and values, in no order.
    pub(in crate::types) fn slots(self) -> impl Iterator<Item = (SlotRef<'t, K>, SlotRef<'t, V>)> {
        let table = self.table;
        (0..table.len).map(move |place| (table.key(place), table.value(place)))
    }

    /// The value of a key that lies in any heap. The key is copied.
    pub(in crate::types) fn value_of(self, key: SlotRef<'_, K>) -> Option<SlotRef<'t, V>> {
        let table = self.table;
        table.find(&K::load(K::view(key)).to_arg()).map(|place| table.value(place))
    }
}

reads! {
    impl['t; K: Key, V: Shared] CompactMapRef, CompactMapMut [K, V] {
        /// The number of entries.
        fn len() -> usize = |map| map.table.len;

        /// Whether there are none.
        fn is_empty() -> bool = |map| map.len() == 0;

        /// The value of a key.
        fn get(key: K::Arg<'_>) -> Option<V::Ref<'t>> = |map| {
            let table = map.table;
            table.find(&key).map(|place| V::view(table.value(place)))
        };

        /// Whether there is such a key.
        fn contains_key(key: K::Arg<'_>) -> bool = |map| map.table.find(&key).is_some();

        /// The entries, in no order.
        fn iter() -> CompactIter<'t, K, V> = |map| CompactIter::new(map.table);

        /// The keys, in no order.
        fn keys() -> CompactKeys<'t, K, V> = |map| CompactKeys::new(map.table);

        /// The values, in no order.
        fn values() -> CompactValues<'t, K, V> = |map| CompactValues::new(map.table);
    }
}

impl<'t, K: Key, V: Shared> IntoIterator for CompactMapRef<'t, K, V> {
    type Item = (K::Ref<'t>, V::Ref<'t>);
    type IntoIter = CompactIter<'t, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A compact map in the heap, to be replaced as a whole. Other processes see the change in their next turn.
pub struct CompactMapMut<'t, K: Key, V: Shared> {
    slot: SlotMut<'t, Carrier>,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Shared> fmt::Debug for CompactMapMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<K: Key, V: Shared> CompactMapMut<'_, K, V> {
    /// The same map for reading.
    #[inline]
    pub fn as_ref(&self) -> CompactMapRef<'_, K, V> {
        let slot = self.slot.as_ref();
        // SAFETY: a SlotRef of a compact type is a live compact slot, readable for its time.
        CompactMapRef { table: unsafe { Table::at(slot.ptr(), slot.space()) } }
    }

    /// Replaces the whole, all or nothing. Both have their blocks for a moment. Takes time in proportion to the number of
    /// entries, and more for each than a live map.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] beyond 2³¹ - 1 entries; nothing is changed
    /// then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::{Compact, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let map = turn.put(&Compact::from(HashMap::from([(1_u32, 'a')])))?;
    /// let old = turn.get_mut(map)?.replace(&HashMap::from([(2_u32, 'b')]))?;
    /// assert_eq!(old, HashMap::from([(1, 'a')]));
    /// assert_eq!(turn.get(map)?.get(2), Some('b'));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn set<S>(&mut self, value: &HashMap<K, V, S>) -> Result<(), Error>
    where
        S: BuildHasher + Default + 'static,
    {
        // SAFETY: the same slot, whatever the types of the carrier.
        let slot = unsafe { self.slot.reborrow().field::<Compact<HashMap<K, V, S>>>(0) };
        slot.replace(value)
    }

    /// As [`set`](Self::set); copies the old map out.
    ///
    /// # Errors
    /// As there.
    pub fn replace<S>(&mut self, value: &HashMap<K, V, S>) -> Result<HashMap<K, V, S>, Error>
    where
        S: BuildHasher + Default + 'static,
    {
        let old = <Compact<HashMap<K, V, S>> as Shared>::load(self.as_ref());
        self.set(value)?;
        Ok(old.into_inner())
    }
}

// SAFETY: the slot is a compact table of key and value slots, as the schema says; `release` frees its block and what they
// own.
unsafe impl<K: Key, V: Shared, S> Shared for Compact<HashMap<K, V, S>>
where
    S: BuildHasher + Default + 'static,
{
    type Slot = CompactSlot;
    type Arg<'a> = &'a HashMap<K, V, S>;
    type Ref<'t> = CompactMapRef<'t, K, V>;
    type Mut<'t> = CompactMapMut<'t, K, V>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Compact";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &schema::<Self, K, V>() }
    }
    #[inline]
    fn to_arg(&self) -> &HashMap<K, V, S> {
        self
    }
    unsafe fn build(writer: &Writer, value: &HashMap<K, V, S>) -> Result<CompactSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Table::build(writer, value.iter()) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> CompactMapRef<'_, K, V> {
        // SAFETY: a SlotRef of a compact type is a live compact slot, readable for its time.
        CompactMapRef { table: unsafe { Table::at(slot.ptr(), slot.space()) } }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> CompactMapMut<'_, K, V> {
        // SAFETY: as in `view`.
        CompactMapMut { slot: unsafe { slot.field(0) }, kinds: PhantomData }
    }
    fn load(view: CompactMapRef<'_, K, V>) -> Self {
        Compact(view.table.load(|| view.iter().map(|(k, v)| (K::load(k), V::load(v))).collect()))
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Table::<K, V>::release(slot.ptr(), writer) }
    }
    fn to_value(view: CompactMapRef<'_, K, V>) -> Option<Value> {
        view.iter()
            .map(|(k, v)| Some((K::to_value(k)?, V::to_value(v)?)))
            .collect::<Option<HashMap<_, _>>>()
            .map(Value::Dict)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        HashMap::from_value(value).map(Compact)
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: CompactMapRef<'l, K, V>) -> CompactMapRef<'s, K, V> {
        view
    }
}

/// A compact set in the heap, for reading: a compact map whose values are nothing.
///
/// # Example
///
/// ```
/// use std::collections::HashSet;
/// use ipo::{Compact, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let words = Compact::from(HashSet::from(["a".to_owned(), "b".to_owned()]));
/// let words = heap.write()?.put(&words)?;
/// let turn = heap.read()?;
/// let words = turn.get(words)?;
/// assert!(words.contains("a") && !words.contains("c"));
/// assert_eq!(words.iter().map(str::len).sum::<usize>(), 2);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct CompactSetRef<'t, T: Key> {
    table: Table<'t, T, ()>,
}

impl<T: Key> Clone for CompactSetRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Key> Copy for CompactSetRef<'_, T> {}

impl<T: Key> fmt::Debug for CompactSetRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}}}", self.len(), T::NAME)
    }
}

impl<'t, T: Key> CompactSetRef<'t, T> {
    /// The same as a map whose values are nothing.
    pub(in crate::types) fn map(self) -> CompactMapRef<'t, T, ()> {
        CompactMapRef { table: self.table }
    }
}

reads! {
    impl['t; T: Key] CompactSetRef, CompactSetMut [T] {
        /// The number of elements.
        fn len() -> usize = |set| set.table.len;

        /// Whether there are none.
        fn is_empty() -> bool = |set| set.len() == 0;

        /// Whether there is such an element.
        fn contains(value: T::Arg<'_>) -> bool = |set| set.table.find(&value).is_some();

        /// The elements, in no order.
        fn iter() -> CompactKeys<'t, T, ()> = |set| CompactKeys::new(set.table);
    }
}

impl<'t, T: Key> IntoIterator for CompactSetRef<'t, T> {
    type Item = T::Ref<'t>;
    type IntoIter = CompactKeys<'t, T, ()>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A compact set in the heap, to be replaced as a whole. Other processes see the change in their next turn.
pub struct CompactSetMut<'t, T: Key> {
    slot: SlotMut<'t, Carrier>,
    kinds: PhantomData<fn() -> T>,
}

impl<T: Key> fmt::Debug for CompactSetMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<T: Key> CompactSetMut<'_, T> {
    /// The same set for reading.
    #[inline]
    pub fn as_ref(&self) -> CompactSetRef<'_, T> {
        let slot = self.slot.as_ref();
        // SAFETY: a SlotRef of a compact type is a live compact slot, readable for its time.
        CompactSetRef { table: unsafe { Table::at(slot.ptr(), slot.space()) } }
    }

    /// Replaces the whole, all or nothing. Both have their blocks for a moment. Takes time in proportion to the number of
    /// elements, and more for each than a live map.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] beyond 2³¹ - 1 elements; nothing is changed
    /// then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashSet;
    /// use ipo::{Compact, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let set = turn.put(&Compact::from(HashSet::from([1_u32])))?;
    /// turn.get_mut(set)?.set(&HashSet::from([2_u32, 3]))?;
    /// assert_eq!(turn.get(set)?.len(), 2);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn set<S>(&mut self, value: &HashSet<T, S>) -> Result<(), Error>
    where
        S: BuildHasher + Default + 'static,
    {
        // SAFETY: the same slot, whatever the types of the carrier.
        let slot = unsafe { self.slot.reborrow().field::<Compact<HashSet<T, S>>>(0) };
        slot.replace(value)
    }

    /// As [`set`](Self::set); copies the old set out.
    ///
    /// # Errors
    /// As there.
    pub fn replace<S>(&mut self, value: &HashSet<T, S>) -> Result<HashSet<T, S>, Error>
    where
        S: BuildHasher + Default + 'static,
    {
        let old = <Compact<HashSet<T, S>> as Shared>::load(self.as_ref());
        self.set(value)?;
        Ok(old.into_inner())
    }
}

// SAFETY: the slot is a compact table of key and value slots, as the schema says; `release` frees its block and what they
// own.
unsafe impl<T: Key, S> Shared for Compact<HashSet<T, S>>
where
    S: BuildHasher + Default + 'static,
{
    type Slot = CompactSlot;
    type Arg<'a> = &'a HashSet<T, S>;
    type Ref<'t> = CompactSetRef<'t, T>;
    type Mut<'t> = CompactSetMut<'t, T>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Compact";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &schema::<Self, T, ()>() }
    }
    #[inline]
    fn to_arg(&self) -> &HashSet<T, S> {
        self
    }
    unsafe fn build(writer: &Writer, value: &HashSet<T, S>) -> Result<CompactSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Table::build(writer, value.iter().map(|element| (element, &()))) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> CompactSetRef<'_, T> {
        // SAFETY: a SlotRef of a compact type is a live compact slot, readable for its time.
        CompactSetRef { table: unsafe { Table::at(slot.ptr(), slot.space()) } }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> CompactSetMut<'_, T> {
        // SAFETY: as in `view`.
        CompactSetMut { slot: unsafe { slot.field(0) }, kinds: PhantomData }
    }
    fn load(view: CompactSetRef<'_, T>) -> Self {
        Compact(view.table.load(|| view.iter().map(T::load).collect()))
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Table::<T, ()>::release(slot.ptr(), writer) }
    }
    fn to_value(view: CompactSetRef<'_, T>) -> Option<Value> {
        view.iter().map(T::to_value).collect::<Option<HashSet<_>>>().map(Value::Set)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        HashSet::from_value(value).map(Compact)
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: CompactSetRef<'l, T>) -> CompactSetRef<'s, T> {
        view
    }
}
