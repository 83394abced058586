//! The methods of a list that change how many elements it has. Each is one journal scope, or one store.

use super::bytes;
use super::list::{IN_PLACE, ListMut};
use super::list_end::{self, ListEnd};
use crate::error::Error;
use crate::object::shared::{Plain, Shared};
use crate::object::slot::SlotMut;

impl<T: Shared> ListMut<'_, T> {
    /// Appends an element. Constant time on average; one store where there is room and the element owns nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the list is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// list.push(4)?;
    /// assert_eq!(list.as_slice(), [1, 2, 3, 4]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn push(&mut self, value: T::Arg<'_>) -> Result<(), Error> {
        let (ptr, writer) = self.place();
        if !T::OWNS {
            // SAFETY: a value that owns nothing allocates nothing: no scope is needed.
            let element = unsafe { T::build(writer, value)? };
            // SAFETY: the slot is live and exclusive, and `end` was seen at it; it is forgotten when anything else changes.
            if unsafe { self.end.push(ptr, element) } {
                return Ok(());
            }
            self.end = ListEnd::UNKNOWN;
            // By value, so that the view need not lie in memory for it.
            // SAFETY: the slot is live and exclusive.
            self.end = unsafe { list_end::append::<T>(ptr, writer, element)? };
            return Ok(());
        }
        let (ptr, writer) = self.changing();
        writer.scope(|| {
            // SAFETY: stored below, in this scope.
            let element = unsafe { T::build(writer, value)? };
            let len = self.len();
            // SAFETY: the slot is live and exclusive.
            unsafe { bytes::splice::<T>(ptr, writer, len, 0, &[element]) }
        })
    }

    /// Takes the last element away and copies it out. One store where elements own nothing.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the list is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// assert_eq!(list.pop()?, Some(3));
    /// assert_eq!(list.len(), 2);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn pop(&mut self) -> Result<Option<T>, Error> {
        let Some(value) = self.last().map(T::load) else { return Ok(None) };
        let len = self.len() - 1;
        self.truncate(len)?;
        Ok(Some(value))
    }

    /// Overwrites the element at `index`. All or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; [`Error::OutOfSpace`], [`Error::JournalFull`] where the element may allocate.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// list.set(0, 9)?;
    /// assert!(list.set(3, 9).is_err());
    /// assert_eq!(list.as_slice(), [9, 2, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn set(&mut self, index: usize, value: T::Arg<'_>) -> Result<(), Error> {
        let len = self.len();
        if index >= len {
            return Err(Error::OutOfBounds { index, len });
        }
        self.replace(index, 1, |writer| {
            // SAFETY: `replace` stores it, in its scope.
            unsafe { Ok([T::build(writer, value)?]) }
        })
    }

    /// Puts an element before the one at `index`; the ones behind move up.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if `index` is greater than the length; [`Error::OutOfSpace`], [`Error::JournalFull`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// list.insert(1, 9)?;
    /// assert_eq!(list.as_slice(), [1, 9, 2, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn insert(&mut self, index: usize, value: T::Arg<'_>) -> Result<(), Error> {
        let len = self.len();
        if index > len {
            return Err(Error::OutOfBounds { index, len });
        }
        self.replace(index, 0, |writer| {
            // SAFETY: `replace` stores it, in its scope.
            unsafe { Ok([T::build(writer, value)?]) }
        })
    }

    /// Takes the element at `index` away and copies it out; the ones behind move down.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; [`Error::JournalFull`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// assert_eq!(list.remove(1)?, 2);
    /// assert_eq!(list.as_slice(), [1, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn remove(&mut self, index: usize) -> Result<T, Error> {
        let len = self.len();
        let value = self.get(index).map(T::load).ok_or(Error::OutOfBounds { index, len })?;
        self.replace(index, 1, |_| Ok([]))?;
        Ok(value)
    }

    /// Shortens the list to `len` elements; without effect if it is not longer.
    ///
    /// # Errors
    /// [`Error::JournalFull`] where elements own blocks.
    pub fn truncate(&mut self, len: usize) -> Result<(), Error> {
        let old = self.len();
        if len >= old {
            return Ok(());
        }
        if T::OWNS {
            return self.replace(len, old - len, |_| Ok([]));
        }
        // SAFETY: the slot is live and exclusive; `len` is less than the length.
        unsafe { bytes::shorten(self.place().0, len) };
        self.end.shorten(len);
        Ok(())
    }

    /// Takes all elements away; the block stays.
    ///
    /// # Errors
    /// As [`truncate`](Self::truncate).
    pub fn clear(&mut self) -> Result<(), Error> {
        self.truncate(0)
    }

    /// Appends copies of all elements of a slice, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the list is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec!["a".to_owned()])?;
    /// let mut list = turn.get_mut(list)?;
    /// list.extend_from_slice(&["b".into(), "c".into()])?;
    /// assert_eq!(list.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend_from_slice(&mut self, values: &[T]) -> Result<(), Error> {
        let len = self.len();
        self.replace(len, 0, |writer| {
            // SAFETY: `replace` stores them, in its scope.
            values.iter().map(|value| unsafe { T::build_ref(writer, value) }).collect::<Result<Vec<_>, _>>()
        })
    }

    /// Replaces all elements by copies of a slice's, all or nothing.
    ///
    /// # Errors
    /// As [`extend_from_slice`](Self::extend_from_slice).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2, 3])?;
    /// let mut list = turn.get_mut(list)?;
    /// list.assign(&[7])?;
    /// assert_eq!(list.as_slice(), [7]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn assign(&mut self, values: &[T]) -> Result<(), Error> {
        if T::OWNS || size_of_val(values) > IN_PLACE {
            let (ptr, writer) = self.changing();
            // SAFETY: the list's own slot, which this view has for itself.
            return unsafe { SlotMut::<Vec<T>>::new(ptr, writer) }.replace(values);
        }
        let len = self.len();
        self.replace(0, len, |writer| {
            // SAFETY: `replace` stores them, in its scope.
            values.iter().map(|value| unsafe { T::build_ref(writer, value) }).collect::<Result<Vec<_>, _>>()
        })
    }

    /// Replaces `removed` elements at `at` by what `build` makes, in one scope.
    pub(super) fn replace<N: AsRef<[T::Slot]>>(
        &mut self,
        at: usize,
        removed: usize,
        build: impl FnOnce(&crate::journal::Writer) -> Result<N, Error>,
    ) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        writer.scope(|| {
            let new = build(writer)?;
            // SAFETY: the slot is live and exclusive; the callers keep `at + removed` within the length.
            unsafe { bytes::splice::<T>(ptr, writer, at, removed, new.as_ref()) }
        })
    }

    /// Appends numbers from a slice, in one copy.
    ///
    /// # Errors
    /// As [`extend_from_slice`](Self::extend_from_slice).
    pub fn extend_from_plain(&mut self, values: &[T]) -> Result<(), Error>
    where
        T: Plain,
    {
        let (len, (ptr, writer)) = (self.len(), self.changing());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { bytes::splice::<T>(ptr, writer, len, 0, values) })
    }
}
