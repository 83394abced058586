//! `BTreeSet<T>`: a tree whose values are nothing.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeBounds;

use super::cursor::Cursor;
use super::iter::BTreeKeys;
use super::node::{Tree, TreeSlot};
use super::set::{Combined, Give};
use super::view::{BTreeMapMut, BTreeMapRef, Carrier, schema};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::Schema;
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::ord_key::OrdKey;
use crate::types::reads::reads;

/// An ordered set in the heap, for reading: a map whose values are nothing, at the same cost.
///
/// # Example
///
/// ```
/// use std::collections::BTreeSet;
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let (a, b) = (turn.put(&BTreeSet::from([1_u8, 3, 5]))?, turn.put(&BTreeSet::from([3_u8, 4]))?);
/// let (a, b) = (turn.get(a)?, turn.get(b)?);
/// assert!(a.contains(3) && !a.is_disjoint(b));
/// assert_eq!((a.first(), a.last(), a.range(2..).next()), (Some(1), Some(5), Some(3)));
/// assert_eq!(a.union(b).collect::<Vec<_>>(), [1, 3, 4, 5]);
/// assert_eq!(a.intersection(b).collect::<Vec<_>>(), [3]);
/// assert_eq!(a.difference(b).collect::<Vec<_>>(), [1, 5]);
/// assert_eq!(a.symmetric_difference(b).collect::<Vec<_>>(), [1, 4, 5]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct BTreeSetRef<'t, T: OrdKey> {
    slot: SlotRef<'t, Carrier>,
    kind: PhantomData<fn() -> T>,
}

impl<T: OrdKey> Clone for BTreeSetRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: OrdKey> Copy for BTreeSetRef<'_, T> {}

impl<T: OrdKey> fmt::Debug for BTreeSetRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} × {}}}", self.len(), T::NAME)
    }
}

impl<'t, T: OrdKey> BTreeSetRef<'t, T> {
    #[inline]
    pub(in crate::types) fn map(self) -> BTreeMapRef<'t, T, ()> {
        BTreeMapRef::of(self.slot)
    }

    fn combined(self, other: BTreeSetRef<'t, T>, only_first: bool, both: bool, only_second: bool) -> Combined<'t, T> {
        Combined::new(self.map().cursor(), other.map().cursor(), Give { only_first, both, only_second })
    }
}

