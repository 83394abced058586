//! The table behind maps and sets: open addressing, groups of sixteen buckets, one block.
//!
//! ```text
//! slot:  block | entries: low 32, deleted buckets: high 32 | groups, a power of two
//! block: a control byte per bucket | an entry (key slot, value slot) per bucket
//! ```
//! All zero is the empty table without a block. Groups are probed at growing distance from the one that the hash's low
//! bits name; the hash's top seven bits are the control byte of a full bucket.

use std::ops::Deref;
use std::ptr::NonNull;

use super::group::{DELETED, EMPTY, GROUP};
use super::search::{Entry, Search, mark};
use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sync::AtomicU64;
use crate::sys::shim;
use crate::types::depth::{deeper, deeper_or_corrupt};
use crate::types::key::Key;

/// The slot of `HashMap` and `HashSet`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct MapSlot {
    words: [u64; 3],
}

// SAFETY: three integers; zero is the empty table, which owns nothing.
unsafe impl Slot for MapSlot {}

/// Most entries of one table.
const MOST: u64 = (1 << 32) - 1;

/// A table that was checked against the bounds.
pub(crate) struct Table<'t, K: Key, V: Shared> {
    search: Search<'t, K, V>,
    pub(super) len: usize,
    deleted: usize,
    block: u64,
}

impl<K: Key, V: Shared> Clone for Table<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Key, V: Shared> Copy for Table<'_, K, V> {}

impl<'t, K: Key, V: Shared> Deref for Table<'t, K, V> {
    type Target = Search<'t, K, V>;
    #[inline]
    fn deref(&self) -> &Search<'t, K, V> {
        &self.search
    }
}

/// Bytes of a block with that many groups.
fn block_len<K: Key, V: Shared>(groups: u64) -> Option<u64> {
    let group = GROUP as u64 * (size_of::<Entry<K::Slot, V::Slot>>() as u64 + 1);
    groups.checked_mul(group)
}

/// Entries and deleted buckets that so many groups may hold: seven eighths.
fn room(groups: usize) -> usize {
    groups * (GROUP / 8 * 7)
}

/// Groups for so many entries.
fn groups_for(len: usize) -> usize {
    len.div_ceil(GROUP / 8 * 7).max(1).next_power_of_two()
}

/// Both counts in one word, so that one store changes them.
fn counts_word(len: usize, deleted: usize) -> u64 {
    len as u64 | (deleted as u64) << 32
}

impl<'t, K: Key, V: Shared> Table<'t, K, V> {
    /// Whether entries own blocks, so that they are a level deeper.
    const NESTS: bool = K::OWNS || V::OWNS;

    /// Whether the table's entries are a level deeper; an empty one has none.
    fn nests(&self) -> bool {
        Self::NESTS && self.len > 0
    }

    /// Runs `load` for the entries, on the level where they are.
    pub(crate) fn load<R>(&self, load: impl FnOnce() -> R) -> R {
        if self.nests() { deeper_or_corrupt(load) } else { load() }
    }

