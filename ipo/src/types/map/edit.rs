//! The methods of a map that change which keys it has. Each is one journal scope.

use super::table::{MapSlot, Table};
use super::view::MapMut;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::types::key::Key;
use std::ptr::NonNull;

impl<K: Key, V: Shared> MapMut<'_, K, V> {
    fn map_slot(&self) -> NonNull<MapSlot> {
        self.slot.ptr().cast()
    }

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
                let (slot, writer) = (self.map_slot(), self.slot.writer());
                // SAFETY: the slot is live and exclusive, and the key is not in the table.
                writer.scope(|| unsafe { Table::<K, V>::insert(slot, writer, key, value) })?;
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
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, the bucket full.
        writer.scope(|| unsafe { table.remove(slot, writer, bucket) })?;
        Ok(Some(old))
    }

    /// Takes every key out for which `keep` says no, all or nothing. In proportion to the room of the block.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn retain(&mut self, mut keep: impl FnMut(K::Ref<'_>, V::Ref<'_>) -> bool) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        let this = self.as_ref();
        writer.scope(|| {
            let buckets: Vec<usize> = this.table().buckets().collect();
            for bucket in buckets {
                // The counts change with each removal.
                let table = this.table();
                if !keep(K::view(table.key(bucket)), V::view(table.value(bucket))) {
                    // SAFETY: the slot is live and exclusive, the bucket full.
                    unsafe { table.remove(slot, writer, bucket)? };
                }
            }
            Ok(())
        })
    }

    /// Takes all keys out and frees the block, in proportion to the number of blocks that the entries own.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::clear(slot, writer) })
    }

    /// Makes room for `more` keys, so that inserting them moves no entries.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`]; the map is unchanged then.
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::reserve(slot, writer, more) })
    }
}
