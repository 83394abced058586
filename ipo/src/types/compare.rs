//! Comparisons of views: with views of the same kind, which may lie in different heaps, and with std's types.
//!
//! What is compared are the views of the elements, so floats compare as floats do, and dynamic values by the rules of
//! [`Value`](crate::Value). Keys are looked up or put in order as the containers themselves do it. Contents that nest are bounded as
//! everywhere (`depth`), so that broken bytes end in a `Corrupt` panic.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::depth::deeper_or_corrupt;
use super::key::Key;
use super::ord_key::OrdKey;
use super::over::WholeRef;
use super::value::ValueRef;
use super::{
    ArrayRef, BTreeMapRef, BTreeSetRef, Compact, CompactMapRef, CompactSetRef, DequeRef, ListRef, MapRef, SetRef,
};
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;

/// Runs a comparison of what lies in a container's block.
fn inside<R>(owns: bool, compare: impl FnOnce() -> R) -> R {
    if owns { deeper_or_corrupt(compare) } else { compare() }
}

/// Whether two sequences have equal elements in one order.
fn same<A: PartialEq<B>, B>(a: impl ExactSizeIterator<Item = A>, b: impl ExactSizeIterator<Item = B>) -> bool {
    a.len() == b.len() && a.zip(b).all(|(a, b)| a == b)
}

macro_rules! sequence {
    ($what:literal, [$($generics:tt)*] $view:ty, $nests:expr) => {
        #[doc = concat!($what, " are equal if they have equal elements in the same order.")]
        impl<'t, $($generics)*> PartialEq for $view
        where
            T::Ref<'t>: PartialEq,
        {
            fn eq(&self, other: &Self) -> bool {
                inside($nests, || same(self.iter(), other.iter()))
            }
        }

        impl<'t, $($generics)*> Eq for $view where T::Ref<'t>: Eq {}

        /// By the first elements that differ, as std's sequences.
        impl<'t, $($generics)*> PartialOrd for $view
        where
            T::Ref<'t>: PartialOrd,
        {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                inside($nests, || self.iter().partial_cmp(other.iter()))
            }
        }

        /// By the first elements that differ, as std's sequences.
        impl<'t, $($generics)*> Ord for $view
        where
            T::Ref<'t>: Ord,
        {
            fn cmp(&self, other: &Self) -> Ordering {
                inside($nests, || self.iter().cmp(other.iter()))
            }
        }
    };
}

macro_rules! with_std_list {
    ([$($generics:tt)*] $std:ty, $view:ty) => {
        /// With what the views of the elements can be compared with: numbers with numbers, `&str` with `String`.
        impl<'t, T: Shared, U, $($generics)*> PartialEq<$std> for $view
        where
            T::Ref<'t>: PartialEq<U>,
        {
            fn eq(&self, other: &$std) -> bool {
                self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a == *b)
            }
        }
    };
}

