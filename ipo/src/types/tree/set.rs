//! Two ordered sets side by side: union, intersection and differences, in order.

use std::cmp::Ordering;
use std::fmt;
use std::iter::FusedIterator;

use super::cursor::Cursor;
use crate::object::slot::SlotRef;
use crate::types::ord_key::OrdKey;

/// Which elements are given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Give {
    pub(super) only_first: bool,
    pub(super) both: bool,
    pub(super) only_second: bool,
}

/// A set's elements, and the next one of them.
struct Side<'t, T: OrdKey> {
    cursor: Cursor<'t, T, ()>,
    next: Option<SlotRef<'t, T>>,
}

impl<T: OrdKey> Clone for Side<'_, T> {
    fn clone(&self) -> Self {
        Side { cursor: self.cursor.clone(), next: self.next }
    }
}

impl<'t, T: OrdKey> Side<'t, T> {
    fn new(cursor: Cursor<'t, T, ()>) -> Self {
        let mut side = Side { cursor, next: None };
        side.take();
        side
    }

    /// The next element; the one behind it becomes the next.
    fn take(&mut self) -> Option<SlotRef<'t, T>> {
        let space = self.cursor.space;
        let next = self.cursor.next().map(|(node, i)| node.key(i, space));
        std::mem::replace(&mut self.next, next)
    }
}

/// Elements of two ordered sets, in order: what [`BTreeSetRef::union`](crate::BTreeSetRef::union) and its sisters give.
pub struct Combined<'t, T: OrdKey> {
    first: Side<'t, T>,
    second: Side<'t, T>,
    give: Give,
}

impl<'t, T: OrdKey> Combined<'t, T> {
    pub(super) fn new(first: Cursor<'t, T, ()>, second: Cursor<'t, T, ()>, give: Give) -> Self {
        Combined { first: Side::new(first), second: Side::new(second), give }
    }
}

// SAFETY: shared access to nodes that nobody changes for 't, as `SlotRef`.
unsafe impl<T: OrdKey> Send for Combined<'_, T> {}
// SAFETY: as above.
unsafe impl<T: OrdKey> Sync for Combined<'_, T> {}

impl<T: OrdKey> Clone for Combined<'_, T> {
    fn clone(&self) -> Self {
        Combined { first: self.first.clone(), second: self.second.clone(), give: self.give }
    }
}

impl<T: OrdKey> fmt::Debug for Combined<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Combined(..)")
    }
}

impl<'t, T: OrdKey> Iterator for Combined<'t, T> {
    type Item = T::Ref<'t>;

    fn next(&mut self) -> Option<T::Ref<'t>> {
        loop {
            let order = match (self.first.next, self.second.next) {
                (None, None) => return None,
                (None, _) if !self.give.only_second => return None,
                (_, None) if !self.give.only_first => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => T::order_slots(a, b),
            };
            let (element, wanted) = match order {
                Ordering::Less => (self.first.take(), self.give.only_first),
                Ordering::Greater => (self.second.take(), self.give.only_second),
                Ordering::Equal => {
                    self.second.take();
                    (self.first.take(), self.give.both)
                }
            };
            if wanted {
                return element.map(T::view);
            }
        }
    }
}

impl<T: OrdKey> FusedIterator for Combined<'_, T> {}
