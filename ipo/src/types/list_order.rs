//! The methods of a list that change the order of its elements, or sift them. Elements move with their slots: what they
//! own stays where it is. Each method is one journal scope, which saves the elements that move; where the journal has no
//! room for that, the list moves to another block.

use std::cmp::Ordering;

use super::bytes;
use super::elements::Elements;
use super::list::ListMut;
use crate::error::Error;
use crate::object::shared::Shared;

impl<T: Shared> ListMut<'_, T> {
    /// Puts the elements into another order: at each position the one that was at the position named there.
    fn reorder(&mut self, order: impl ExactSizeIterator<Item = usize>) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        let elements = self.as_ref().elements();
        debug_assert_eq!(order.len(), elements.len);
        let slots: Vec<T::Slot> = order.filter_map(|i| elements.slot(i)).map(|slot| slot.get()).collect();
        // SAFETY: the slot is live and exclusive; the callers' orders name every position once.
        writer.scope(|| unsafe { bytes::exchange::<T>(ptr, writer, 0, slots.len(), &slots) })
    }

    /// Sorts positions, and then the elements.
    fn sort_positions(
        &mut self,
        mut compare: impl FnMut(Elements<'_, T>, usize, usize) -> Ordering,
    ) -> Result<(), Error> {
        let elements = self.as_ref().elements();
        let mut order: Vec<usize> = (0..elements.len).collect();
        order.sort_by(|&a, &b| compare(elements, a, b));
        if order.is_sorted() {
            return Ok(());
        }
        self.reorder(order.into_iter())
    }

    /// Sorts the list, all or nothing. Stable: equal elements keep their order. What elements own is not moved. A list of
    /// numbers that need not be sorted all or nothing is sorted faster by
    /// [`as_mut_slice`](Self::as_mut_slice)`().sort()`.
    ///
    /// # Errors
    /// Here and in the other methods that change the order: [`Error::JournalFull`], [`Error::OutOfSpace`] where the
    /// journal has no room for a copy of the list's slots, and there is none for a second block either. The list is
    /// unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&["pear", "fig", "apple", "fig"].map(String::from).to_vec())?;
    /// let mut words = turn.get_mut(words)?;
    /// words.sort()?;
    /// words.dedup()?;
    /// assert_eq!(words.iter().collect::<Vec<_>>(), ["apple", "fig", "pear"]);
    /// words.sort_by_key(|word| word.len())?;
    /// assert_eq!(words.iter().collect::<Vec<_>>(), ["fig", "pear", "apple"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn sort(&mut self) -> Result<(), Error>
    where
        for<'x> T::Ref<'x>: Ord,
    {
        self.sort_positions(|elements, a, b| elements.at(a).cmp(&elements.at(b)))
    }

    /// As [`sort`](Self::sort), by a function that compares two elements: `|a, b| a.total_cmp(&b)` for floats.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    ///
    /// # Panics
    /// As std's, where it may: if `compare` is no order. The list is unchanged then.
    pub fn sort_by(&mut self, mut compare: impl FnMut(T::Ref<'_>, T::Ref<'_>) -> Ordering) -> Result<(), Error> {
        self.sort_positions(|elements, a, b| compare(elements.at(a), elements.at(b)))
    }

    /// As [`sort`](Self::sort), by a key of each element, which is computed in each comparison.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    pub fn sort_by_key<B: Ord>(&mut self, mut key: impl FnMut(T::Ref<'_>) -> B) -> Result<(), Error> {
        self.sort_positions(|elements, a, b| key(elements.at(a)).cmp(&key(elements.at(b))))
    }

    /// Turns the order round, all or nothing.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&["a", "b", "c", "d"].map(String::from).to_vec())?;
    /// let mut words = turn.get_mut(words)?;
    /// words.reverse()?;
    /// words.swap(0, 1)?;
    /// assert_eq!(words.iter().collect::<String>(), "cdba");
    /// words.rotate_left(1)?;
    /// assert_eq!(words.iter().collect::<String>(), "dbac");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn reverse(&mut self) -> Result<(), Error> {
        self.reorder((0..self.len()).rev())
    }

    /// Moves the first `count` elements to the end, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if `count` is greater than the length; else as [`sort`](Self::sort).
    pub fn rotate_left(&mut self, count: usize) -> Result<(), Error> {
        let len = self.len();
        if count > len {
            return Err(Error::OutOfBounds { index: count, len });
        }
        self.reorder((0..len).map(|i| if i < len - count { i + count } else { i + count - len }))
    }

    /// Moves the last `count` elements to the front, all or nothing.
    ///
    /// # Errors
    /// As [`rotate_left`](Self::rotate_left).
    pub fn rotate_right(&mut self, count: usize) -> Result<(), Error> {
        let len = self.len();
        self.rotate_left(len.checked_sub(count).ok_or(Error::OutOfBounds { index: count, len })?)
    }

    /// Swaps two elements, all or nothing. Constant time.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`], [`Error::JournalFull`]; the list is unchanged then.
    pub fn swap(&mut self, a: usize, b: usize) -> Result<(), Error> {
        // SAFETY: the list's elements are live and belong to this view alone.
        unsafe { self.elements_mut().swap(a, b) }
    }

    /// Takes away every element for which `keep` says no, all or nothing, in one pass. The block keeps its size.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let numbers = turn.put(&(1..=9).collect::<Vec<u32>>())?;
    /// let mut numbers = turn.get_mut(numbers)?;
    /// numbers.retain(|number| number % 3 != 0)?;
    /// assert_eq!(numbers.as_slice(), [1, 2, 4, 5, 7, 8]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(T::Ref<'_>) -> bool) -> Result<(), Error> {
        self.sift(|elements, i, _| keep(elements.at(i)))
    }

    /// Takes away every element that equals the one before it, all or nothing, in one pass.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    pub fn dedup(&mut self) -> Result<(), Error>
    where
        for<'x> T::Ref<'x>: PartialEq,
    {
        self.sift(|elements, i, kept| kept.is_none_or(|kept| elements.at(i) != elements.at(kept)))
    }

    /// As [`dedup`](Self::dedup), where the keys of elements are equal.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    pub fn dedup_by_key<B: PartialEq>(&mut self, mut key: impl FnMut(T::Ref<'_>) -> B) -> Result<(), Error> {
        self.sift(|elements, i, kept| kept.is_none_or(|kept| key(elements.at(i)) != key(elements.at(kept))))
    }

    /// As [`dedup`](Self::dedup), where `same` says so of an element and the one that was kept before it.
    ///
    /// # Errors
    /// As [`sort`](Self::sort).
    pub fn dedup_by(&mut self, mut same: impl FnMut(T::Ref<'_>, T::Ref<'_>) -> bool) -> Result<(), Error> {
        self.sift(|elements, i, kept| kept.is_none_or(|kept| !same(elements.at(i), elements.at(kept))))
    }

    /// Keeps what `keep` says yes to, which is given a position and the last one that was kept.
    fn sift(&mut self, mut keep: impl FnMut(Elements<'_, T>, usize, Option<usize>) -> bool) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        let elements = self.as_ref().elements();
        // `keep` is the program's: what it does to other views is not this operation's to undo.
        let (mut last, mut gone, mut moved) = (None, Vec::new(), Vec::new());
        for (i, slot) in (0..elements.len).filter_map(|i| Some((i, elements.slot(i)?))) {
            if keep(elements, i, last) {
                last = Some(i);
                if !gone.is_empty() {
                    moved.push(slot.get());
                }
            } else {
                gone.push(i);
            }
        }
        let Some(&first) = gone.first() else { return Ok(()) };
        writer.scope(|| {
            if T::OWNS {
                for slot in gone.iter().filter_map(|&i| elements.slot(i)) {
                    // SAFETY: the element goes below, in this scope. Until that commits, its bytes stay what they are.
                    unsafe { T::release(slot, writer)? };
                }
            }
            // SAFETY: the slot is live and exclusive; `moved` are those behind the first that goes, less the released.
            unsafe { bytes::exchange::<T>(ptr, writer, first, elements.len - first, &moved) }
        })
    }
}