sequence!("Lists", [T: Shared] ListRef<'t, T>, T::OWNS);
with_std_list!([][U], ListRef<'t, T>);
with_std_list!([] & [U], ListRef<'t, T>);
with_std_list!([] Vec<U>, ListRef<'t, T>);
with_std_list!([const M: usize] [U; M], ListRef<'t, T>);
with_std_list!([const M: usize] &[U; M], ListRef<'t, T>);

sequence!("Deques", [T: Shared] DequeRef<'t, T>, T::OWNS);
with_std_list!([][U], DequeRef<'t, T>);
with_std_list!([] & [U], DequeRef<'t, T>);
with_std_list!([] Vec<U>, DequeRef<'t, T>);
with_std_list!([] VecDeque<U>, DequeRef<'t, T>);
with_std_list!([const M: usize] [U; M], DequeRef<'t, T>);
with_std_list!([const M: usize] &[U; M], DequeRef<'t, T>);

// The elements lie in place, no level deeper.
sequence!("Arrays", [T: Shared, const N: usize] ArrayRef<'t, T, N>, false);
with_std_list!([const N: usize] [U], ArrayRef<'t, T, N>);
with_std_list!([const N: usize] &[U], ArrayRef<'t, T, N>);
with_std_list!([const N: usize] Vec<U>, ArrayRef<'t, T, N>);
with_std_list!([const N: usize, const M: usize] [U; M], ArrayRef<'t, T, N>);
with_std_list!([const N: usize, const M: usize] &[U; M], ArrayRef<'t, T, N>);

/// Whether the entries of one map are those of another one, which has as many.
fn same_entries<'t, K: Key, V: Shared>(
    entries: impl Iterator<Item = (SlotRef<'t, K>, SlotRef<'t, V>)>,
    find: impl Fn(SlotRef<'t, K>) -> Option<SlotRef<'t, V>>,
) -> bool
where
    V::Ref<'t>: PartialEq,
{
    let mut entries = entries;
    inside(K::OWNS || V::OWNS, || {
        entries.all(|(key, value)| find(key).is_some_and(|found| V::view(found) == V::view(value)))
    })
}

/// Maps are equal if they have the same keys, with equal values. Each key is looked up: in proportion to the length.
impl<'t, K: Key, V: Shared> PartialEq for MapRef<'t, K, V>
where
    V::Ref<'t>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.table(), other.table());
        self.len() == other.len() && same_entries(mine.entries(), |key| theirs.value_of(key))
    }
}

/// Maps are equal if they have the same keys, with equal values. Each key is copied and looked up.
impl<'t, K: Key, V: Shared> PartialEq for CompactMapRef<'t, K, V>
where
    V::Ref<'t>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && same_entries(self.slots(), |key| other.value_of(key))
    }
}

/// Sets are equal if they have the same elements. Each is looked up: in proportion to the length.
impl<T: Key> PartialEq for SetRef<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.table(), other.table());
        self.len() == other.len() && same_entries(mine.entries(), |key| theirs.value_of(key))
    }
}

/// Sets are equal if they have the same elements. Each is copied and looked up.
impl<T: Key> PartialEq for CompactSetRef<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.map() == other.map()
    }
}

/// Two ordered maps side by side, up to the first entries that differ.
fn side_by_side<'t, K: OrdKey, V: Shared>(
    a: BTreeMapRef<'t, K, V>,
    b: BTreeMapRef<'t, K, V>,
    compare: impl Fn(V::Ref<'t>, V::Ref<'t>) -> Option<Ordering>,
) -> Option<Ordering> {
    inside(K::OWNS || V::OWNS, || {
        for ((key_a, value_a), (key_b, value_b)) in a.slots().zip(b.slots()) {
            match K::order_slots(key_a, key_b) {
                Ordering::Equal => {}
                other => return Some(other),
            }
            match compare(V::view(value_a), V::view(value_b)) {
                Some(Ordering::Equal) => {}
                other => return other,
            }
        }
        Some(a.len().cmp(&b.len()))
    })
}

/// Maps are equal if they have the same keys, with equal values.
impl<'t, K: OrdKey, V: Shared> PartialEq for BTreeMapRef<'t, K, V>
where
    V::Ref<'t>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        let compare = |a, b| (a == b).then_some(Ordering::Equal);
        self.len() == other.len() && side_by_side(*self, *other, compare) == Some(Ordering::Equal)
    }
}

/// By the first entries that differ, as std's maps. The order of keys is that of [`OrdKey`].
impl<'t, K: OrdKey, V: Shared> PartialOrd for BTreeMapRef<'t, K, V>
where
    V::Ref<'t>: PartialOrd,
{
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        side_by_side(*self, *other, |a, b| a.partial_cmp(&b))
    }
}

/// Sets are equal if they have the same elements.
impl<T: OrdKey> PartialEq for BTreeSetRef<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.map() == other.map()
    }
}

/// By the first elements that differ, as std's sets. The order of elements is that of [`OrdKey`].
impl<T: OrdKey> PartialOrd for BTreeSetRef<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the first elements that differ, as std's sets. The order of elements is that of [`OrdKey`].
impl<T: OrdKey> Ord for BTreeSetRef<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        side_by_side(self.map(), other.map(), |(), ()| Some(Ordering::Equal)).unwrap_or(Ordering::Equal)
    }
}

impl<'t, K: Key, V: Shared> Eq for MapRef<'t, K, V> where V::Ref<'t>: Eq {}
impl<'t, K: Key, V: Shared> Eq for CompactMapRef<'t, K, V> where V::Ref<'t>: Eq {}
impl<'t, K: OrdKey, V: Shared> Eq for BTreeMapRef<'t, K, V> where V::Ref<'t>: Eq {}
impl<T: Key> Eq for SetRef<'_, T> {}
impl<T: Key> Eq for CompactSetRef<'_, T> {}
impl<T: OrdKey> Eq for BTreeSetRef<'_, T> {}

macro_rules! with_std_map {
    ($key:ident, $view:ident, [$($hasher:ident)?] $std:ty, |$map:ident| $plain:expr) => {
        /// Each key of std's map is looked up in this one.
        impl<'t, K: $key, V: Shared, U $(, $hasher)?> PartialEq<$std> for $view<'t, K, V>
        where
            V::Ref<'t>: PartialEq<U>,
        {
            fn eq(&self, $map: &$std) -> bool {
                let plain = $plain;
                let same = |(key, value): (&K, &U)| self.get(key.to_arg()).is_some_and(|mine| mine == *value);
                self.len() == plain.len() && plain.iter().all(same)
            }
        }
    };
}

with_std_map!(Key, MapRef, [S] HashMap<K, U, S>, |map| map);
with_std_map!(Key, CompactMapRef, [S] HashMap<K, U, S>, |map| map);
with_std_map!(Key, CompactMapRef, [S] Compact<HashMap<K, U, S>>, |map| &**map);
with_std_map!(OrdKey, BTreeMapRef, [] BTreeMap<K, U>, |map| map);

macro_rules! with_std_set {
    ($key:ident, $view:ident, [$($hasher:ident)?] $std:ty, |$set:ident| $plain:expr) => {
        /// Each element of std's set is looked up in this one.
        impl<T: $key $(, $hasher)?> PartialEq<$std> for $view<'_, T> {
            fn eq(&self, $set: &$std) -> bool {
                let plain = $plain;
                self.len() == plain.len() && plain.iter().all(|element| self.contains(element.to_arg()))
            }
        }
    };
}

with_std_set!(Key, SetRef, [S] HashSet<T, S>, |set| set);
with_std_set!(Key, CompactSetRef, [S] HashSet<T, S>, |set| set);
with_std_set!(Key, CompactSetRef, [S] Compact<HashSet<T, S>>, |set| &**set);
with_std_set!(OrdKey, BTreeSetRef, [] BTreeSet<T>, |set| set);

/// By the rules of [`Value`](crate::Value): of one kind, and equal in content; a NaN equals a NaN. Text, bytes, paths and containers are
/// compared where they lie, other kinds are copied.
///
/// # Example
///
/// ```
/// use ipo::{Heap, value};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let values = turn.put(&vec![value!({"a": [1, 0.0]}), value!({"a": [1, -0.0]}), value!({"a": [1, 0]})])?;
/// let values = turn.get(values)?;
/// assert_eq!(values.get(0), values.get(1));
/// assert_ne!(values.get(1), values.get(2)); // an integer is no float
/// # Ok::<(), ipo::Error>(())
/// ```
impl PartialEq for ValueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        macro_rules! in_place {
            ($($content:expr),+) => {$(
                let content = $content;
                if let (Some(mine), Some(theirs)) = (content(*self), content(*other)) {
                    return mine == theirs;
                }
            )+};
        }
        if self.tag() != other.tag() {
            return false;
        }
        in_place!(
            ValueRef::as_i64,
            ValueRef::as_str,
            ValueRef::as_bytes,
            ValueRef::as_list,
            ValueRef::as_dict,
            ValueRef::as_set,
            // Byte by byte: `a//b` is another path than `a/b`.
            |value: Self| value.as_path().map(|path| path.as_os_str())
        );
        self.load() == other.load()
    }
}

impl Eq for ValueRef<'_> {}

/// Both values are copied out, and compared as the type compares them.
impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>> + PartialEq> PartialEq for WholeRef<'t, T> {
    fn eq(&self, other: &Self) -> bool {
        self.load() == other.load()
    }
}

impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>> + Eq> Eq for WholeRef<'t, T> {}

/// Both values are copied out, and compared as the type compares them.
impl<'t, T: Shared<Ref<'t> = WholeRef<'t, T>> + PartialOrd> PartialOrd for WholeRef<'t, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.load().partial_cmp(&other.load())
    }
}
