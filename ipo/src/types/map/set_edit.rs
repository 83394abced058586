//! The methods of a set that change which elements it has: those of a map whose values are nothing.

use super::set::SetMut;
use super::table::Table;
use super::view::MapMut;
use crate::error::Error;
use crate::types::key::Key;

impl<T: Key> SetMut<'_, T> {
    /// The set as the map that it is.
    #[inline]
    fn map(&mut self) -> MapMut<'_, T, ()> {
        MapMut::of_slot(self.slot.reborrow())
    }

    /// Adds an element; false if it was there. Cost as [`MapMut::insert`].
    ///
    /// # Errors
    /// Here and in the other methods that add elements: [`Error::OutOfSpace`], [`Error::JournalFull`],
    /// [`Error::TooLarge`] beyond 2³² - 1 elements; the set is unchanged then.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no set.
    pub fn insert(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        if self.as_ref().table().find(&value).is_some() {
            return Ok(false);
        }
        let (slot, writer) = (self.slot.ptr().cast(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, and the element is not in the table.
        writer.scope(|| unsafe { Table::<T, ()>::insert(slot, writer, value, ()) })?;
        Ok(true)
    }

    /// Takes an element out; false if it was not there. Constant time on average.
    ///
    /// # Errors
    /// Here and in the other methods that take elements out: [`Error::JournalFull`]; the set is unchanged then.
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    pub fn remove(&mut self, value: T::Arg<'_>) -> Result<bool, Error> {
        self.map().remove(value).map(|removed| removed.is_some())
    }

    /// Takes an element out and copies it out. Constant time on average.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    pub fn take(&mut self, value: T::Arg<'_>) -> Result<Option<T>, Error> {
        Ok(self.map().remove_entry(value)?.map(|(value, ())| value))
    }

    /// Adds what an iterator gives, as [`insert`](Self::insert) takes it, all or nothing.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashSet;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&HashSet::<String>::new())?;
    /// let mut words = turn.get_mut(words)?;
    /// words.extend("a rose is a rose".split(' '))?;
    /// words.retain(|word| word.len() < 4)?;
    /// assert_eq!(words.take("is")?.as_deref(), Some("is"));
    /// assert_eq!(words.drain()?, ["a"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend<'a>(&mut self, values: impl IntoIterator<Item = T::Arg<'a>>) -> Result<(), Error> {
        self.map().extend(values.into_iter().map(|value| (value, ())))
    }

    /// Takes every element out for which `keep` says no, all or nothing. In proportion to the room of the block.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn retain(&mut self, mut keep: impl FnMut(T::Ref<'_>) -> bool) -> Result<(), Error> {
        self.map().retain(|value, ()| keep(value))
    }

    /// Takes all elements out, copies them out, and frees the block, all or nothing. In no order. A `Vec`, as
    /// [`MapMut::drain`] gives.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if an element cannot be what it should be.
    pub fn drain(&mut self) -> Result<Vec<T>, Error> {
        Ok(self.map().drain()?.into_iter().map(|(value, ())| value).collect())
    }

    /// Takes all elements out and frees the block.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn clear(&mut self) -> Result<(), Error> {
        self.map().clear()
    }

    /// Makes room for `more` elements, so that adding them moves none.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        self.map().reserve(more)
    }

    /// Moves the elements to the smallest block that holds them; frees the block if there are none.
    ///
    /// # Errors
    /// As [`insert`](Self::insert): the new block is needed before the old one is free.
    pub fn shrink_to_fit(&mut self) -> Result<(), Error> {
        self.map().shrink_to_fit()
    }
}
