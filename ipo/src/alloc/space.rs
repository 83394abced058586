//! A process's view of the mapped heap: the base, the bounds that every offset is checked against, and the heap's constants.

use std::ptr::NonNull;

use crate::error::{Corrupt, Error};
use crate::region::layout::Header;
use crate::sync::{AtomicU64, Ordering};
use crate::types::KeyHasher;

use super::meta::Meta;

/// Bytes of an object before its slot.
const SLOT_AT: u64 = 16;

/// Where the heap is mapped and how far it may be touched. Every turn refreshes the bound.
#[derive(Debug)]
pub struct Space {
    /// End of the committed part; only ever grows.
    limit: AtomicU64,
    /// Of every anchor: see there.
    slots: NonNull<u8>,
    mask: u64,
    secret: u64,
    place_bits: u32,
    base: NonNull<u8>,
    arena: u64,
    hasher: KeyHasher,
    meta: NonNull<Meta>,
    meta_off: u64,
    total_len: u64,
    read_only: bool,
}

// SAFETY: the pointer is the base of a shared mapping that outlives the Space; what lies behind it is guarded by turns.
unsafe impl Send for Space {}
// SAFETY: as above; the Space itself changes only through its atomic.
unsafe impl Sync for Space {}

impl Space {
    /// # Safety
    /// `base` maps `header.total_len` bytes of the heap that `header` describes, aligned to a page, for as long as
    /// the Space lives; all from `meta_off` to `journal_off` is committed.
    pub(crate) unsafe fn new(base: NonNull<u8>, header: &Header, read_only: bool) -> Space {
        let place_bits = 64 - (header.total_len - header.arena_off - 1).leading_zeros();
        Space {
            limit: AtomicU64::new(header.arena_off),
            // SAFETY: the arena lies inside the mapping and has at least 64 KiB.
            slots: unsafe { base.byte_add(header.arena_off as usize + SLOT_AT as usize) },
            mask: (1u64 << place_bits) - 16,
            secret: header.secret,
            place_bits,
            base,
            arena: header.arena_off,
            hasher: KeyHasher::new(header.hash_seed),
            // SAFETY: inside the mapping, by the caller.
            meta: unsafe { base.byte_add(header.meta_off as usize).cast() },
            meta_off: header.meta_off,
            total_len: header.total_len,
            read_only,
        }
    }

