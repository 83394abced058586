//! The slot of a compact map or set, and its block.
//!
//! ```text
//! slot:  block | entries: low 32, entries astray: high 32
//! block: entries (key slot, value slot) | from a multiple of 4 on: a number per bucket | places of entries astray
//! ```
//! All zero is the empty table without a block.

use std::marker::PhantomData;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::index::{Index, bucket_of, buckets, place_of};
use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sys::shim;
use crate::types::depth::{deeper, deeper_or_corrupt};
use crate::types::key::Key;

/// The slot of `Compact<HashMap>` and `Compact<HashSet>`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct CompactSlot {
    words: [u64; 2],
}

// SAFETY: two integers; zero is the empty table, which owns nothing.
unsafe impl Slot for CompactSlot {}

/// An entry.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Entry<K: Copy, V: Copy> {
    pub(super) key: K,
    pub(super) value: V,
}

/// Most entries of one table.
const MOST: u64 = (1 << 31) - 1;

/// A table that was checked against the bounds.
pub(super) struct Table<'t, K: Key, V: Shared> {
    entries: NonNull<Entry<K::Slot, V::Slot>>,
    numbers: NonNull<u32>,
    pub(super) len: usize,
    astray: usize,
    block: u64,
    pub(super) space: &'t Space,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Shared> Clone for Table<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Key, V: Shared> Copy for Table<'_, K, V> {}

// SAFETY: shared access to a block that nobody changes for 't, as `SlotRef`.
unsafe impl<K: Key, V: Shared> Send for Table<'_, K, V> {}
// SAFETY: as above.
unsafe impl<K: Key, V: Shared> Sync for Table<'_, K, V> {}

impl<'t, K: Key, V: Shared> Table<'t, K, V> {
    const ENTRY: u64 = size_of::<Entry<K::Slot, V::Slot>>() as u64;
    /// Where key and value lie in an entry.
    pub(super) const PLACES: (usize, usize) =
        (size_of::<Entry<K::Slot, V::Slot>>(), offset_of!(Entry<K::Slot, V::Slot>, value));
    /// Whether entries own blocks, so that they are a level deeper.
    const NESTS: bool = K::OWNS || V::OWNS;

    /// Where the numbers start, and where the block ends.
    ///
    /// Nothing overflows: `len` and `astray` are at most `MOST`, and an entry's bytes fit into 32 bits.
    #[inline]
    fn bounds(len: u64, astray: u64) -> (u64, u64) {
        const { assert!(Self::ENTRY < 1 << 32) };
        let numbers = (len * Self::ENTRY).next_multiple_of(4);
        (numbers, numbers + (buckets(len) + astray) * 4)
    }

    /// The table in the slot; `None` if it cannot be right.
    ///
    /// # Safety
    /// `slot` is a live slot of these types in the mapping of `space`, readable for `'t`.
    #[inline]
    unsafe fn try_at(slot: NonNull<CompactSlot>, space: &'t Space) -> Option<Self> {
        // SAFETY: by the caller.
        let [block, counts] = unsafe { slot.as_ptr().read() }.words;
        let (len, astray) = (counts & 0xFFFF_FFFF, counts >> 32);
        if len == 0 {
            let (entries, numbers) = (slot.cast(), slot.cast());
            let empty = Table { entries, numbers, len: 0, astray: 0, block: 0, space, kinds: PhantomData };
            return (block | counts == 0).then_some(empty);
        }
        if len > MOST || astray > len {
            return None;
        }
        let (numbers, end) = Self::bounds(len, astray);
        let ptr = space.check(block, end, 16)?;
        Some(Table {
            entries: ptr.cast(),
            // SAFETY: inside of what was just checked; a multiple of 4 from an aligned block.
            numbers: unsafe { ptr.add(numbers as usize).cast() },
            len: len as usize,
            astray: astray as usize,
            block,
            space,
            kinds: PhantomData,
        })
    }

    /// As `try_at`, for accessors.
    ///
    /// # Safety
    /// As `try_at`.
    ///
    /// # Panics
    /// With a `Corrupt` payload.
    #[inline]
    pub(super) unsafe fn at(slot: NonNull<CompactSlot>, space: &'t Space) -> Self {
        // SAFETY: by the caller.
        match unsafe { Self::try_at(slot, space) } {
            Some(table) => table,
            None => corrupt(space.offset_of(slot.as_ptr().cast()), "a compact map that cannot be right"),
        }
    }

    /// The entry at a place.
    #[inline]
    fn entry(&self, place: usize) -> NonNull<Entry<K::Slot, V::Slot>> {
        debug_assert!(place < self.len);
        // SAFETY: `try_at` found all `len` entries inside of the committed arena.
        unsafe { self.entries.add(place) }
    }

