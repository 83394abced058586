//! The entry of a key: there, or to be made, found by one search.

use std::fmt;

use super::table::Table;
use super::view::MapMut;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::object::slot::SlotMut;
use crate::types::key::Key;

/// What [`MapMut::entry`] finds.
#[derive(Debug)]
pub enum MapEntry<'t, 'k, K: Key, V: Shared> {
    /// The key is there.
    Occupied(OccupiedEntry<'t, K, V>),
    /// The key is not there.
    Vacant(VacantEntry<'t, 'k, K, V>),
}

/// The entry of a key that is in the map.
pub struct OccupiedEntry<'t, K: Key, V: Shared> {
    map: MapMut<'t, K, V>,
    /// Full, as long as the entry lasts.
    bucket: usize,
}

/// The place of a key that is not in the map.
pub struct VacantEntry<'t, 'k, K: Key, V: Shared> {
    map: MapMut<'t, K, V>,
    key: K::Arg<'k>,
}

impl<K: Key, V: Shared> fmt::Debug for OccupiedEntry<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OccupiedEntry(of {:?})", self.map)
    }
}

impl<K: Key, V: Shared> fmt::Debug for VacantEntry<'_, '_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VacantEntry(of {:?})", self.map)
    }
}

impl<K: Key, V: Shared> MapMut<'_, K, V> {
    /// The entry of a key, to look at it, change it, set it or take it out, without a second search where it is there.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no map.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::{Heap, MapEntry};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let counts = turn.put(&HashMap::<String, u32>::new())?;
    /// let mut counts = turn.get_mut(counts)?;
    /// for word in "a rose is a rose".split(' ') {
    ///     *counts.entry(word).or_insert(0)? += 1;
    /// }
    /// counts.entry("is").and_modify(|count| *count += 10).or_default()?;
    /// assert_eq!((counts.get("rose"), counts.get("is")), (Some(2), Some(11)));
    ///
    /// if let MapEntry::Occupied(entry) = counts.entry("a") {
    ///     assert_eq!(entry.remove_entry()?, ("a".to_owned(), 2));
    /// }
    /// assert_eq!(counts.len(), 2);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn entry<'k>(&mut self, key: K::Arg<'k>) -> MapEntry<'_, 'k, K, V> {
        let found = self.search().find(&key);
        let map = self.reborrow();
        match found {
            Some(bucket) => MapEntry::Occupied(OccupiedEntry { map, bucket }),
            None => MapEntry::Vacant(VacantEntry { map, key }),
        }
    }
}

impl<'t, K: Key, V: Shared> MapEntry<'t, '_, K, V> {
    /// The value's view for changing it; a key that was not there gets `value` first.
    ///
    /// # Errors
    /// As [`MapMut::insert`].
    pub fn or_insert(self, value: V::Arg<'_>) -> Result<V::Mut<'t>, Error> {
        match self {
            MapEntry::Occupied(entry) => Ok(entry.into_mut()),
            MapEntry::Vacant(entry) => entry.insert(value),
        }
    }

    /// As [`or_insert`](Self::or_insert), with a value that is made only if it is needed.
    ///
    /// # Errors
    /// As [`MapMut::insert`].
    pub fn or_insert_with(self, value: impl FnOnce() -> V) -> Result<V::Mut<'t>, Error> {
        match self {
            MapEntry::Occupied(entry) => Ok(entry.into_mut()),
            MapEntry::Vacant(entry) => entry.insert(value().to_arg()),
        }
    }

    /// As [`or_insert`](Self::or_insert), with the type's default value.
    ///
    /// # Errors
    /// As [`MapMut::insert`].
    pub fn or_default(self) -> Result<V::Mut<'t>, Error>
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    /// Runs `change` on the value if the key is there.
    pub fn and_modify(mut self, change: impl FnOnce(V::Mut<'_>)) -> Self {
        if let MapEntry::Occupied(entry) = &mut self {
            change(entry.get_mut());
        }
        self
    }

    /// As [`and_modify`](Self::and_modify), for changes that can fail.
    ///
    /// # Errors
    /// What `change` returns.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let notes = turn.put(&HashMap::from([(1_u32, "one".to_owned())]))?;
    /// let mut notes = turn.get_mut(notes)?;
    /// for key in [1, 2] {
    ///     notes.entry(key).and_try_modify(|mut note| note.push_str(" more"))?.or_insert("first")?;
    /// }
    /// assert_eq!((notes.get(1), notes.get(2)), (Some("one more"), Some("first")));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn and_try_modify<E>(mut self, change: impl FnOnce(V::Mut<'_>) -> Result<(), E>) -> Result<Self, E> {
        if let MapEntry::Occupied(entry) = &mut self {
            change(entry.get_mut())?;
        }
        Ok(self)
    }
}

