//! Iterators over the entries of a map, in no order.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

use super::group::{GROUP, Positions};
use super::table::Table;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::types::key::Key;

/// Full buckets of a table, each once.
pub(super) struct Buckets<'t, K: Key, V: Shared> {
    pub(super) table: Table<'t, K, V>,
    group: usize,
    positions: Option<Positions>,
    left: usize,
}

impl<K: Key, V: Shared> Clone for Buckets<'_, K, V> {
    fn clone(&self) -> Self {
        Buckets { ..*self }
    }
}

impl<'t, K: Key, V: Shared> Buckets<'t, K, V> {
    pub(super) fn new(table: Table<'t, K, V>) -> Self {
        Buckets { table, group: 0, positions: None, left: table.len }
    }
}

impl<K: Key, V: Shared> Iterator for Buckets<'_, K, V> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.group < self.table.groups {
            let positions = self.positions.get_or_insert_with(|| self.table.group(self.group).full());
            if let Some(position) = positions.next() {
                self.left = self.left.saturating_sub(1);
                return Some(self.group * GROUP + position);
            }
            self.positions = None;
            self.group += 1;
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $item:ty, $next:expr) => {
        $(#[$doc])*
        pub struct $name<'t, K: Key, V: Shared> {
            buckets: Buckets<'t, K, V>,
        }

        impl<'t, K: Key, V: Shared> $name<'t, K, V> {
            pub(super) fn new(table: Table<'t, K, V>) -> Self {
                $name { buckets: Buckets::new(table) }
            }
        }

        impl<K: Key, V: Shared> Clone for $name<'_, K, V> {
            fn clone(&self) -> Self {
                $name { buckets: self.buckets.clone() }
            }
        }

        impl<K: Key, V: Shared> fmt::Debug for $name<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} left)", stringify!($name), self.buckets.left)
            }
        }

        impl<'t, K: Key, V: Shared> Iterator for $name<'t, K, V> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                let bucket = self.buckets.next()?;
                let next: fn(&Table<'t, K, V>, usize) -> $item = $next;
                Some(next(&self.buckets.table, bucket))
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.buckets.size_hint()
            }
        }

        impl<K: Key, V: Shared> ExactSizeIterator for $name<'_, K, V> {}
        impl<K: Key, V: Shared> FusedIterator for $name<'_, K, V> {}
    };
}

iterator!(
    /// Entries of a map: views of key and value.
    MapIter, (K::Ref<'t>, V::Ref<'t>), |table, bucket| (K::view(table.key(bucket)), V::view(table.value(bucket)))
);
iterator!(
    /// Keys of a map, or elements of a set.
    Keys, K::Ref<'t>, |table, bucket| K::view(table.key(bucket))
);
iterator!(
    /// Values of a map.
    Values, V::Ref<'t>, |table, bucket| V::view(table.value(bucket))
);

/// Entries of a map to be changed in place: views of keys, and views for changing of values. In a transaction, each
/// value's slot is saved when the iterator comes to it.
pub struct MapIterMut<'t, K: Key, V: Shared> {
    buckets: Buckets<'t, K, V>,
    writer: &'t Writer,
    exclusive: PhantomData<&'t mut ()>,
}

impl<'t, K: Key, V: Shared> MapIterMut<'t, K, V> {
    /// # Safety
    /// The table's values are reachable through nothing else for `'t`.
    pub(super) unsafe fn new(table: Table<'t, K, V>, writer: &'t Writer) -> Self {
        MapIterMut { buckets: Buckets::new(table), writer, exclusive: PhantomData }
    }
}

impl<K: Key, V: Shared> fmt::Debug for MapIterMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MapIterMut({} left)", self.buckets.left)
    }
}

impl<'t, K: Key, V: Shared> Iterator for MapIterMut<'t, K, V> {
    type Item = (K::Ref<'t>, V::Mut<'t>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let bucket = self.buckets.next()?;
        let table = &self.buckets.table;
        // SAFETY: a full bucket's value, which is given out once.
        let slot = unsafe { table.open(self.writer, bucket) };
        Some((K::view(table.key(bucket)), V::view_mut(slot)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.buckets.size_hint()
    }
}

impl<K: Key, V: Shared> ExactSizeIterator for MapIterMut<'_, K, V> {}
impl<K: Key, V: Shared> FusedIterator for MapIterMut<'_, K, V> {}

/// Values of a map to be changed in place.
#[derive(Debug)]
pub struct ValuesMut<'t, K: Key, V: Shared>(pub(super) MapIterMut<'t, K, V>);

impl<'t, K: Key, V: Shared> Iterator for ValuesMut<'t, K, V> {
    type Item = V::Mut<'t>;

    #[inline]
    fn next(&mut self) -> Option<V::Mut<'t>> {
        self.0.next().map(|(_, value)| value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K: Key, V: Shared> ExactSizeIterator for ValuesMut<'_, K, V> {}
impl<K: Key, V: Shared> FusedIterator for ValuesMut<'_, K, V> {}