reads! {
    impl['t; T: OrdKey] BTreeSetRef, BTreeSetMut [T] {
        /// The number of elements.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no tree.
        fn len() -> usize = |set| set.map().len();

        /// Whether there are none.
        fn is_empty() -> bool = |set| set.len() == 0;

        /// Whether there is such an element. Logarithmic time.
        fn contains(value: T::Arg<'_>) -> bool = |set| set.map().contains_key(value);

        /// The smallest element.
        fn first() -> Option<T::Ref<'t>> = |set| set.iter().next();

        /// The largest element.
        fn last() -> Option<T::Ref<'t>> = |set| set.iter().next_back();

        /// The elements in order.
        fn iter() -> BTreeKeys<'t, T, ()> = |set| set.map().keys();

        /// The elements in a range, in order. None if the range ends before it starts.
        fn range['a](bounds: impl RangeBounds<T::Arg<'a>>) -> BTreeKeys<'t, T, ()> = |set| {
            BTreeKeys::new(Cursor::range(set.map().tree(), set.slot.space(), &bounds))
        };

        /// The elements of either set, in order. Here and in the other methods that take a second set, which may be of
        /// another heap, the time is in proportion to the lengths of both.
        fn union(other: BTreeSetRef<'t, T>) -> Combined<'t, T> = |set| set.combined(other, true, true, true);

        /// The elements of both sets, in order.
        fn intersection(other: BTreeSetRef<'t, T>) -> Combined<'t, T> = |set| set.combined(other, false, true, false);

        /// The elements of this set that are not in the other, in order.
        fn difference(other: BTreeSetRef<'t, T>) -> Combined<'t, T> = |set| set.combined(other, true, false, false);

        /// The elements of exactly one of the sets, in order.
        fn symmetric_difference(other: BTreeSetRef<'t, T>) -> Combined<'t, T> = |set| {
            set.combined(other, true, false, true)
        };

        /// Whether the other set has all elements of this one.
        fn is_subset(other: BTreeSetRef<'t, T>) -> bool = |set| {
            set.len() <= other.len() && set.difference(other).next().is_none()
        };

        /// Whether this set has all elements of the other one.
        fn is_superset(other: BTreeSetRef<'t, T>) -> bool = |set| other.is_subset(set);

        /// Whether no element is in both sets.
        fn is_disjoint(other: BTreeSetRef<'t, T>) -> bool = |set| set.intersection(other).next().is_none();
    }
}

impl<'t, T: OrdKey> IntoIterator for BTreeSetRef<'t, T> {
    type Item = T::Ref<'t>;
    type IntoIter = BTreeKeys<'t, T, ()>;
    fn into_iter(self) -> BTreeKeys<'t, T, ()> {
        self.iter()
    }
}

/// An ordered set in the heap, to be changed in place. Every method is all-or-nothing. Other processes see the change in
/// their next turn.
///
/// # Example
///
/// ```
/// use std::collections::BTreeSet;
/// use ipo::{Handle, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let seen: Handle<BTreeSet<String>> = turn.put(&BTreeSet::new())?;
///
/// let mut seen = turn.get_mut(seen)?;
/// assert!(seen.insert("Bob")? && seen.insert("Ada")?);
/// assert!(!seen.insert("Ada")?); // it was there
/// assert_eq!(seen.pop_first()?.as_deref(), Some("Ada"));
/// assert!(seen.remove("Bob")? && seen.is_empty());
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct BTreeSetMut<'t, T: OrdKey> {
    slot: SlotMut<'t, Carrier>,
    kind: PhantomData<fn() -> T>,
}

impl<T: OrdKey> fmt::Debug for BTreeSetMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<T: OrdKey> BTreeSetMut<'_, T> {
    #[inline]
    fn map(&mut self) -> BTreeMapMut<'_, T, ()> {
        BTreeMapMut::of(self.slot.reborrow())
    }

    /// The same set for reading.
    #[inline]
    pub fn as_ref(&self) -> BTreeSetRef<'_, T> {
        BTreeSetRef { slot: self.slot.as_ref(), kind: PhantomData }
    }

    /// The same set for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> BTreeSetMut<'_, T> {
        BTreeSetMut { slot: self.slot.reborrow(), kind: PhantomData }
    }

    /// Adds an element; false if it was there. Cost and errors as [`BTreeMapMut::insert`].
    ///
    /// # Errors
    /// As there; the set is unchanged then.
    pub fn insert(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        Ok(self.map().insert(value, ())?.is_none())
    }

    /// Takes an element out; false if it was not there. Cost and errors as [`BTreeMapMut::remove`].
    ///
    /// # Errors
    /// As there; the set is unchanged then.
    pub fn remove(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        Ok(self.map().remove(value)?.is_some())
    }

    /// Takes an element out and copies it out. Cost and errors as [`remove`](Self::remove).
    ///
    /// # Errors
    /// As there; the set is unchanged then.
    pub fn take(&mut self, value: T::Arg<'_>) -> Result<Option<T>, Error> {
        Ok(self.map().remove_entry(value)?.map(|(value, ())| value))
    }

    /// Takes the smallest element out and copies it out.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn pop_first(&mut self) -> Result<Option<T>, Error> {
        Ok(self.map().pop_first()?.map(|(value, ())| value))
    }

    /// Takes the largest element out and copies it out.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn pop_last(&mut self) -> Result<Option<T>, Error> {
        Ok(self.map().pop_last()?.map(|(value, ())| value))
    }

    /// Adds many elements, all or nothing. As [`BTreeMapMut::extend`].
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn extend<'a>(&mut self, values: impl IntoIterator<Item = T::Arg<'a>>) -> Result<(), Error> {
        self.map().extend(values.into_iter().map(|value| (value, ())))
    }

    /// Keeps the elements for which `keep` says yes, all or nothing. As [`BTreeMapMut::retain`].
    ///
    /// # Errors
    /// As there.
    pub fn retain(&mut self, mut keep: impl FnMut(T::Ref<'_>) -> bool) -> Result<(), Error> {
        self.map().retain(|value, ()| keep(value))
    }

    /// Moves all elements of another set into this one, all or nothing: the other one is empty afterwards. As
    /// [`BTreeMapMut::append`].
    ///
    /// # Errors
    /// As there.
    pub fn append(&mut self, other: &mut BTreeSetMut<'_, T>) -> Result<(), Error> {
        self.map().append(&mut other.map())
    }

    /// Takes all elements out and frees the nodes.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the set is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.map().clear()
    }
}

// SAFETY: the slot is a tree of nodes with element slots, as the schema says; `release` frees the nodes and what the
// elements own.
unsafe impl<T: OrdKey> Shared for BTreeSet<T> {
    type Slot = TreeSlot;
    type Arg<'a> = &'a BTreeSet<T>;
    type Ref<'t> = BTreeSetRef<'t, T>;
    type Mut<'t> = BTreeSetMut<'t, T>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "BTreeSet";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &schema::<Self, T, ()>("BTreeSet") }
    }
    #[inline]
    fn to_arg(&self) -> &Self {
        self
    }
    unsafe fn build(writer: &Writer, value: &Self) -> Result<TreeSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Tree::build(writer, value.iter().map(|element| (element, &()))) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> BTreeSetRef<'_, T> {
        // SAFETY: the same slot type, whatever the elements.
        BTreeSetRef { slot: unsafe { slot.field(0) }, kind: PhantomData }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> BTreeSetMut<'_, T> {
        // SAFETY: as in `view`.
        BTreeSetMut { slot: unsafe { slot.field(0) }, kind: PhantomData }
    }
    fn load(view: BTreeSetRef<'_, T>) -> Self {
        view.map().tree().load(|| view.iter().map(T::load).collect())
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Tree::<T, ()>::release(slot.ptr(), writer) }
    }
    fn to_value(view: BTreeSetRef<'_, T>) -> Option<Value> {
        view.iter().map(T::to_value).collect::<Option<HashSet<_>>>().map(Value::Set)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Set(set) => set.into_iter().map(T::from_value).collect(),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: BTreeSetRef<'l, T>) -> BTreeSetRef<'s, T> {
        view
    }
}
