//! The views of a tree: look-ups, ranges, and what changes values in place.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeBounds;
use std::ptr::NonNull;

use super::cursor::Cursor;
use super::iter::{BTreeKeys, BTreeRange, BTreeRangeMut, BTreeValues, BTreeValuesMut};
use super::node::{Node, Tree, TreeSlot};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::ord_key::OrdKey;
use crate::types::reads::reads;

/// Stands for every tree type where only the slot matters: its keys need no std order.
pub(super) type Carrier = BTreeMap<u64, ()>;

/// An ordered map in the heap, for reading. Keys are given as they are to setters: `&str` for `String`, `&[u8]` for
/// `Vec<u8>`, a tuple for a tuple, numbers and enums by value.
///
/// Every look-up takes logarithmic time: a node of some hundred bytes per level, and a level more for every 16 to 60 times
/// as many entries.
///
/// # Example
///
/// ```
/// use std::collections::BTreeMap;
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let prices = BTreeMap::from([("apples".to_owned(), 3_u32), ("pears".to_owned(), 4), ("plums".to_owned(), 2)]);
/// let prices = heap.write()?.put(&prices)?;
///
/// let turn = heap.read()?;
/// let prices = turn.get(prices)?;
/// assert_eq!((prices.get("apples"), prices.get("nuts")), (Some(3), None));
/// assert_eq!(prices.first_key_value(), Some(("apples", 3)));
/// assert_eq!(prices.range("b"..).map(|(name, _)| name).collect::<Vec<_>>(), ["pears", "plums"]);
/// assert_eq!(prices.values().rev().collect::<Vec<_>>(), [2, 4, 3]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct BTreeMapRef<'t, K: OrdKey, V: Shared> {
    slot: SlotRef<'t, Carrier>,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: OrdKey, V: Shared> Clone for BTreeMapRef<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: OrdKey, V: Shared> Copy for BTreeMapRef<'_, K, V> {}

impl<K: OrdKey, V: Shared> fmt::Debug for BTreeMapRef<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}: {}}}", self.len(), K::NAME, V::NAME)
    }
}

impl<'t, K: OrdKey, V: Shared> BTreeMapRef<'t, K, V> {
    #[inline]
    pub(super) fn of(slot: SlotRef<'t, Carrier>) -> Self {
        BTreeMapRef { slot, kinds: PhantomData }
    }

    #[inline]
    pub(super) fn tree(self) -> Tree<K, V> {
        // SAFETY: a SlotRef of a tree type is a live tree slot.
        unsafe { Tree::at(self.slot.ptr().cast(), self.slot.space()) }
    }

    /// The node and index of a key.
    #[inline]
    pub(super) fn find(self, key: &K::Arg<'_>) -> Option<(Node<K, V>, usize)> {
        let (tree, space) = (self.tree(), self.slot.space());
        let mut at = tree.root;
        for level in (0..tree.height).rev() {
            let node = Node::open(space, at, level);
            match node.search(space, key) {
                Ok(i) => return Some((node, i)),
                Err(i) if level > 0 => at = node.child(i),
                Err(_) => {}
            }
        }
        None
    }

    pub(super) fn cursor(self) -> Cursor<'t, K, V> {
        Cursor::all(self.tree(), self.slot.space())
    }

    /// Keys and values, in order.
    pub(in crate::types) fn slots(self) -> impl Iterator<Item = (SlotRef<'t, K>, SlotRef<'t, V>)> {
        let space = self.slot.space();
        self.cursor().map(move |(node, i)| (node.key(i, space), node.value(i, space)))
    }
}

