//! The views of a map: look-ups, and what changes values in place.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::iter::{Keys, MapIter, MapIterMut, Values, ValuesMut};
use super::search::{Entry, Search};
use super::table::{MapSlot, Table};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;
use crate::types::reads::reads;

/// Stands for every map type where only the slot matters: its keys need no std hash.
pub(super) type Carrier = HashMap<u64, ()>;

/// A map in the heap, for reading. Keys are given as they are to setters: `&str` for `String`, `&[u8]` for `Vec<u8>`, a
/// tuple for a tuple, numbers and enums by value.
///
/// Every look-up, [`get`](Self::get) and [`contains_key`](Self::contains_key), hashes the key and takes constant time
/// on average. Iterators take time in proportion to the room of the map's block, which does not shrink when keys are
/// taken out.
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use ipo::{Heap, MapRef};
///
/// fn in_stock(stock: MapRef<'_, String, u32>) -> usize {
///     stock.values().filter(|&count| count > 0).count()
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let stock = turn.put(&HashMap::from([("apples".to_owned(), 3_u32), ("pears".to_owned(), 0)]))?;
/// let stock = turn.get(stock)?;
/// assert_eq!((stock.get("apples"), stock.get("plums")), (Some(3), None));
/// assert_eq!(in_stock(stock), 1);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct MapRef<'t, K: Key, V: Shared> {
    slot: SlotRef<'t, Carrier>,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Shared> Clone for MapRef<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Key, V: Shared> Copy for MapRef<'_, K, V> {}

impl<K: Key, V: Shared> fmt::Debug for MapRef<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}: {}}}", self.len(), K::NAME, V::NAME)
    }
}

impl<'t, K: Key, V: Shared> MapRef<'t, K, V> {
    #[inline]
    pub(crate) fn table(self) -> Table<'t, K, V> {
        // SAFETY: a SlotRef of a map type is a live map slot, readable for 't.
        unsafe { Table::at(self.slot.ptr().cast(), self.slot.space()) }
    }
}

reads! {
    impl['t; K: Key, V: Shared] MapRef, MapMut [K, V] {
        /// The number of entries.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
        fn len() -> usize = |map| map.table().len;

        /// Whether there are none.
        fn is_empty() -> bool = |map| map.len() == 0;

        /// Entries that the map holds before it needs a larger block.
        fn capacity() -> usize = |map| map.table().capacity();

        /// The value of a key. Constant time on average.
        fn get(key: K::Arg<'_>) -> Option<V::Ref<'t>> = |map| {
            let table = map.table();
            table.find(&key).map(|bucket| V::view(table.value(bucket)))
        };

        /// The key as it lies in the map, and its value. Constant time on average.
        fn get_key_value(key: K::Arg<'_>) -> Option<(K::Ref<'t>, V::Ref<'t>)> = |map| {
            let table = map.table();
            table.find(&key).map(|bucket| (K::view(table.key(bucket)), V::view(table.value(bucket))))
        };

        /// Whether there is such a key.
        fn contains_key(key: K::Arg<'_>) -> bool = |map| map.table().find(&key).is_some();

        /// The entries, in no order.
        fn iter() -> MapIter<'t, K, V> = |map| MapIter::new(map.table());

        /// The keys, in no order.
        fn keys() -> Keys<'t, K, V> = |map| Keys::new(map.table());

        /// The values, in no order.
        fn values() -> Values<'t, K, V> = |map| Values::new(map.table());
    }
}

impl<'t, K: Key, V: Shared> IntoIterator for MapRef<'t, K, V> {
    type Item = (K::Ref<'t>, V::Ref<'t>);
    type IntoIter = MapIter<'t, K, V>;
    fn into_iter(self) -> MapIter<'t, K, V> {
        self.iter()
    }
}

/// A map in the heap, to be changed in place. Every method is all-or-nothing. Other processes see the change in their
/// next turn.
///
/// The methods that only read panic as those of [`MapRef`] do. A map has no block until the first key; when its block
/// is full, all entries move into one of twice the size, and what they own stays where it is.
///
/// One view for many look-ups is faster than many views: the first [`get_mut`](Self::get_mut), [`insert`](Self::insert) or
/// [`entry`](Self::entry) checks where the map's block lies, and the next ones trust it until the view adds or takes out
/// keys.
pub struct MapMut<'t, K: Key, V: Shared> {
    slot: SlotMut<'t, Carrier>,
    /// The table's buckets, once they were looked at: they stay where they are until this view changes the table, and
    /// nobody else can.
    known: Option<Search<'t, K, V>>,
}