impl<'t, K: Key, V: Shared> OccupiedEntry<'t, K, V> {
    /// The key as it lies in the map.
    pub fn key(&self) -> K::Ref<'_> {
        K::view(self.map.as_ref().table().key(self.bucket))
    }

    /// The value.
    pub fn get(&self) -> V::Ref<'_> {
        V::view(self.map.as_ref().table().value(self.bucket))
    }

    fn value_slot(&mut self) -> SlotMut<'_, V> {
        let search = self.map.search();
        // SAFETY: a full bucket; the map belongs to this entry alone, which is borrowed exclusively.
        unsafe { search.open(self.map.writer(), self.bucket) }
    }

    /// The value, to be changed in place.
    pub fn get_mut(&mut self) -> V::Mut<'_> {
        V::view_mut(self.value_slot())
    }

    /// As [`get_mut`](Self::get_mut), for all of the entry's time.
    pub fn into_mut(mut self) -> V::Mut<'t> {
        let ptr = self.value_slot().ptr();
        // SAFETY: the value's slot as `value_slot` opened it; the entry is used up, so it is exclusive for 't.
        V::view_mut(unsafe { SlotMut::new(ptr, self.map.writer()) })
    }

    /// Sets the value and copies the old one out.
    ///
    /// # Errors
    /// As [`MapMut::insert`].
    pub fn insert(&mut self, value: V::Arg<'_>) -> Result<V, Error> {
        let old = V::load(self.get());
        self.value_slot().replace(value)?;
        Ok(old)
    }

    /// Takes the entry out and copies its value out.
    ///
    /// # Errors
    /// As [`MapMut::remove`].
    pub fn remove(self) -> Result<V, Error> {
        self.remove_entry().map(|(_, value)| value)
    }

    /// Takes the entry out and copies it out.
    ///
    /// # Errors
    /// As [`MapMut::remove`].
    pub fn remove_entry(mut self) -> Result<(K, V), Error> {
        let old = (K::load(self.key()), V::load(self.get()));
        self.map.remove_bucket(self.bucket)?;
        Ok(old)
    }
}

impl<'t, 'k, K: Key, V: Shared> VacantEntry<'t, 'k, K, V> {
    /// The key that was looked for.
    pub fn key(&self) -> &K::Arg<'k> {
        &self.key
    }

    /// The key that was looked for.
    pub fn into_key(self) -> K::Arg<'k> {
        self.key
    }

    /// Adds the key with a value, all or nothing, and gives the value's view for changing it.
    ///
    /// # Errors
    /// As [`MapMut::insert`].
    pub fn insert(mut self, value: V::Arg<'_>) -> Result<V::Mut<'t>, Error> {
        let (slot, writer) = self.map.changing();
        let key = self.key;
        // SAFETY: the slot is live and exclusive, and the key is not in the table.
        let ptr = writer.scope(|| unsafe { Table::<K, V>::insert(slot, writer, key, value) })?;
        // SAFETY: the new value's slot, which belongs to this entry alone; the entry is used up.
        Ok(V::view_mut(unsafe {
            writer.opening_slots::<V>(ptr, 1);
            SlotMut::new(ptr, writer)
        }))
    }
}