reads! {
    impl['t; K: OrdKey, V: Shared] BTreeMapRef, BTreeMapMut [K, V] {
        /// The number of entries.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no tree.
        fn len() -> usize = |map| map.tree().len;

        /// Whether there are none.
        fn is_empty() -> bool = |map| map.len() == 0;

        /// The value of a key.
        fn get(key: K::Arg<'_>) -> Option<V::Ref<'t>> = |map| {
            map.find(&key).map(|(node, i)| V::view(node.value(i, map.slot.space())))
        };

        /// The entry of a key.
        fn get_key_value(key: K::Arg<'_>) -> Option<(K::Ref<'t>, V::Ref<'t>)> = |map| {
            let space = map.slot.space();
            map.find(&key).map(|(node, i)| (K::view(node.key(i, space)), V::view(node.value(i, space))))
        };

        /// Whether there is such a key.
        fn contains_key(key: K::Arg<'_>) -> bool = |map| map.find(&key).is_some();

        /// The entry with the smallest key.
        fn first_key_value() -> Option<(K::Ref<'t>, V::Ref<'t>)> = |map| map.iter().next();

        /// The entry with the largest key.
        fn last_key_value() -> Option<(K::Ref<'t>, V::Ref<'t>)> = |map| map.iter().next_back();

        /// The entries whose keys lie in a range, in order. None if the range ends before it starts.
        fn range['a](bounds: impl RangeBounds<K::Arg<'a>>) -> BTreeRange<'t, K, V> = |map| {
            BTreeRange::new(Cursor::range(map.tree(), map.slot.space(), &bounds))
        };

        /// The entries in the order of their keys.
        fn iter() -> BTreeRange<'t, K, V> = |map| BTreeRange::new(map.cursor());

        /// The keys in order.
        fn keys() -> BTreeKeys<'t, K, V> = |map| BTreeKeys::new(map.cursor());

        /// The values in the order of their keys.
        fn values() -> BTreeValues<'t, K, V> = |map| BTreeValues::new(map.cursor());
    }
}

impl<'t, K: OrdKey, V: Shared> IntoIterator for BTreeMapRef<'t, K, V> {
    type Item = (K::Ref<'t>, V::Ref<'t>);
    type IntoIter = BTreeRange<'t, K, V>;
    fn into_iter(self) -> BTreeRange<'t, K, V> {
        self.iter()
    }
}

/// An ordered map in the heap, to be changed in place: a tree of nodes. Every method is all-or-nothing. Other processes
/// see the change in their next turn.
pub struct BTreeMapMut<'t, K: OrdKey, V: Shared> {
    pub(super) slot: SlotMut<'t, Carrier>,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: OrdKey, V: Shared> fmt::Debug for BTreeMapMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t, K: OrdKey, V: Shared> BTreeMapMut<'t, K, V> {
    #[inline]
    pub(super) fn of(slot: SlotMut<'t, Carrier>) -> Self {
        BTreeMapMut { slot, kinds: PhantomData }
    }

    #[inline]
    pub(super) fn tree_slot(&self) -> NonNull<TreeSlot> {
        self.slot.ptr()
    }

    /// The same map for reading.
    #[inline]
    pub fn as_ref(&self) -> BTreeMapRef<'_, K, V> {
        BTreeMapRef::of(self.slot.as_ref())
    }

    /// The same map for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> BTreeMapMut<'_, K, V> {
        BTreeMapMut::of(self.slot.reborrow())
    }

    /// A value's view, saved if a transaction is open.
    ///
    /// # Safety
    /// `value` is a live value of this tree of which no other view is in use for `'s`.
    #[inline]
    pub(super) unsafe fn open<'s>(&self, value: NonNull<V::Slot>) -> SlotMut<'s, V>
    where
        't: 's,
    {
        let writer = self.slot.writer();
        // SAFETY: by the caller.
        unsafe {
            writer.opening_slots::<V>(value, 1);
            SlotMut::new(value, writer)
        }
    }

    /// The value of a key, to be changed in place. In a transaction, the value's slot is copied into the journal, once.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let tags = turn.put(&BTreeMap::from([(7_u32, vec!["new".to_owned()])]))?;
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
        let (node, i) = self.as_ref().find(&key)?;
        // SAFETY: a live value; this view is borrowed exclusively.
        Some(V::view_mut(unsafe { self.open(node.value_ptr(i)) }))
    }

    /// As [`get_mut`](Self::get_mut), for all of the view's time.
    #[inline]
    pub fn into_get_mut(self, key: K::Arg<'_>) -> Option<V::Mut<'t>> {
        let (node, i) = self.as_ref().find(&key)?;
        // SAFETY: a live value; this view is used up.
        Some(V::view_mut(unsafe { self.open(node.value_ptr(i)) }))
    }

    /// The entries whose keys lie in a range, their values to be changed in place. None if the range ends before it
    /// starts.
    pub fn range_mut<'a>(&mut self, bounds: impl RangeBounds<K::Arg<'a>>) -> BTreeRangeMut<'_, K, V> {
        let (tree, writer) = (self.as_ref().tree(), self.slot.writer());
        // SAFETY: this view is borrowed exclusively.
        unsafe { BTreeRangeMut::new(Cursor::range(tree, writer.space(), &bounds), writer) }
    }

    /// The entries in the order of their keys, their values to be changed in place.
    pub fn iter_mut(&mut self) -> BTreeRangeMut<'_, K, V> {
        self.range_mut(..)
    }

    /// The values in the order of their keys, to be changed in place.
    pub fn values_mut(&mut self) -> BTreeValuesMut<'_, K, V> {
        BTreeValuesMut(self.iter_mut())
    }
}

