//! Iterators over the entries of a compact map, in no order.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use super::table::Table;
use crate::object::shared::Shared;
use crate::types::key::Key;

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $item:ty, $give:expr) => {
        $(#[$doc])*
        pub struct $name<'t, K: Key, V: Shared> {
            table: Table<'t, K, V>,
            left: Range<usize>,
        }

        impl<'t, K: Key, V: Shared> $name<'t, K, V> {
            pub(super) fn new(table: Table<'t, K, V>) -> Self {
                $name { left: 0..table.len, table }
            }

            #[inline]
            fn give(&self, place: usize) -> $item {
                let give: fn(&Table<'t, K, V>, usize) -> $item = $give;
                give(&self.table, place)
            }
        }

        // SAFETY: shared access to a block that nobody changes for 't, as `SlotRef`.
        unsafe impl<K: Key, V: Shared> Send for $name<'_, K, V> {}
        // SAFETY: as above.
        unsafe impl<K: Key, V: Shared> Sync for $name<'_, K, V> {}

        impl<K: Key, V: Shared> Clone for $name<'_, K, V> {
            fn clone(&self) -> Self {
                $name { table: self.table, left: self.left.clone() }
            }
        }

        impl<K: Key, V: Shared> fmt::Debug for $name<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} left)", stringify!($name), self.left.len())
            }
        }

        impl<'t, K: Key, V: Shared> Iterator for $name<'t, K, V> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                let place = self.left.next()?;
                Some(self.give(place))
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.left.size_hint()
            }
        }

        impl<K: Key, V: Shared> ExactSizeIterator for $name<'_, K, V> {}
        impl<K: Key, V: Shared> FusedIterator for $name<'_, K, V> {}
    };
}

iterator!(
    /// Entries of a compact map: views of key and value, in no order.
    CompactIter, (K::Ref<'t>, V::Ref<'t>), |table, place| (K::view(table.key(place)), V::view(table.value(place)))
);
iterator!(
    /// Keys of a compact map, or elements of a compact set, in no order.
    CompactKeys, K::Ref<'t>, |table, place| K::view(table.key(place))
);
iterator!(
    /// Values of a compact map, in no order.
    CompactValues, V::Ref<'t>, |table, place| V::view(table.value(place))
);