    /// The table in the slot; `None` if it cannot be right.
    ///
    /// # Safety
    /// `slot` is a live map slot of these types in the mapping of `space`, readable for `'t`.
    #[inline]
    unsafe fn try_at(slot: NonNull<MapSlot>, space: &'t Space) -> Option<Table<'t, K, V>> {
        // SAFETY: by the caller.
        let [block, counts, groups] = unsafe { slot.as_ptr().read() }.words;
        let (len, deleted) = (counts as u32 as usize, (counts >> 32) as usize);
        if groups == 0 {
            // SAFETY: no buckets, whatever lies there.
            let search = unsafe { Search::new(slot.cast(), 0, space) };
            return (block | counts == 0).then_some(Table { search, len, deleted, block: 0 });
        }
        // Counts, or a number of groups, that do not fit are found by `verify`: a search stays inside of the block. But no
        // more entries than buckets: iterators say how many are left, and who collects them asks for room for so many.
        let ctrl = space.check(block, block_len::<K, V>(groups)?, 16)?;
        let groups = groups as usize;
        if len > groups * GROUP {
            return None;
        }
        // SAFETY: control bytes and entries of all buckets lie in the committed arena, in a block that starts at a multiple
        // of 16; by the caller nobody changes them for 't.
        let search = unsafe { Search::new(ctrl, groups, space) };
        Some(Table { search, len, deleted, block })
    }

    /// As `try_at`, for accessors.
    ///
    /// # Safety
    /// As `try_at`.
    ///
    /// # Panics
    /// With a `Corrupt` payload.
    #[inline]
    pub(super) unsafe fn at(slot: NonNull<MapSlot>, space: &'t Space) -> Table<'t, K, V> {
        // SAFETY: by the caller.
        match unsafe { Table::try_at(slot, space) } {
            Some(table) => table,
            None => corrupt(space.offset_of(slot.as_ptr().cast()), "a map that cannot be right"),
        }
    }

    /// As `at`, for calls that can return an error.
    unsafe fn checked(slot: NonNull<MapSlot>, space: &'t Space) -> Result<Table<'t, K, V>, Error> {
        // SAFETY: by the caller.
        unsafe { Table::try_at(slot, space) }
            .ok_or_else(|| Error::corrupt(space.offset_of(slot.as_ptr().cast()), "a map that cannot be right"))
    }

    /// Entries that the table holds without a new block.
    pub(super) fn capacity(&self) -> usize {
        room(self.groups).saturating_sub(self.deleted)
    }

    /// Keys and values, in no order.
    pub(in crate::types) fn entries(self) -> impl Iterator<Item = (SlotRef<'t, K>, SlotRef<'t, V>)> {
        self.buckets().map(move |bucket| (self.key(bucket), self.value(bucket)))
    }

    /// The value of a key that lies in any heap.
    pub(in crate::types) fn value_of(&self, key: SlotRef<'_, K>) -> Option<SlotRef<'t, V>> {
        self.find_slot(key).map(|bucket| self.value(bucket))
    }

    // ---- changing: in the open scope, by the exclusive holder of the slot ----------------------------------------------

    /// An empty table with room for `len` entries, in a fresh block.
    fn fresh(writer: &'t Writer, len: usize) -> Result<Table<'t, K, V>, Error> {
        let too_large = || Error::TooLarge { what: "a map", size: len as u64, limit: MOST };
        if len as u64 > MOST {
            return Err(too_large());
        }
        let groups = groups_for(len);
        let bytes = block_len::<K, V>(groups as u64).ok_or_else(too_large)?;
        let (block, ctrl) = writer.allocate(bytes, false, BlockKind::Data)?;
        // SAFETY: the fresh block starts with a control byte per bucket.
        unsafe { ctrl.as_ptr().write_bytes(EMPTY, groups * GROUP) };
        // SAFETY: the fresh block has room for control bytes and entries of so many groups, and nobody else knows it.
        let search = unsafe { Search::new(ctrl, groups, writer.space()) };
        Ok(Table { search, len: 0, deleted: 0, block })
    }

    fn slot(&self) -> MapSlot {
        MapSlot { words: [self.block, counts_word(self.len, self.deleted), self.groups as u64] }
    }

    /// Puts an entry into a table that nobody can reach yet.
    fn put_fresh(&mut self, hash: u64, entry: Entry<K::Slot, V::Slot>) -> Result<(), Error> {
        let bucket = self.vacancy(hash).ok_or_else(|| Error::corrupt(self.block, "a full table"))?;
        // SAFETY: a bucket of the fresh block.
        unsafe {
            self.entry(bucket).as_ptr().write(entry);
            self.ctrl.as_ptr().add(bucket).write(mark(hash));
        }
        self.len += 1;
        Ok(())
    }

    /// Builds a table from keys and values.
    ///
    /// # Safety
    /// As `Shared::build`.
    pub(crate) unsafe fn build<'v>(
        writer: &Writer,
        len: usize,
        entries: impl Iterator<Item = (&'v K, &'v V)>,
    ) -> Result<MapSlot, Error> {
        if len == 0 {
            return Ok(MapSlot { words: [0; 3] });
        }
        let mut table = Table::<K, V>::fresh(writer, len)?;
        let fill = || {
            for (key, value) in entries {
                let hash = K::hash_arg(&key.to_arg(), writer.space().hasher());
                // SAFETY: by the caller; the table is part of the slot.
                let entry = unsafe { Entry { key: K::build_ref(writer, key)?, value: V::build_ref(writer, value)? } };
                table.put_fresh(hash, entry)?;
            }
            Ok(())
        };
        if Self::NESTS {
            deeper(fill)?
        } else {
            fill()?
        }
        Ok(table.slot())
    }

    /// Adds a key that is not in the table. Returns its bucket's place for the value.
    ///
    /// # Safety
    /// `slot` is live and exclusive; a scope is open.
    pub(super) unsafe fn insert(
        slot: NonNull<MapSlot>,
        writer: &Writer,
        key: K::Arg<'_>,
        value: V::Arg<'_>,
    ) -> Result<NonNull<V::Slot>, Error> {
        let hash = K::hash_arg(&key, writer.space().hasher());
        // SAFETY: by the caller: what is built is stored below, in this scope.
        unsafe {
            let entry = Entry { key: K::build(writer, key)?, value: V::build(writer, value)? };
            let mut table = Table::<K, V>::checked(slot, writer.space())?;
            if table.len + table.deleted >= room(table.groups) {
                // Twice as large, or of the same size where deleted buckets filled it.
                let wanted = if table.len >= room(table.groups) / 2 { table.len * 2 } else { table.len };
                table = table.rehash(slot, writer, wanted.max(table.len + 1))?;
            }
            let bucket = table.vacancy(hash).ok_or_else(|| Error::corrupt(table.block, "a full table"))?;
            let ctrl = table.ctrl.as_ptr().add(bucket);
            let place = table.entry(bucket);
            if writer.in_transaction() {
                // The bucket may have been emptied in this transaction, whose end may want the old entry back.
                writer.save(place.as_ptr().cast(), size_of::<Entry<K::Slot, V::Slot>>())?;
            }
            writer.save(ctrl, 1)?;
            let counts = table.counts(slot);
            writer.save(counts.as_ptr().cast(), 8)?;
            // Nobody reads the entry of a bucket that is not full.
            shim::write(place.as_ptr(), entry);
            let was_deleted = ctrl.read() == DELETED;
            shim::write(ctrl, mark(hash));
            let deleted = table.deleted - usize::from(was_deleted && table.deleted > 0);
            let word = counts_word(table.len + 1, deleted);
            shim::store(counts.as_ref(), word);
            Ok(table.value_ptr(bucket))
        }
    }

    /// Adds a key, or overwrites the value of one that is there; logged, whatever its size.
    ///
    /// # Safety
    /// As `insert`.
    pub(super) unsafe fn upsert(
        slot: NonNull<MapSlot>,
        writer: &Writer,
        key: K::Arg<'_>,
        value: V::Arg<'_>,
    ) -> Result<(), Error> {
        // SAFETY: by the caller; what is built is stored in this scope, and what it replaces is released.
        unsafe {
            let table = Table::<K, V>::checked(slot, writer.space())?;
            let Some(bucket) = table.find(&key) else {
                return Self::insert(slot, writer, key, value).map(|_| ());
            };
            let value = V::build(writer, value)?;
            if V::OWNS {
                V::release(table.value(bucket), writer)?;
            }
            writer.write_logged(table.value_ptr(bucket), value)
        }
    }

    /// The word with the table's counts.
    fn counts(&self, slot: NonNull<MapSlot>) -> NonNull<AtomicU64> {
        // SAFETY: the second of the slot's three words.
        unsafe { slot.cast::<AtomicU64>().add(1) }
    }

    /// Moves all entries into a new block with room for `wanted` entries.
    ///
    /// # Safety
    /// As `insert`.
    unsafe fn rehash(
        self,
        slot: NonNull<MapSlot>,
        writer: &'t Writer,
        wanted: usize,
    ) -> Result<Table<'t, K, V>, Error> {
        let mut table = Table::<K, V>::fresh(writer, wanted)?;
        for bucket in self.buckets() {
            let hash = K::hash_slot(self.key(bucket), writer.space().hasher());
            // SAFETY: a full bucket's entry; what it owns moves with its bytes.
            table.put_fresh(hash, unsafe { self.entry(bucket).as_ptr().read() })?;
        }
        // SAFETY: by the caller.
        unsafe { writer.write_logged(slot, table.slot())? };
        if self.block != 0 {
            writer.free(self.block, BlockKind::Data)?;
        }
        Ok(table)
    }

    /// Takes the entry of a full bucket out and frees what it owns.
    ///
    /// # Safety
    /// As `insert`; `bucket` is full.
    pub(super) unsafe fn remove(&self, slot: NonNull<MapSlot>, writer: &Writer, bucket: usize) -> Result<(), Error> {
        if self.len == 0 {
            return Err(Error::corrupt(self.block, "a full bucket of an empty map"));
        }
        // SAFETY: the bucket is emptied below, in this scope.
        unsafe {
            self.release_entry(writer, bucket)?;
            let ctrl = self.ctrl.as_ptr().add(bucket);
            writer.save(ctrl, 1)?;
            let counts = self.counts(slot);
            writer.save(counts.as_ptr().cast(), 8)?;
            // A search goes on behind a full group only: where the group has an empty bucket, none went past this one.
            let ends_here = self.group(bucket / GROUP).positions(EMPTY).any();
            shim::write(ctrl, if ends_here { EMPTY } else { DELETED });
            let word = counts_word(self.len - 1, self.deleted + usize::from(!ends_here));
            shim::store(counts.as_ref(), word);
        }
        Ok(())
    }

    unsafe fn release_entry(&self, writer: &Writer, bucket: usize) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            if K::OWNS {
                K::release(self.key(bucket), writer)?;
            }
            if V::OWNS {
                V::release(self.value(bucket), writer)?;
            }
        }
        Ok(())
    }

    /// Frees everything that the table owns.
    ///
    /// # Safety
    /// As `Shared::release`.
    pub(super) unsafe fn release(slot: NonNull<MapSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        let table = unsafe { Table::<K, V>::checked(slot, writer.space())? };
        if table.nests() {
            deeper(|| {
                // SAFETY: by the caller.
                table.buckets().try_for_each(|bucket| unsafe { table.release_entry(writer, bucket) })
            })?;
        }
        if table.block != 0 { writer.free(table.block, BlockKind::Data) } else { Ok(()) }
    }

    /// Empties the table and frees its block.
    ///
    /// # Safety
    /// As `insert`.
    pub(super) unsafe fn clear(slot: NonNull<MapSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller; the slot is overwritten in this scope.
        unsafe {
            Self::release(slot, writer)?;
            writer.write_logged(slot, MapSlot { words: [0; 3] })
        }
    }

    /// Makes room for `more` entries.
    ///
    /// # Safety
    /// As `insert`.
    pub(super) unsafe fn reserve(slot: NonNull<MapSlot>, writer: &Writer, more: usize) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            let table = Table::<K, V>::checked(slot, writer.space())?;
            if more > table.capacity().saturating_sub(table.len) {
                table.rehash(slot, writer, table.len.saturating_add(more))?;
            }
        }
        Ok(())
    }

    /// Moves the entries to the smallest block that holds them.
    ///
    /// # Safety
    /// As `insert`.
    pub(super) unsafe fn shrink(slot: NonNull<MapSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            let table = Table::<K, V>::checked(slot, writer.space())?;
            if table.len == 0 {
                return Self::clear(slot, writer);
            }
            if groups_for(table.len) < table.groups {
                table.rehash(slot, writer, table.len)?;
            }
        }
        Ok(())
    }
}
