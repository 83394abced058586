//! Iterators over the entries of a tree, in the order of their keys and backwards.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

use super::cursor::Cursor;
use super::node::Node;
use crate::alloc::Space;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::object::slot::SlotMut;
use crate::types::ord_key::OrdKey;

macro_rules! iterator {
    ($(#[$doc:meta])* $name:ident, $item:ty, $give:expr) => {
        $(#[$doc])*
        pub struct $name<'t, K: OrdKey, V: Shared> {
            cursor: Cursor<'t, K, V>,
        }

        impl<'t, K: OrdKey, V: Shared> $name<'t, K, V> {
            #[inline]
            pub(super) fn new(cursor: Cursor<'t, K, V>) -> Self {
                $name { cursor }
            }

            #[inline]
            fn give(space: &'t Space, (node, i): (Node<K, V>, usize)) -> $item {
                let give: fn(&'t Space, Node<K, V>, usize) -> $item = $give;
                give(space, node, i)
            }
        }

        // SAFETY: shared access to nodes that nobody changes for 't, as `SlotRef`.
        unsafe impl<K: OrdKey, V: Shared> Send for $name<'_, K, V> {}
        // SAFETY: as above.
        unsafe impl<K: OrdKey, V: Shared> Sync for $name<'_, K, V> {}

        impl<K: OrdKey, V: Shared> Clone for $name<'_, K, V> {
            fn clone(&self) -> Self {
                $name { cursor: self.cursor.clone() }
            }
        }

        impl<K: OrdKey, V: Shared> fmt::Debug for $name<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({} left at most)", stringify!($name), self.cursor.left())
            }
        }

        impl<'t, K: OrdKey, V: Shared> Iterator for $name<'t, K, V> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                self.cursor.next().map(|entry| Self::give(self.cursor.space, entry))
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.cursor.size_hint()
            }
        }

        impl<'t, K: OrdKey, V: Shared> DoubleEndedIterator for $name<'t, K, V> {
            #[inline]
            fn next_back(&mut self) -> Option<$item> {
                self.cursor.next_back().map(|entry| Self::give(self.cursor.space, entry))
            }
        }

        impl<K: OrdKey, V: Shared> FusedIterator for $name<'_, K, V> {}
    };
}

iterator!(
    /// Entries of a tree, or of a range of it: views of key and value, in order and backwards.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let map = heap.write()?.put(&BTreeMap::from([(1_u8, 'a'), (2, 'b'), (3, 'c')]))?;
    /// let turn = heap.read()?;
    /// let mut entries = turn.get(map)?.iter();
    /// assert_eq!((entries.next(), entries.next_back()), (Some((1, 'a')), Some((3, 'c'))));
    /// assert_eq!(entries.size_hint(), (1, Some(1)));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    BTreeRange, (K::Ref<'t>, V::Ref<'t>), |space, node, i| (K::view(node.key(i, space)), V::view(node.value(i, space)))
);
iterator!(
    /// Keys of a tree, or elements of a set, in order and backwards.
    BTreeKeys, K::Ref<'t>, |space, node, i| K::view(node.key(i, space))
);
iterator!(
    /// Values of a tree, in the order of their keys and backwards.
    BTreeValues, V::Ref<'t>, |space, node, i| V::view(node.value(i, space))
);

/// Entries of a tree, or of a range of it, whose values can be changed in place; in order and backwards. In a transaction
/// each value is saved when its turn comes.
///
/// # Example
///
/// ```
/// use std::collections::BTreeMap;
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let map = turn.put(&BTreeMap::from([(1_u8, 10_i64), (2, 20), (3, 30)]))?;
/// for (key, value) in turn.get_mut(map)?.range_mut(2..) {
///     *value += i64::from(key);
/// }
/// assert_eq!(turn.load(map)?, BTreeMap::from([(1, 10), (2, 22), (3, 33)]));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct BTreeRangeMut<'t, K: OrdKey, V: Shared> {
    cursor: Cursor<'t, K, V>,
    writer: &'t Writer,
    exclusive: PhantomData<&'t mut ()>,
}

impl<'t, K: OrdKey, V: Shared> BTreeRangeMut<'t, K, V> {
    /// # Safety
    /// No other views of the tree's values are in use for `'t`.
    pub(super) unsafe fn new(cursor: Cursor<'t, K, V>, writer: &'t Writer) -> Self {
        BTreeRangeMut { cursor, writer, exclusive: PhantomData }
    }

    #[inline]
    fn give(&self, (node, i): (Node<K, V>, usize)) -> (K::Ref<'t>, V::Mut<'t>) {
        let ptr = node.value_ptr(i);
        // SAFETY: a live value of this tree, which is exclusive (`new`); each one is given out once.
        let slot = unsafe {
            self.writer.opening_slots::<V>(ptr, 1);
            SlotMut::new(ptr, self.writer)
        };
        (K::view(node.key(i, self.cursor.space)), V::view_mut(slot))
    }
}

impl<K: OrdKey, V: Shared> fmt::Debug for BTreeRangeMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BTreeRangeMut({} left at most)", self.cursor.left())
    }
}

impl<'t, K: OrdKey, V: Shared> Iterator for BTreeRangeMut<'t, K, V> {
    type Item = (K::Ref<'t>, V::Mut<'t>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.cursor.next()?;
        Some(self.give(entry))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.cursor.size_hint()
    }
}

impl<K: OrdKey, V: Shared> DoubleEndedIterator for BTreeRangeMut<'_, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        let entry = self.cursor.next_back()?;
        Some(self.give(entry))
    }
}

impl<K: OrdKey, V: Shared> FusedIterator for BTreeRangeMut<'_, K, V> {}

/// Values of a tree, to be changed in place, in the order of their keys and backwards. As [`BTreeRangeMut`].
pub struct BTreeValuesMut<'t, K: OrdKey, V: Shared>(pub(super) BTreeRangeMut<'t, K, V>);

impl<K: OrdKey, V: Shared> fmt::Debug for BTreeValuesMut<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BTreeValuesMut({} left at most)", self.0.cursor.left())
    }
}

impl<'t, K: OrdKey, V: Shared> Iterator for BTreeValuesMut<'t, K, V> {
    type Item = V::Mut<'t>;

    #[inline]
    fn next(&mut self) -> Option<V::Mut<'t>> {
        self.0.next().map(|(_, value)| value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<'t, K: OrdKey, V: Shared> DoubleEndedIterator for BTreeValuesMut<'t, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<V::Mut<'t>> {
        self.0.next_back().map(|(_, value)| value)
    }
}

impl<K: OrdKey, V: Shared> FusedIterator for BTreeValuesMut<'_, K, V> {}
