//! A process's view of the mapped heap: the base, the bounds that every offset is checked against, and the heap's constants.

use std::ptr::NonNull;

use crate::error::{Corrupt, Error};
use crate::region::layout::{Header, Line};
use crate::sync::{AtomicU64, Ordering};

use super::meta::Meta;

/// Where the heap is mapped and how far it may be touched. Every turn refreshes the bound.
#[derive(Debug)]
pub struct Space {
    /// End of the committed part; only ever grows. On a line of its own with what `get` needs.
    limit: Line<AtomicU64>,
    base: NonNull<u8>,
    arena: u64,
    granule_mask: u64,
    granule_bits: u32,
    secret: u64,
    seed: u64,
    meta_off: u64,
    total_len: u64,
}

// SAFETY: the pointer is the base of a shared mapping that outlives the Space; what lies behind it is guarded by turns.
unsafe impl Send for Space {}
// SAFETY: as above; the Space itself changes only through its atomic.
unsafe impl Sync for Space {}

impl Space {
    /// # Safety
    /// `base` maps `header.total_len` bytes of the heap that `header` describes, aligned to a page, for as long as
    /// the Space lives; all from `meta_off` to `journal_off` is committed.
    pub(crate) unsafe fn new(base: NonNull<u8>, header: &Header) -> Space {
        let granule_bits = 64 - ((header.total_len - 1) / 16).leading_zeros();
        Space {
            limit: Line(AtomicU64::new(header.arena_off)),
            base,
            arena: header.arena_off,
            granule_mask: (1 << granule_bits) - 1,
            granule_bits,
            secret: header.secret,
            seed: header.hash_seed,
            meta_off: header.meta_off,
            total_len: header.total_len,
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
        self.limit.0.store(committed, Ordering::Relaxed);
        Ok(())
    }

    /// The heap's words.
    #[inline]
    pub(crate) fn meta(&self) -> &Meta {
        // SAFETY: `meta_off` is page-aligned, committed and inside the mapping (contract of `new`); Meta is atomics only.
        unsafe { self.base.byte_add(self.meta_off as usize).cast().as_ref() }
    }

    #[inline]
    pub(crate) fn limit(&self) -> u64 {
        // Relaxed: see `refresh`.
        self.limit.0.load(Ordering::Relaxed)
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

    /// Seeds the hashes of this heap.
    #[inline]
    pub fn hash_seed(&self) -> u64 {
        self.seed
    }

    #[inline]
    pub(crate) fn granule_mask(&self) -> u64 {
        self.granule_mask
    }

    #[inline]
    pub(crate) fn granule_bits(&self) -> u32 {
        self.granule_bits
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

/// Ends an accessor that met impossible bytes and cannot return an error.
#[cold]
#[inline(never)]
pub(crate) fn corrupt(offset: u64, what: &'static str) -> ! {
    std::panic::panic_any(Corrupt { offset, what })
}