impl<K: Key, V: Shared> fmt::Debug for MapMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t, K: Key, V: Shared> MapMut<'t, K, V> {
    /// The table of these types that lies in a map's slot.
    #[inline]
    pub(super) fn of_slot(slot: SlotMut<'t, Carrier>) -> Self {
        MapMut { slot, known: None }
    }

    /// The same map for reading.
    #[inline]
    pub fn as_ref(&self) -> MapRef<'_, K, V> {
        MapRef { slot: self.slot.as_ref(), kinds: PhantomData }
    }

    /// The same map for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> MapMut<'_, K, V> {
        // The other view may change the table.
        MapMut { known: self.known.take(), slot: self.slot.reborrow() }
    }

    /// The table's buckets.
    #[inline]
    pub(super) fn search(&mut self) -> Search<'t, K, V> {
        match self.known {
            Some(search) => search,
            None => {
                // SAFETY: a live map slot, which this view has for itself: nobody else changes the table for 't, and before
                // the view does so, it forgets the buckets.
                let search = *unsafe { Table::at(self.slot.ptr().cast(), self.slot.writer().space()) };
                *self.known.insert(search)
            }
        }
    }

    /// The table's slot, for changing which keys there are.
    pub(super) fn changing(&mut self) -> (NonNull<MapSlot>, &'t Writer) {
        self.known = None;
        (self.slot.ptr().cast(), self.slot.writer())
    }

    #[inline]
    pub(super) fn writer(&self) -> &'t Writer {
        self.slot.writer()
    }

    /// The value of a key, to be changed in place. Constant time on average. In a transaction, the value's slot is
    /// copied into the journal, once.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let tags = turn.put(&HashMap::from([(7_u32, vec!["new".to_owned()])]))?;
    ///
    /// let mut tags = turn.get_mut(tags)?;
    /// if let Some(mut list) = tags.get_mut(7) {
    ///     list.push("sold")?;
    /// }
    /// assert!(tags.get_mut(8).is_none());
    /// assert_eq!(tags.get(7).map(|list| list.len()), Some(2));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn get_mut(&mut self, key: K::Arg<'_>) -> Option<V::Mut<'_>> {
        self.value_slot(&key).map(V::view_mut)
    }

    /// As [`get_mut`](Self::get_mut), for all of the view's time.
    #[inline]
    pub fn into_get_mut(mut self, key: K::Arg<'_>) -> Option<V::Mut<'t>> {
        let ptr = self.value_slot(&key)?.ptr();
        // SAFETY: the value's slot as `value_slot` opened it; this view is used up, so it is exclusive for 't.
        Some(V::view_mut(unsafe { SlotMut::new(ptr, self.slot.writer()) }))
    }

    /// Runs `change` on every value, in no order. What was changed stays if `change` panics, unless a transaction is
    /// open.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let prices = turn.put(&HashMap::from([(1_u32, 10_i64), (2, 20)]))?;
    /// turn.get_mut(prices)?.for_each_mut(|_, price| *price += 1);
    /// assert_eq!(turn.get(prices)?.values().sum::<i64>(), 32);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn for_each_mut(&mut self, mut change: impl FnMut(K::Ref<'_>, V::Mut<'_>)) {
        let table = self.as_ref().table();
        for bucket in table.buckets() {
            // SAFETY: as in `value_slot`; each value once.
            let slot = unsafe { table.open(self.slot.writer(), bucket) };
            change(K::view(table.key(bucket)), V::view_mut(slot));
        }
    }

    /// The value's slot, saved if a transaction is open.
    #[inline]
    pub(super) fn value_slot(&mut self, key: &K::Arg<'_>) -> Option<SlotMut<'_, V>> {
        let search = self.search();
        let bucket = search.find(key)?;
        // SAFETY: a full bucket's value; it belongs to this view alone, which is borrowed exclusively.
        Some(unsafe { search.open(self.slot.writer(), bucket) })
    }

    /// The entries, in no order, their values to be changed in place.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let names = turn.put(&HashMap::from([(1_u32, "Ada".to_owned()), (2, "Bob".to_owned())]))?;
    /// let mut names = turn.get_mut(names)?;
    /// for (number, mut name) in names.iter_mut() {
    ///     write!(name, " {number}")?;
    /// }
    /// names.values_mut().try_for_each(|mut name| name.push('.'))?;
    /// assert_eq!((names.get(1), names.get(2)), (Some("Ada 1."), Some("Bob 2.")));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn iter_mut(&mut self) -> MapIterMut<'_, K, V> {
        self.reborrow().into_iter()
    }

    /// The values, in no order, to be changed in place.
    ///
    /// # Panics
    /// As [`iter_mut`](Self::iter_mut).
    pub fn values_mut(&mut self) -> ValuesMut<'_, K, V> {
        ValuesMut(self.iter_mut())
    }
}