    #[inline]
    pub(super) fn key(&self, place: usize) -> SlotRef<'t, K> {
        // SAFETY: a live key, unchanged for 't.
        unsafe { SlotRef::new(self.entry(place).byte_add(offset_of!(Entry<K::Slot, V::Slot>, key)).cast(), self.space) }
    }

    #[inline]
    pub(super) fn value(&self, place: usize) -> SlotRef<'t, V> {
        // SAFETY: a live value, unchanged for 't.
        unsafe {
            SlotRef::new(self.entry(place).byte_add(offset_of!(Entry<K::Slot, V::Slot>, value)).cast(), self.space)
        }
    }

    /// The place of a key.
    #[inline]
    pub(super) fn find(&self, key: &K::Arg<'_>) -> Option<usize> {
        if self.len == 0 {
            return None;
        }
        let hash = K::hash_arg(key, self.space.hasher());
        let len = self.len as u64;
        // SAFETY: a bucket's number is below that of the buckets, and the block has a number for each.
        let number = unsafe { self.numbers.add(bucket_of(hash, buckets(len))).read() };
        let place = place_of(hash, number, len);
        if place >= self.len {
            corrupt(self.block, "a compact map with a place outside of it");
        }
        if K::matches(self.key(place), key) {
            return Some(place);
        }
        if self.astray == 0 {
            return None;
        }
        Self::find_astray(self.entries, self.len, (self.numbers, self.astray), self.space, key)
    }

    // Not on a table: that would be written to memory for it in each look-up.
    #[cold]
    #[inline(never)]
    fn find_astray(
        entries: NonNull<Entry<K::Slot, V::Slot>>,
        len: usize,
        (numbers, astray): (NonNull<u32>, usize),
        space: &'t Space,
        key: &K::Arg<'_>,
    ) -> Option<usize> {
        let table = Self { entries, numbers, len, astray, block: 0, space, kinds: PhantomData };
        (0..astray).find_map(|i| {
            // SAFETY: the places of entries astray lie behind the numbers, inside of the block.
            let place = unsafe { numbers.add(buckets(len as u64) as usize + i).read() } as usize;
            if place >= len {
                corrupt(space.offset_of(entries.as_ptr().cast()), "a compact map with a place outside of it");
            }
            K::matches(table.key(place), key).then_some(place)
        })
    }

    /// Runs `load` for the entries, on the level where they are.
    pub(super) fn load<R>(&self, load: impl FnOnce() -> R) -> R {
        if Self::NESTS && self.len > 0 { deeper_or_corrupt(load) } else { load() }
    }

    /// Builds a table from keys and values.
    ///
    /// # Safety
    /// As `Shared::build`.
    pub(super) unsafe fn build<'v>(
        writer: &Writer,
        entries: impl Iterator<Item = (&'v K, &'v V)>,
    ) -> Result<CompactSlot, Error> {
        let entries: Vec<(&K, &V)> = entries.collect();
        if entries.is_empty() {
            return Ok(CompactSlot { words: [0; 2] });
        }
        let len = entries.len() as u64;
        if len > MOST {
            return Err(Error::TooLarge { what: "a compact map", size: len, limit: MOST });
        }
        let hasher = writer.space().hasher();
        let hashes: Vec<u64> = entries.iter().map(|(key, _)| K::hash_arg(&key.to_arg(), hasher)).collect();
        let index = Index::of(&hashes);
        let (numbers, end) = Self::bounds(len, index.astray.len() as u64);
        let (block, ptr) = writer.allocate(end, false, BlockKind::Data)?;
        let first = ptr.cast::<Entry<K::Slot, V::Slot>>().as_ptr();
        let fill = || {
            for ((key, value), &place) in entries.iter().zip(&index.places) {
                // SAFETY: by the caller; every place is below `len`, and nobody can reach the fresh block.
                unsafe {
                    let entry = Entry { key: K::build_ref(writer, key)?, value: V::build_ref(writer, value)? };
                    first.add(place as usize).write(entry);
                }
            }
            Ok(())
        };
        if Self::NESTS {
            deeper(fill)?
        } else {
            fill()?
        }
        // SAFETY: the numbers and the places of entries astray have their room in the fresh block.
        unsafe {
            let behind = ptr.as_ptr().add(numbers as usize);
            let size = size_of_val(&index.numbers[..]);
            shim::copy(index.numbers.as_ptr().cast(), behind, size);
            shim::copy(index.astray.as_ptr().cast(), behind.add(size), size_of_val(&index.astray[..]));
        }
        Ok(CompactSlot { words: [block, len | (index.astray.len() as u64) << 32] })
    }

    /// Frees everything that the table owns.
    ///
    /// # Safety
    /// As `Shared::release`.
    pub(super) unsafe fn release(slot: NonNull<CompactSlot>, writer: &Writer) -> Result<(), Error> {
        let at = || writer.space().offset_of(slot.as_ptr().cast());
        // SAFETY: by the caller.
        let table = unsafe { Table::<K, V>::try_at(slot, writer.space()) }
            .ok_or_else(|| Error::corrupt(at(), "a compact map that cannot be right"))?;
        let release = |place| {
            // SAFETY: by the caller.
            unsafe {
                if K::OWNS {
                    K::release(table.key(place), writer)?;
                }
                if V::OWNS {
                    V::release(table.value(place), writer)?;
                }
            }
            Ok(())
        };
        if Self::NESTS && table.len > 0 {
            deeper(|| (0..table.len).try_for_each(release))?;
        }
        if table.block != 0 { writer.free(table.block, BlockKind::Data) } else { Ok(()) }
    }
}