impl<'t, K: OrdKey, V: Shared> IntoIterator for BTreeMapMut<'t, K, V> {
    type Item = (K::Ref<'t>, V::Mut<'t>);
    type IntoIter = BTreeRangeMut<'t, K, V>;
    fn into_iter(self) -> BTreeRangeMut<'t, K, V> {
        let (tree, writer) = (self.as_ref().tree(), self.slot.writer());
        // SAFETY: this view is used up.
        unsafe { BTreeRangeMut::new(Cursor::all(tree, writer.space()), writer) }
    }
}

/// The schema of a tree type.
pub(super) const fn schema<T: 'static, K: OrdKey, V: Shared>(name: &'static str) -> Schema {
    let kind = Kind::Tree { key: K::schema, value: V::schema, capacity: Node::<K, V>::CAPACITY };
    Schema::new::<T>(name, size_of::<TreeSlot>(), 8, kind)
}

// SAFETY: the slot is a tree of nodes with key and value slots, as the schema says; `release` frees the nodes and what the
// entries own.
unsafe impl<K: OrdKey, V: Shared> Shared for BTreeMap<K, V> {
    type Slot = TreeSlot;
    type Arg<'a> = &'a BTreeMap<K, V>;
    type Ref<'t> = BTreeMapRef<'t, K, V>;
    type Mut<'t> = BTreeMapMut<'t, K, V>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "BTreeMap";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &schema::<Self, K, V>("BTreeMap") }
    }
    #[inline]
    fn to_arg(&self) -> &Self {
        self
    }
    unsafe fn build(writer: &Writer, value: &Self) -> Result<TreeSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Tree::build(writer, value.iter()) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> BTreeMapRef<'_, K, V> {
        // SAFETY: the same slot type, whatever the keys.
        BTreeMapRef::of(unsafe { slot.field(0) })
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> BTreeMapMut<'_, K, V> {
        // SAFETY: as in `view`.
        BTreeMapMut::of(unsafe { slot.field(0) })
    }
    fn load(view: BTreeMapRef<'_, K, V>) -> Self {
        view.tree().load(|| view.iter().map(|(k, v)| (K::load(k), V::load(v))).collect())
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Tree::<K, V>::release(slot.ptr(), writer) }
    }
    fn to_value(view: BTreeMapRef<'_, K, V>) -> Option<Value> {
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
    fn shorten<'s, 'l: 's>(view: BTreeMapRef<'l, K, V>) -> BTreeMapRef<'s, K, V> {
        view
    }
}
