//! What both views of a list can tell beyond single elements: parts, and searches.

use std::cmp::Ordering;
use std::ops::{Bound, Range, RangeBounds};

use super::elements::{Elements, Iter, IterMut};
use super::list::{ListMut, ListRef};
use super::reads::reads;
use crate::error::Error;
use crate::object::shared::Shared;

/// The positions that a range names in a list of `len` elements; `None` if there are none such.
pub(super) fn positions(range: &impl RangeBounds<usize>, len: usize) -> Option<Range<usize>> {
    let start = match range.start_bound() {
        Bound::Included(&start) => start,
        Bound::Excluded(&before) => before.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => last.checked_add(1)?,
        Bound::Excluded(&end) => end,
        Bound::Unbounded => len,
    };
    (start <= end && end <= len).then_some(start..end)
}

/// As `positions`, for calls that return an error.
pub(super) fn checked_positions(range: impl RangeBounds<usize>, len: usize) -> Result<Range<usize>, Error> {
    positions(&range, len).ok_or_else(|| {
        let index = match (range.start_bound(), range.end_bound()) {
            // The end is wrong, or the start lies behind it.
            (_, Bound::Included(&i) | Bound::Excluded(&i)) if i > len => i,
            (Bound::Included(&i) | Bound::Excluded(&i), _) => i,
            (_, Bound::Included(&i) | Bound::Excluded(&i)) => i,
            (Bound::Unbounded, Bound::Unbounded) => len,
        };
        Error::OutOfBounds { index, len }
    })
}

/// Binary search over positions.
fn search(len: usize, mut compare: impl FnMut(usize) -> Ordering) -> Result<usize, usize> {
    let mut range = 0..len;
    while !range.is_empty() {
        let middle = range.start + range.len() / 2;
        match compare(middle) {
            Ordering::Less => range.start = middle + 1,
            Ordering::Greater => range.end = middle,
            Ordering::Equal => return Ok(middle),
        }
    }
    Err(range.start)
}

impl<'t, T: Shared> Elements<'t, T> {
    /// The element at a position below the length.
    ///
    /// # Panics
    /// If there is no such element.
    #[inline]
    pub(super) fn at(self, index: usize) -> T::Ref<'t> {
        self.get(index).expect("below the length")
    }
}

reads! {
    impl['t; T: Shared] ListRef, ListMut [T] {
        /// The elements in a range, forwards and backwards; `None` if the range does not lie in the list. Lists of numbers
        /// have [`as_slice`](Self::as_slice) too.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::Heap;
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let words = turn.put(&["a", "b", "c", "d"].map(String::from).to_vec())?;
        /// let words = turn.get(words)?;
        /// assert_eq!(words.range(1..3).unwrap().collect::<Vec<&str>>(), ["b", "c"]);
        /// assert_eq!(words.range(2..).unwrap().next_back(), Some("d"));
        /// assert!(words.range(3..5).is_none());
        /// # Ok::<(), ipo::Error>(())
        /// ```
        fn range(range: impl RangeBounds<usize>) -> Option<Iter<'t, T>> = |list| {
            let elements = list.elements();
            Some(elements.part(positions(&range, elements.len)?).iter())
        };

        /// Whether an element equals `value`, given as the getters give it: a number by value, text as `&str`. For the
        /// position of one, ask [`iter`](Self::iter): `list.iter().position(|element| element == value)`.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::Heap;
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let words = turn.put(&vec!["b".to_owned(), "d".to_owned()])?;
        /// let words = turn.get(words)?;
        /// assert!(words.contains("d") && !words.contains("c"));
        /// assert_eq!(words.iter().position(|word| word == "d"), Some(1));
        /// assert_eq!(words.binary_search("c"), Err(1)); // where it belongs
        /// # Ok::<(), ipo::Error>(())
        /// ```
        fn contains(value: T::Ref<'t>) -> bool where [T::Ref<'t>: PartialEq] = |list| {
            list.iter().any(|element| element == value)
        };

        /// Looks for a value in a sorted list: `Ok` with the position of one that equals it, or `Err` with the position
        /// where it belongs. In proportion to the logarithm of the length.
        fn binary_search(value: T::Ref<'t>) -> Result<usize, usize> where [T::Ref<'t>: Ord] = |list| {
            let elements = list.elements();
            search(elements.len, |i| elements.at(i).cmp(&value))
        };

        /// As [`binary_search`](Self::binary_search), by a function that says how an element compares with what is looked
        /// for.
        fn binary_search_by(compare: impl FnMut(T::Ref<'t>) -> Ordering) -> Result<usize, usize> = |list| {
            let (elements, mut compare) = (list.elements(), compare);
            search(elements.len, |i| compare(elements.at(i)))
        };

        /// As [`binary_search`](Self::binary_search), in a list that is sorted by a key.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::Heap;
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let pairs = turn.put(&vec![(1_u32, "x".to_owned()), (4, "y".into())])?;
        /// let pairs = turn.get(pairs)?;
        /// assert_eq!(pairs.binary_search_by_key(&4, |(number, _)| number), Ok(1));
        /// # Ok::<(), ipo::Error>(())
        /// ```
        fn binary_search_by_key[B: Ord](key: &B, by: impl FnMut(T::Ref<'t>) -> B) -> Result<usize, usize> = |list| {
            let (elements, mut by) = (list.elements(), by);
            search(elements.len, |i| by(elements.at(i)).cmp(key))
        };

        /// The number of elements before the first one for which `is_before` says no, in a list where those come first.
        /// In proportion to the logarithm of the length.
        fn partition_point(is_before: impl FnMut(T::Ref<'t>) -> bool) -> usize = |list| {
            let mut is_before = is_before;
            let order = |element| if is_before(element) { Ordering::Less } else { Ordering::Greater };
            list.binary_search_by(order).unwrap_or_else(|at| at)
        };
    }
}

impl<'t, T: Shared> ListMut<'t, T> {
    /// As [`range`](Self::range), to be changed in place.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&["a", "b", "c"].map(String::from).to_vec())?;
    /// let mut words = turn.get_mut(words)?;
    /// for mut word in words.range_mut(1..).unwrap().rev() {
    ///     word.push('!')?;
    /// }
    /// words.first_mut().unwrap().push('?')?;
    /// assert_eq!(words.iter().collect::<Vec<_>>(), ["a?", "b!", "c!"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn range_mut(&mut self, range: impl RangeBounds<usize>) -> Option<IterMut<'_, T>> {
        let range = positions(&range, self.len())?;
        // SAFETY: the list's elements are live and belong to this view alone.
        Some(unsafe { self.elements_mut().part(range).opened() }.iter())
    }

    /// The first element, to be changed in place.
    #[inline]
    pub fn first_mut(&mut self) -> Option<T::Mut<'_>> {
        self.get_mut(0)
    }

    /// The last element, to be changed in place.
    #[inline]
    pub fn last_mut(&mut self) -> Option<T::Mut<'_>> {
        let last = self.len().wrapping_sub(1);
        self.get_mut(last)
    }
}