    /// Takes the committed bound from the heap.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it lies outside of the file.
    #[inline]
    pub(crate) fn refresh(&self) -> Result<(), Error> {
        // Relaxed: inside a turn, ordered by the turn word.
        let committed = self.meta().alloc.0.committed.load(Ordering::Relaxed);
        if committed < self.arena || committed > self.total_len {
            return Err(Error::corrupt(self.meta_off, "the committed bound lies outside of the file"));
        }
        // Relaxed: read by this turn's thread, or by threads that got views from it.
        self.limit.store(committed, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the committed bound is the one that was taken last, so that `refresh` changes nothing.
    #[inline]
    pub(crate) fn is_current(&self) -> bool {
        // Relaxed: as in `refresh`. A bound that was never taken is the arena's start, which no heap has.
        self.meta().alloc.0.committed.load(Ordering::Relaxed) == self.limit()
    }

    /// The heap's words.
    #[inline]
    pub(crate) fn meta(&self) -> &Meta {
        // SAFETY: `meta_off` is page-aligned, committed and inside the mapping (contract of `new`); Meta is atomics only.
        unsafe { self.meta.as_ref() }
    }

    #[inline]
    pub(crate) fn limit(&self) -> u64 {
        // Relaxed: see `refresh`.
        self.limit.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn arena(&self) -> u64 {
        self.arena
    }

    #[inline]
    pub(crate) fn total_len(&self) -> u64 {
        self.total_len
    }

    #[inline]
    pub(crate) fn secret(&self) -> u64 {
        self.secret
    }

    /// Whether the byte at `ptr` is one of the heap's, and the heap was attached for writing.
    #[inline]
    pub(crate) fn may_write(&self, ptr: NonNull<u8>) -> bool {
        !self.read_only && self.offset_of(ptr.as_ptr()) < self.total_len
    }

    /// Hashes this heap's keys.
    #[inline]
    pub(crate) fn hasher(&self) -> &KeyHasher {
        &self.hasher
    }

    /// The handle's bits for an object at that payload offset: its place in the arena, a multiple of 16, and the
    /// generation in all other bits, the lowest four in place of the place's zeros.
    pub(crate) fn handle_bits(&self, payload: u64, generation: u64) -> u64 {
        let high = (generation >> 4).checked_shl(self.place_bits).unwrap_or(0);
        high | (payload - self.arena) | (generation & 15)
    }

    /// How many bits of a generation fit into a handle.
    pub(crate) fn generation_bits(&self) -> u32 {
        68 - self.place_bits
    }

    /// What finding objects needs, as it is now.
    #[inline]
    pub(crate) fn anchor(&self) -> Anchor {
        Anchor {
            slots: self.slots,
            mask: self.mask,
            secret: self.secret,
            span: self.limit().saturating_sub(self.arena + SLOT_AT),
            kind: 0,
            expected: 0,
        }
    }

    /// The address of an offset that was checked.
    ///
    /// # Safety
    /// `offset` lies inside the file.
    #[inline]
    pub(crate) unsafe fn at(&self, offset: u64) -> NonNull<u8> {
        // SAFETY: by the caller the sum lies inside the mapping.
        unsafe { self.base.byte_add(offset as usize) }
    }

    /// The offset of an address inside the mapping.
    #[inline]
    pub(crate) fn offset_of(&self, ptr: *const u8) -> u64 {
        (ptr as usize).wrapping_sub(self.base.as_ptr() as usize) as u64
    }

    /// The address of `len` bytes at `offset`, if they lie in the committed arena and are aligned to `align`
    /// (a power of two).
    #[inline]
    pub(crate) fn check(&self, offset: u64, len: u64, align: u64) -> Option<NonNull<u8>> {
        let end = offset.checked_add(len)?;
        if offset < self.arena || end > self.limit() || offset & (align - 1) != 0 {
            return None;
        }
        // SAFETY: `end` is at most the committed bound, which lies inside the file.
        Some(unsafe { self.at(offset) })
    }

    /// As `check`, for accessors that cannot return an error.
    ///
    /// # Panics
    /// With a [`Corrupt`] payload.
    #[inline]
    pub(crate) fn expect(&self, offset: u64, len: u64, align: u64) -> NonNull<u8> {
        match self.check(offset, len, align) {
            Some(ptr) => ptr,
            None => corrupt(offset, "an offset points outside of the committed heap"),
        }
    }

    /// One word of the heap.
    ///
    /// # Safety
    /// `offset` is a multiple of 8 whose word lies in the committed part of the file.
    #[inline]
    pub(crate) unsafe fn word(&self, offset: u64) -> &AtomicU64 {
        // SAFETY: in bounds and aligned by the caller; an AtomicU64 may be shared.
        unsafe { self.at(offset).cast().as_ref() }
    }
}

/// What finding objects needs. A turn keeps a copy of its own: the compiler then need not read it again behind every
/// store into the heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    /// Where the slot of an object at place 0 would lie: behind its two words.
    slots: NonNull<u8>,
    mask: u64,
    secret: u64,
    /// Objects start below this, counted from the arena's start: room for their first two words is committed there.
    span: u64,
    /// The type that objects were last looked for as, by its key, and its deep hash mixed with the secret.
    kind: usize,
    expected: u64,
}

impl Anchor {
    /// Looks for objects of the type with that key from now on: `expected` then needs no look at the type's own words.
    #[inline]
    pub(crate) fn aim(&mut self, key: usize, deep: impl FnOnce() -> u64) {
        if key == 0 || key != self.kind {
            self.expected = deep() ^ self.secret;
            self.kind = key;
        }
    }

    /// What an object's seal and its handle differ by, if it is of the type that was aimed at.
    #[inline]
    pub(crate) fn expected(&self) -> u64 {
        self.expected
    }

    #[inline]
    pub(crate) fn secret(&self) -> u64 {
        self.secret
    }

    /// Where the object that a handle names would start, counted from the arena.
    #[inline]
    pub(crate) fn place(&self, handle: u64) -> u64 {
        handle & self.mask
    }

    /// The slot of the object that a handle would name, if the two words before it and its `size` bytes are committed.
    #[inline]
    pub(crate) fn slot(&self, handle: u64, size: usize) -> Option<NonNull<u64>> {
        let place = self.place(handle);
        // No overflow: places have 41 bits at most.
        if place + size as u64 > self.span {
            return None;
        }
        // SAFETY: `place + 16` is at most the committed part of the arena; a multiple of 16 from a page's start.
        Some(unsafe { self.slots.byte_add(place as usize).cast() })
    }
}

/// Ends an accessor that met impossible bytes and cannot return an error.
#[cold]
#[inline(never)]
pub(crate) fn corrupt(offset: u64, what: &'static str) -> ! {
    std::panic::panic_any(Corrupt { offset, what })
}
