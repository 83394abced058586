//! The methods of a deque that change how many elements it has, or where they lie. Each is one journal scope, or one
//! store.

use std::ops::{Bound, RangeBounds};

use super::ring::Ring;
use super::view::DequeMut;
use crate::error::Error;
use crate::object::shared::{Plain, Shared};
use crate::object::slot::SlotRef;
use crate::types::taken_in::taken_in;

/// The two ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Front,
    Back,
}

impl<T: Shared> DequeMut<'_, T> {
    #[inline]
    fn push(&mut self, end: End, value: T::Arg<'_>) -> Result<(), Error> {
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        let longer = |ring: Ring<T>| match end {
            End::Front => (ring.backward(1, ring.len + 1), 0),
            End::Back => (ring.forward(0, ring.len + 1), ring.len),
        };
        if !T::OWNS && !writer.in_transaction() {
            let ring = self.ring();
            if ring.len < ring.room {
                let (ring, index) = longer(ring);
                // SAFETY: a value that owns nothing allocates nothing: no scope is needed. The slot is live and exclusive;
                // nobody reads the cell before the store that publishes it.
                unsafe {
                    let element = T::build(writer, value)?;
                    ring.cell(index).as_ptr().write(element);
                    ring.publish(slot);
                }
                return Ok(());
            }
        }
        // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
        writer.scope(|| unsafe {
            let element = T::build(writer, value)?;
            let (ring, index) = longer(Ring::checked(slot, writer.space())?.grown(slot, writer)?);
            ring.fill(writer, index, element)?;
            ring.publish_logged(slot, writer)
        })
    }

    /// Prepends an element. Constant time on average; one store where there is room and the element owns nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] beyond 2³² - 1 elements; the deque is unchanged
    /// then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([2_u32]))?;
    /// turn.get_mut(line)?.push_front(1)?;
    /// assert_eq!(turn.load(line)?, [1, 2]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn push_front(&mut self, value: T::Arg<'_>) -> Result<(), Error> {
        self.push(End::Front, value)
    }

    /// Appends an element. Constant time on average; one store where there is room and the element owns nothing.
    ///
    /// # Errors
    /// As [`push_front`](Self::push_front).
    #[inline]
    pub fn push_back(&mut self, value: T::Arg<'_>) -> Result<(), Error> {
        self.push(End::Back, value)
    }

    /// Takes the first element away and copies it out. One store where elements own nothing.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the deque is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u32, 2, 3]))?;
    /// let mut line = turn.get_mut(line)?;
    /// assert_eq!((line.pop_front()?, line.pop_back()?), (Some(1), Some(3)));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn pop_front(&mut self) -> Result<Option<T>, Error> {
        let Some(value) = self.front().map(T::load) else { return Ok(None) };
        self.cut(0, 1)?;
        Ok(Some(value))
    }

    /// Takes the last element away and copies it out. One store where elements own nothing.
    ///
    /// # Errors
    /// As [`pop_front`](Self::pop_front).
    #[inline]
    pub fn pop_back(&mut self) -> Result<Option<T>, Error> {
        let Some(value) = self.back().map(T::load) else { return Ok(None) };
        let len = self.len();
        self.cut(len - 1, len)?;
        Ok(Some(value))
    }

    /// Takes the elements from `from` up to `to`, which is at most the length, away. The shorter side moves.
    fn cut(&mut self, from: usize, to: usize) -> Result<(), Error> {
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        let (ring, gone) = (self.ring(), to - from);
        let (front, back) = (from, ring.len - to);
        let shorter = if front < back { ring.forward(gone, ring.len - gone) } else { ring.forward(0, ring.len - gone) };
        if !T::OWNS && (front == 0 || back == 0) {
            // SAFETY: the slot is live and exclusive. In a transaction its bytes were saved when its view was opened.
            unsafe { shorter.publish(slot) };
            return Ok(());
        }
        // SAFETY: the slot is live and exclusive; the elements go, or move, in this scope.
        writer.scope(|| unsafe {
            ring.release_some(writer, from, gone)?;
            let (at, moved) = if front < back { (0, ring.read(0, front)) } else { (from, ring.read(to, back)) };
            shorter.save(writer, at, moved.len())?;
            shorter.write(at, &moved);
            shorter.publish_logged(slot, writer)
        })
    }

    /// Overwrites the element at `index`. All or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; [`Error::OutOfSpace`], [`Error::JournalFull`] where the element may allocate.
    pub fn set(&mut self, index: usize, value: T::Arg<'_>) -> Result<(), Error> {
        let (ring, writer) = (self.ring(), self.slot.writer());
        self.inside(index)?;
        // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
        writer.scope(|| unsafe {
            let element = T::build(writer, value)?;
            ring.release_some(writer, index, 1)?;
            ring.save(writer, index, 1)?;
            ring.write(index, &[element]);
            Ok(())
        })
    }

    fn inside(&self, index: usize) -> Result<(), Error> {
        let len = self.len();
        if index < len { Ok(()) } else { Err(Error::OutOfBounds { index, len }) }
    }

    /// Puts an element before the one at `index`. The elements on the shorter side move.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if `index` is greater than the length; else as [`push_front`](Self::push_front).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u32, 2, 3]))?;
    /// turn.get_mut(line)?.insert(1, 9)?;
    /// assert_eq!(turn.load(line)?, [1, 9, 2, 3]);
    /// assert_eq!(turn.get_mut(line)?.remove(2)?, Some(2));
    /// assert_eq!(turn.load(line)?, [1, 9, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn insert(&mut self, index: usize, value: T::Arg<'_>) -> Result<(), Error> {
        let len = self.len();
        if index > len {
            return Err(Error::OutOfBounds { index, len });
        }
        if index == len {
            return self.push_back(value);
        }
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
        writer.scope(|| unsafe {
            let element = T::build(writer, value)?;
            let ring = Ring::<T>::checked(slot, writer.space())?.grown(slot, writer)?;
            let (longer, at, moved) = if index < len - index {
                let mut moved = ring.read(0, index);
                moved.push(element);
                (ring.backward(1, len + 1), 0, moved)
            } else {
                let mut moved = vec![element];
                moved.append(&mut ring.read(index, len - index));
                (ring.forward(0, len + 1), index, moved)
            };
            longer.save(writer, at, moved.len())?;
            longer.write(at, &moved);
            longer.publish_logged(slot, writer)
        })
    }

    /// Takes the element at `index` away and copies it out; none if there is no such element. The elements on the
    /// shorter side move.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the deque is unchanged then.
    pub fn remove(&mut self, index: usize) -> Result<Option<T>, Error> {
        let Some(value) = self.get(index).map(T::load) else { return Ok(None) };
        self.cut(index, index + 1)?;
        Ok(Some(value))
    }

    /// Takes a range of elements away and copies them out, at once. The elements on the shorter side move.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if the range does not lie in the deque; [`Error::JournalFull`].
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u32, 2, 3, 4]))?;
    /// assert_eq!(turn.get_mut(line)?.drain(1..3)?, [2, 3]);
    /// assert_eq!(turn.load(line)?, [1, 4]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Result<Vec<T>, Error> {
        let len = self.len();
        let from = match range.start_bound() {
            Bound::Included(&n) => n,
            Bound::Excluded(&n) => n.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let to = match range.end_bound() {
            Bound::Included(&n) => n.saturating_add(1),
            Bound::Excluded(&n) => n,
            Bound::Unbounded => len,
        };
        if from > to || to > len {
            return Err(Error::OutOfBounds { index: from.max(to), len });
        }
        let values = self.iter().skip(from).take(to - from).map(T::load).collect();
        self.cut(from, to)?;
        Ok(values)
    }

    /// Swaps two elements; what they own stays where it is.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`], [`Error::JournalFull`]; the deque is unchanged then.
    pub fn swap(&mut self, i: usize, j: usize) -> Result<(), Error> {
        self.inside(i)?;
        self.inside(j)?;
        let (ring, writer) = (self.ring(), self.slot.writer());
        // SAFETY: the slot is live and exclusive; both elements are live.
        writer.scope(|| unsafe {
            let (a, b) = (ring.read(i, 1), ring.read(j, 1));
            ring.save(writer, i, 1)?;
            ring.save(writer, j, 1)?;
            ring.write(i, &b);
            ring.write(j, &a);
            Ok(())
        })
    }

    /// Shortens the deque to `len` elements; without effect if it is not longer. The block stays.
    ///
    /// # Errors
    /// [`Error::JournalFull`] where elements own blocks; the deque is unchanged then.
    pub fn truncate(&mut self, len: usize) -> Result<(), Error> {
        let old = self.len();
        if len < old { self.cut(len, old) } else { Ok(()) }
    }

    /// Takes all elements away; the block stays.
    ///
    /// # Errors
    /// As [`truncate`](Self::truncate).
    pub fn clear(&mut self) -> Result<(), Error> {
        self.truncate(0)
    }

    /// Appends all elements that an iterator gives, all or nothing. They are taken in before the deque changes.
    ///
    /// # Errors
    /// As [`push_front`](Self::push_front); the deque is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from(["a".to_owned()]))?;
    /// turn.get_mut(line)?.extend(["b", "c"])?;
    /// assert_eq!(turn.load(line)?, ["a", "b", "c"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend<'a>(&mut self, values: impl IntoIterator<Item = T::Arg<'a>>) -> Result<(), Error> {
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        let values = taken_in(writer, size_of::<T::Slot>(), values.into_iter().map(Ok))?;
        // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
        writer.scope(|| unsafe {
            let mut ring = Ring::<T>::checked(slot, writer.space())?;
            for value in values {
                let element = T::build(writer, value)?;
                ring = ring.grown(slot, writer)?;
                ring.fill(writer, ring.len, element)?;
                ring.len += 1;
            }
            ring.publish_logged(slot, writer)
        })
    }

    /// Keeps the elements for which `keep` says yes, all or nothing.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the deque is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u32, 2, 3, 4]))?;
    /// turn.get_mut(line)?.retain(|n| n % 2 == 0)?;
    /// assert_eq!(turn.load(line)?, [2, 4]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn retain(&mut self, mut keep: impl FnMut(T::Ref<'_>) -> bool) -> Result<(), Error> {
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        let ring = self.ring();
        // `keep` is the program's: what it does to other views is not this operation's to undo.
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for i in 0..ring.len {
            // SAFETY: one of the ring's elements, which are live and stay what they are.
            if keep(T::view(unsafe { SlotRef::new(ring.cell(i), writer.space()) })) {
                // Those before the first one that goes stay where they are.
                if !gone.is_empty() {
                    // SAFETY: as above.
                    kept.push(unsafe { ring.cell(i).as_ptr().read() });
                }
            } else {
                gone.push(i);
            }
        }
        let Some(&first) = gone.first() else { return Ok(()) };
        // SAFETY: the slot is live and exclusive; elements go, or move, in this scope.
        writer.scope(|| unsafe {
            gone.iter().try_for_each(|&i| ring.release_some(writer, i, 1))?;
            ring.save(writer, first, kept.len())?;
            ring.write(first, &kept);
            ring.forward(0, first + kept.len()).publish_logged(slot, writer)
        })
    }

    /// Moves the first `n` elements to the back. In proportion to the number of elements on the shorter side.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if there are fewer; [`Error::JournalFull`]; the deque is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_u32, 2, 3, 4]))?;
    /// turn.get_mut(line)?.rotate_left(1)?;
    /// assert_eq!(turn.load(line)?, [2, 3, 4, 1]);
    /// turn.get_mut(line)?.rotate_right(2)?;
    /// assert_eq!(turn.load(line)?, [4, 1, 2, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn rotate_left(&mut self, n: usize) -> Result<(), Error> {
        let (slot, writer) = (self.slot.ptr(), self.slot.writer());
        let ring = self.ring();
        let len = ring.len;
        if n > len {
            return Err(Error::OutOfBounds { index: n, len });
        }
        // SAFETY: the slot is live and exclusive; elements move in this scope.
        writer.scope(|| unsafe {
            let back = len - n;
            let (turned, at, moved) = if n < back {
                (ring.forward(n, len), back, ring.read(0, n))
            } else {
                (ring.backward(back, len), 0, ring.read(n, back))
            };
            // In a full ring they are in their new places already.
            if len < ring.room {
                turned.save(writer, at, moved.len())?;
                turned.write(at, &moved);
            }
            turned.publish_logged(slot, writer)
        })
    }

    /// Moves the last `n` elements to the front. In proportion to the number of elements on the shorter side.
    ///
    /// # Errors
    /// As [`rotate_left`](Self::rotate_left).
    pub fn rotate_right(&mut self, n: usize) -> Result<(), Error> {
        let len = self.len();
        self.rotate_left(len.checked_sub(n).ok_or(Error::OutOfBounds { index: n, len })?)
    }

    /// Makes room for `more` elements.
    ///
    /// # Errors
    /// As [`push_front`](Self::push_front).
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        let ring = self.ring();
        let wanted = ring.len.saturating_add(more);
        if wanted <= ring.room { Ok(()) } else { self.resize(wanted) }
    }

    /// Gives up the room that no element needs; an empty deque gives up its block.
    ///
    /// # Errors
    /// As [`push_front`](Self::push_front).
    pub fn shrink_to_fit(&mut self) -> Result<(), Error> {
        let ring = self.ring();
        if ring.room == Ring::<T>::MOST || ring.room == ring.len { Ok(()) } else { self.resize(ring.len) }
    }

    fn resize(&mut self, room: usize) -> Result<(), Error> {
        let (ring, slot, writer) = (self.ring(), self.slot.ptr(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { ring.resize(slot, writer, room).map(drop) })
    }

    /// Puts the numbers into one piece, and gives them as a slice of the heap. Moves them into a new block of the same
    /// size if they are in two pieces. For the slice, the same holds as for [`as_mut_slices`](Self::as_mut_slices).
    ///
    /// # Errors
    /// As [`push_front`](Self::push_front).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([3_i64, 1]))?;
    /// let mut line = turn.get_mut(line)?;
    /// line.push_front(2)?;
    /// line.make_contiguous()?.sort_unstable();
    /// assert_eq!(line.as_slices(), (&[1, 2, 3][..], &[][..]));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn make_contiguous(&mut self) -> Result<&mut [T], Error>
    where
        T: Plain,
    {
        if !self.as_slices().1.is_empty() {
            let room = self.ring().room;
            self.resize(room)?;
        }
        Ok(self.as_mut_slices().0)
    }
}
