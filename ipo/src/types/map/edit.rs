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

    /// Sets the value of a key; copies the old one out if there was one. Constant time on average.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the map is unchanged then.
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

    /// Takes a key out and copies its value out. Constant time on average.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn remove(&mut self, key: K::Arg<'_>) -> Result<Option<V>, Error> {
        let table = self.as_ref().table();
        let Some(bucket) = table.find(&key) else { return Ok(None) };
        let old = V::load(V::view(table.value(bucket)));
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, the bucket full.
        writer.scope(|| unsafe { table.remove(slot, writer, bucket) })?;
        Ok(Some(old))
    }

    /// Takes every key out for which `keep` says no, all or nothing.
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

    /// Takes all keys out and frees the block.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::clear(slot, writer) })
    }

    /// Makes room for `more` keys.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::TooLarge`].
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        let (slot, writer) = (self.map_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive.
        writer.scope(|| unsafe { Table::<K, V>::reserve(slot, writer, more) })
    }
}
