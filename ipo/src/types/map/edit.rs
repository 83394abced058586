//! The methods of a map that change which keys it has. Each is one journal scope.

use super::table::Table;
use super::view::MapMut;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::types::key::Key;
use crate::types::taken_in::taken_in;

impl<K: Key, V: Shared> MapMut<'_, K, V> {
    /// Sets the value of a key; copies the old one out if there was one. Constant time on average, and in proportion to
    /// the number of entries when the block is full. A key that is there already stays as it is.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] beyond 2³² - 1 entries or for values that
    /// nest too deep; the map is unchanged then.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map, or no value where the old one is copied out.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::{Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let stock: Handle<HashMap<String, u32>> = turn.put(&HashMap::new())?;
    ///
    /// let mut stock = turn.get_mut(stock)?;
    /// assert_eq!(stock.insert("apples", 3)?, None);
    /// assert_eq!(stock.insert("apples", 5)?, Some(3));
    /// assert_eq!(stock.len(), 1);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn insert<'a>(&mut self, key: K::Arg<'a>, value: V::Arg<'a>) -> Result<Option<V>, Error> {
        match self.value_slot(&key) {
            Some(slot) => {
                let old = V::load(V::view(slot.as_ref()));
                slot.replace(value)?;
                Ok(Some(old))
            }
            None => {
                let (slot, writer) = self.changing();
                // SAFETY: the slot is live and exclusive, and the key is not in the table.
                writer.scope(|| unsafe { Table::<K, V>::insert(slot, writer, key, value).map(drop) })?;
                Ok(None)
            }
        }
    }

    /// Takes a key out and copies its value out. Constant time on average. The block keeps its size:
    /// [`clear`](Self::clear) frees it.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let names = turn.put(&HashMap::from([(1_u32, "Ada".to_owned())]))?;
    /// let mut names = turn.get_mut(names)?;
    /// assert_eq!(names.remove(1)?.as_deref(), Some("Ada"));
    /// assert_eq!(names.remove(1)?, None);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn remove(&mut self, key: K::Arg<'_>) -> Result<Option<V>, Error> {
        let table = self.as_ref().table();
        let Some(bucket) = table.find(&key) else { return Ok(None) };
        let old = V::load(V::view(table.value(bucket)));
        self.remove_bucket(bucket)?;
        Ok(Some(old))
    }

    /// As [`remove`](Self::remove), with a copy of the key as it lay in the map.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    pub fn remove_entry(&mut self, key: K::Arg<'_>) -> Result<Option<(K, V)>, Error> {
        let table = self.as_ref().table();
        let Some(bucket) = table.find(&key) else { return Ok(None) };
        let old = (K::load(K::view(table.key(bucket))), V::load(V::view(table.value(bucket))));
        self.remove_bucket(bucket)?;
        Ok(Some(old))
    }

    /// Takes the entry of a full bucket out.
    pub(super) fn remove_bucket(&mut self, bucket: usize) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        let table = self.as_ref().table();
        // SAFETY: the slot is live and exclusive, the bucket full.
        writer.scope(|| unsafe { table.remove(slot, writer, bucket) })
    }

    /// Sets the values of many keys, all or nothing; of a key that comes twice, the last one. A key that is there already
    /// stays as it is. All that the iterator gives is taken in before the map changes.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let stock = turn.put(&HashMap::from([("figs".to_owned(), 1_u32)]))?;
    /// let mut stock = turn.get_mut(stock)?;
    /// stock.extend([("apples", 3), ("pears", 0), ("figs", 2)])?;
    /// stock.retain(|_, count| count > 0)?;
    /// let mut all = stock.drain()?;
    /// all.sort();
    /// assert_eq!(all, [("apples".to_owned(), 3), ("figs".to_owned(), 2)]);
    /// assert!(stock.is_empty());
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend<'a>(&mut self, entries: impl IntoIterator<Item = (K::Arg<'a>, V::Arg<'a>)>) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        // A key that comes again takes no room: nothing but an end is asked of the iterator.
        let entries = taken_in(writer, 1, entries.into_iter().map(Ok))?;
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe {
            entries.into_iter().try_for_each(|(key, value)| Table::<K, V>::upsert(slot, writer, key, value))
        })
    }

    /// Takes all entries out, copies them out, and frees the block, all or nothing. In no order.
    ///
    /// A `Vec`, where std's method gives an iterator that takes them out as it is dropped: here all are gone, or none, when
    /// the call returns.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if an entry cannot be what it should be.
    pub fn drain(&mut self) -> Result<Vec<(K, V)>, Error> {
        let entries = self.iter().map(|(key, value)| (K::load(key), V::load(value))).collect();
        self.clear()?;
        Ok(entries)
    }

    /// Moves the entries to the smallest block that holds them; frees the block if there are none.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`]: the new block is needed before the old one is free; [`Error::JournalFull`]. The map is
    /// unchanged then.
    pub fn shrink_to_fit(&mut self) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::shrink(slot, writer) })
    }

    /// Takes every key out for which `keep` says no, all or nothing. In proportion to the room of the block. `keep` only
    /// looks at values: to change them too, use [`iter_mut`](Self::iter_mut).
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn retain(&mut self, mut keep: impl FnMut(K::Ref<'_>, V::Ref<'_>) -> bool) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        let this = self.as_ref();
        let table = this.table();
        // `keep` is the program's: what it does to other views is not this operation's to undo.
        let gone: Vec<usize> =
            table.buckets().filter(|&bucket| !keep(K::view(table.key(bucket)), V::view(table.value(bucket)))).collect();
        writer.scope(|| {
            // The counts change with each removal.
            // SAFETY: the slot is live and exclusive, the bucket full.
            gone.into_iter().try_for_each(|bucket| unsafe { this.table().remove(slot, writer, bucket) })
        })
    }

    /// Takes all keys out and frees the block, in proportion to the number of blocks that the entries own.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::clear(slot, writer) })
    }

    /// Makes room for `more` keys, so that inserting them moves no entries.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`]; the map is unchanged then.
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        let (slot, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::reserve(slot, writer, more) })
    }
}