impl<'t, K: Key, V: Shared> IntoIterator for MapMut<'t, K, V> {
    type Item = (K::Ref<'t>, V::Mut<'t>);
    type IntoIter = MapIterMut<'t, K, V>;
    fn into_iter(self) -> MapIterMut<'t, K, V> {
        let (ptr, writer) = (self.slot.ptr(), self.slot.writer());
        // SAFETY: a live map slot; the values belong to this view alone, which is used up.
        unsafe { MapIterMut::new(Table::at(ptr.cast(), writer.space()), writer) }
    }
}

// SAFETY: the slot is a table of key and value slots, as the schema says; `release` frees its block and what they own.
unsafe impl<K, V, S> Shared for HashMap<K, V, S>
where
    K: Key,
    V: Shared,
    S: BuildHasher + Default + 'static,
{
    type Slot = MapSlot;
    type Arg<'a> = &'a HashMap<K, V, S>;
    type Ref<'t> = MapRef<'t, K, V>;
    type Mut<'t> = MapMut<'t, K, V>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "HashMap";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const {
            &Schema::new::<Self>(
                "HashMap",
                size_of::<MapSlot>(),
                8,
                Kind::Map {
                    key: K::schema,
                    value: V::schema,
                    entry: size_of::<Entry<K::Slot, V::Slot>>(),
                    offset: offset_of!(Entry<K::Slot, V::Slot>, value),
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
        unsafe { Table::build(writer, value.len(), value.iter()) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> MapRef<'_, K, V> {
        // SAFETY: the same slot type, whatever the hasher of the Rust value.
        MapRef { slot: unsafe { slot.field(0) }, kinds: PhantomData }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> MapMut<'_, K, V> {
        // SAFETY: as in `view`.
        MapMut::of_slot(unsafe { slot.field(0) })
    }
    fn load(view: MapRef<'_, K, V>) -> Self {
        view.table().load(|| view.iter().map(|(k, v)| (K::load(k), V::load(v))).collect())
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Table::<K, V>::release(slot.ptr().cast(), writer) }
    }
    fn to_value(view: MapRef<'_, K, V>) -> Option<Value> {
        view.iter()
            .map(|(k, v)| Some((K::to_value(k)?, V::to_value(v)?)))
            .collect::<Option<HashMap<_, _>>>()
            .map(Value::Dict)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Dict(map) => map.into_iter().map(|(k, v)| Ok((K::from_value(k)?, V::from_value(v)?))).collect(),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: MapRef<'l, K, V>) -> MapRef<'s, K, V> {
        view
    }
}
