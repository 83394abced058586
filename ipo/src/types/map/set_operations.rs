//! Sets compared with each other. Both may lie in different heaps. Elements are found by their hash, without a copy, except
//! elements that are values (`Value`), which are copied for each comparison.

use super::set::{SetMut, SetRef};
use crate::object::slot::SlotRef;
use crate::types::key::Key;
use crate::types::reads::reads;

impl<'t, T: Key> SetRef<'t, T> {
    /// The places of the elements.
    fn slots(self) -> impl Iterator<Item = SlotRef<'t, T>> + Clone {
        let table = self.table();
        table.buckets().map(move |bucket| table.key(bucket))
    }

    fn has(self, element: SlotRef<'t, T>) -> bool {
        self.table().find_slot(element).is_some()
    }
}

reads! {
    impl['t; T: Key] SetRef, SetMut [T] {
        /// The elements of this set that are in the other one too, in no order.
        ///
        /// # Example
        ///
        /// ```
        /// use std::collections::HashSet;
        /// use ipo::Heap;
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let (one, two) = (turn.put(&HashSet::from([1, 2, 3]))?, turn.put(&HashSet::from([2, 3, 4, 5]))?);
        /// let (one, two) = (turn.get(one)?, turn.get(two)?);
        /// let count = |elements: &mut dyn Iterator<Item = i32>| elements.count();
        /// assert_eq!(count(&mut one.intersection(two)), 2);
        /// assert_eq!(count(&mut one.union(two)), 5);
        /// assert_eq!(one.difference(two).collect::<Vec<_>>(), [1]);
        /// assert_eq!(count(&mut one.symmetric_difference(two)), 3);
        /// assert!(!one.is_subset(two) && !one.is_disjoint(two));
        /// # Ok::<(), ipo::Error>(())
        /// ```
        fn intersection(other: SetRef<'t, T>) -> impl Iterator<Item = T::Ref<'t>> + Clone + use<'t, T> = |set| {
            set.slots().filter(move |&element| other.has(element)).map(T::view)
        };

        /// The elements of this set that are not in the other one, in no order.
        fn difference(other: SetRef<'t, T>) -> impl Iterator<Item = T::Ref<'t>> + Clone + use<'t, T> = |set| {
            set.slots().filter(move |&element| !other.has(element)).map(T::view)
        };

        /// The elements of both sets, each once, in no order.
        fn union(other: SetRef<'t, T>) -> impl Iterator<Item = T::Ref<'t>> + Clone + use<'t, T> = |set| {
            set.iter().chain(other.difference(set))
        };

        /// The elements that are in one of the two sets only, in no order.
        fn symmetric_difference(other: SetRef<'t, T>) -> impl Iterator<Item = T::Ref<'t>> + Clone + use<'t, T> = |set| {
            set.difference(other).chain(other.difference(set))
        };

        /// Whether the other set has all elements of this one.
        fn is_subset(other: SetRef<'t, T>) -> bool = |set| {
            set.len() <= other.len() && set.slots().all(|element| other.has(element))
        };

        /// Whether this set has all elements of the other one.
        fn is_superset(other: SetRef<'t, T>) -> bool = |set| other.is_subset(set);

        /// Whether no element is in both sets.
        fn is_disjoint(other: SetRef<'t, T>) -> bool = |set| {
            let (few, many) = if set.len() <= other.len() { (set, other) } else { (other, set) };
            !few.slots().any(|element| many.has(element))
        };
    }
}
