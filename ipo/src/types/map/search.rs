//! The buckets of a table: where they lie, and the search for a key.

use std::marker::PhantomData;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::group::{EMPTY, GROUP, Group};
use crate::alloc::Space;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::key::Key;

/// A bucket's content.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Entry<K: Copy, V: Copy> {
    pub(super) key: K,
    pub(super) value: V,
}

/// The buckets of a table, which were checked against the bounds: all that a look-up needs to know of the table.
pub(crate) struct Search<'t, K: Key, V: Shared> {
    pub(super) ctrl: NonNull<u8>,
    entries: NonNull<Entry<K::Slot, V::Slot>>,
    pub(super) groups: usize,
    pub(super) space: &'t Space,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Shared> Clone for Search<'_, K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Key, V: Shared> Copy for Search<'_, K, V> {}

/// The control byte of a full bucket.
#[inline]
pub(super) fn mark(hash: u64) -> u8 {
    (hash >> 57) as u8
}

impl<'t, K: Key, V: Shared> Search<'t, K, V> {
    /// # Safety
    /// `groups` groups of control bytes lie at `ctrl`, a multiple of 16, and behind them the entries of all their buckets,
    /// in the mapping of `space`; nobody else changes them for `'t`.
    #[inline]
    pub(super) unsafe fn new(ctrl: NonNull<u8>, groups: usize, space: &'t Space) -> Self {
        // SAFETY: by the caller the entries lie behind the control bytes.
        let entries = unsafe { ctrl.add(groups * GROUP).cast() };
        Search { ctrl, entries, groups, space, kinds: PhantomData }
    }

    /// The entry of a bucket below `groups * GROUP`.
    #[inline]
    pub(super) fn entry(&self, bucket: usize) -> NonNull<Entry<K::Slot, V::Slot>> {
        debug_assert!(bucket < self.groups * GROUP);
        // SAFETY: by the contract of `new` the entries of all buckets lie there; they start at a multiple of 16.
        unsafe { self.entries.add(bucket) }
    }

    #[inline]
    pub(super) fn key(&self, bucket: usize) -> SlotRef<'t, K> {
        // SAFETY: the entry of a full bucket holds a key, unchanged for 't.
        unsafe {
            SlotRef::new(self.entry(bucket).byte_add(offset_of!(Entry<K::Slot, V::Slot>, key)).cast(), self.space)
        }
    }

    #[inline]
    pub(super) fn value_ptr(&self, bucket: usize) -> NonNull<V::Slot> {
        // SAFETY: the value's place inside the entry.
        unsafe { self.entry(bucket).byte_add(offset_of!(Entry<K::Slot, V::Slot>, value)).cast() }
    }

    #[inline]
    pub(super) fn value(&self, bucket: usize) -> SlotRef<'t, V> {
        // SAFETY: the entry of a full bucket holds a value, unchanged for 't.
        unsafe { SlotRef::new(self.value_ptr(bucket), self.space) }
    }

    /// The value's slot for changing it, saved if a transaction is open.
    ///
    /// # Safety
    /// `bucket` is full, and no other view of its value is in use for the slot's time.
    #[inline]
    pub(super) unsafe fn open<'s>(&self, writer: &'s Writer, bucket: usize) -> SlotMut<'s, V> {
        let ptr = self.value_ptr(bucket);
        // SAFETY: by the caller.
        unsafe {
            writer.opening_slots::<V>(ptr, 1);
            SlotMut::new(ptr, writer)
        }
    }

    #[inline]
    pub(super) fn group(&self, group: usize) -> Group {
        debug_assert!(group < self.groups);
        // SAFETY: inside the control bytes; groups start at multiples of 16 from an aligned block.
        unsafe { Group::load(self.ctrl.as_ptr().add(group * GROUP)) }
    }

    /// The bucket of a key.
    #[inline]
    pub(super) fn find(&self, key: &K::Arg<'_>) -> Option<usize> {
        if self.groups == 0 {
            return None;
        }
        self.find_hashed(K::hash_arg(key, self.space.hasher()), |slot| K::matches(slot, key))
    }

    /// The bucket of a key that lies in a table, of this heap or another one.
    pub(super) fn find_slot(&self, key: SlotRef<'_, K>) -> Option<usize> {
        if self.groups == 0 {
            return None;
        }
        self.find_hashed(K::hash_slot(key, self.space.hasher()), |slot| K::same(slot, key))
    }

    /// The bucket of a key with that hash, in a table that has groups.
    #[inline]
    fn find_hashed(&self, hash: u64, matches: impl Fn(SlotRef<'t, K>) -> bool) -> Option<usize> {
        let mark = mark(hash);
        // Where this is no power of two, less than the number of groups nevertheless.
        let mask = self.groups.wrapping_sub(1);
        let mut group = hash as usize & mask;
        let mut step = 0;
        loop {
            let bytes = self.group(group);
            let mut marked = bytes.positions(mark);
            while let Some(position) = marked.first() {
                let bucket = group * GROUP + position;
                if matches(self.key(bucket)) {
                    return Some(bucket);
                }
                // Behind the comparison: nearly always the first one is it.
                marked = marked.others();
            }
            // Each group once, so that a search in a full or broken table ends.
            if bytes.positions(EMPTY).any() || step == mask {
                return None;
            }
            step += 1;
            group = (group + step) & mask;
        }
    }

    /// The first bucket on the hash's way that is not full.
    pub(super) fn vacancy(&self, hash: u64) -> Option<usize> {
        let mask = self.groups.wrapping_sub(1);
        let mut group = hash as usize & mask;
        for step in 1..=self.groups {
            if let Some(position) = self.group(group).vacant().next() {
                return Some(group * GROUP + position);
            }
            group = (group + step) & mask;
        }
        None
    }

    /// The buckets that are full.
    pub(super) fn buckets(self) -> impl Iterator<Item = usize> + Clone + 't {
        (0..self.groups).flat_map(move |group| self.group(group).full().map(move |p| group * GROUP + p))
    }
}
