//! Objects: a block of kind Object whose payload starts with the handle's own bits and the type's tag.
//!
//! ```text
//! block header | handle | deep hash ^ heap's secret | slot ...
//! ```
//! The tag is mixed with a number that only the heap's header holds, so that no bytes that a program writes into its
//! own values can pass for an object.

use std::ptr::NonNull;

use super::handle::Handle;
use super::shared::Shared;
use super::slot::{SlotMut, SlotRef};
use crate::Error;
use crate::alloc::{Block, BlockKind, Space};
use crate::journal::Writer;
use crate::sync::Ordering;
use crate::sys::shim;

/// Bytes before the slot, inside the payload.
pub(crate) const OBJECT_HEADER: u64 = 16;

/// Finding and checking objects.
pub(crate) trait Objects {
    /// The slot of a live object of type `T`.
    fn resolve<T: Shared>(&self, handle: Handle<T>) -> Result<NonNull<T::Slot>, Error>;
}

impl Objects for Space {
    #[inline]
    fn resolve<T: Shared>(&self, handle: Handle<T>) -> Result<NonNull<T::Slot>, Error> {
        let bits = handle.to_bits();
        let payload = (bits & self.granule_mask()) << 4;
        let room = OBJECT_HEADER + size_of::<T::Slot>() as u64;
        // The block header lies in the arena too: its first block starts 8 bytes in.
        if payload <= self.arena() || payload + room > self.limit() {
            return Err(Error::Stale { handle: bits });
        }
        // SAFETY: `payload` is a multiple of 16 behind the arena's start, and `payload + room` lies in the committed part.
        let (block, name, tag) = unsafe {
            let at = self.at(payload);
            let words = at.cast::<u64>().as_ptr();
            (Block(words.sub(1).read()), words.read(), words.add(1).read())
        };
        if (name ^ bits) | (tag ^ T::deep() ^ self.secret()) != 0 || !block.holds(BlockKind::Object, room) {
            return Err(self.explain::<T>(bits, block, name, tag));
        }
        // SAFETY: as above; the slot follows the two words, aligned to 16.
        Ok(unsafe { self.at(payload + OBJECT_HEADER).cast() })
    }
}

impl Space {
    /// Why an object cannot be had as a `T`.
    #[cold]
    fn explain<T: Shared>(&self, bits: u64, block: Block, name: u64, tag: u64) -> Error {
        if name != bits || !block.holds(BlockKind::Object, OBJECT_HEADER) || tag == 0 {
            return Error::Stale { handle: bits };
        }
        let deep = tag ^ self.secret();
        if deep == T::deep() {
            return Error::corrupt((bits & self.granule_mask()) << 4, "an object's block is too small for its type");
        }
        self.schema_mismatch(T::schema(), deep).unwrap_or(Error::Stale { handle: bits })
    }

    /// The object's slot for reading.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub(crate) fn get<T: Shared>(&self, handle: Handle<T>) -> Result<SlotRef<'_, T>, Error> {
        let ptr = self.resolve(handle)?;
        // SAFETY: `resolve` found a live object of exactly this type; the caller holds a turn.
        Ok(unsafe { SlotRef::new(ptr, self) })
    }
}

impl Writer {
    /// The object's slot for changing.
    ///
    /// # Safety
    /// No other view of the object is in use for `'t`.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub(crate) unsafe fn get_mut<T: Shared>(&self, handle: Handle<T>) -> Result<SlotMut<'_, T>, Error> {
        let ptr = self.space().resolve(handle)?;
        // SAFETY: `resolve` checked the bounds.
        unsafe { self.opening(ptr.as_ptr().cast(), size_of::<T::Slot>()) };
        // SAFETY: a live object of this type; exclusiveness by the caller.
        Ok(unsafe { SlotMut::new(ptr, self) })
    }

    /// Makes an object.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`].
    pub(crate) fn put<T: Shared>(&self, value: T::Arg<'_>) -> Result<Handle<T>, Error> {
        self.scope(|| {
            self.register(T::schema(), T::deep())?;
            let slot = T::build(self, value)?;
            let len = OBJECT_HEADER + size_of::<T::Slot>() as u64;
            let (payload, ptr) = self.allocate(len, false, BlockKind::Object)?;
            let bits = self.next_generation() | payload >> 4;
            // SAFETY: a fresh block of `len` bytes, aligned to 16.
            unsafe {
                let words = ptr.cast::<u64>().as_ptr();
                shim::write(words, bits);
                shim::write(words.add(1), T::deep() ^ self.space().secret());
                shim::write(words.add(2).cast(), slot);
            }
            Ok(Handle::from_bits(bits))
        })
    }

    /// Removes an object and everything that it owns.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`], [`Error::JournalFull`].
    pub(crate) fn remove<T: Shared>(&self, handle: Handle<T>) -> Result<(), Error> {
        let slot = self.space().get(handle)?;
        self.scope(|| {
            if T::OWNS {
                T::release(slot, self)?;
            }
            let payload = slot.offset() - OBJECT_HEADER;
            // From here on the handle is stale, also while the block waits for the commit.
            // SAFETY: the object's first word, found by `get`.
            unsafe { self.write_logged(self.space().at(payload).cast::<u64>(), 0)? };
            self.free(payload, BlockKind::Object)
        })
    }

    /// The next generation, in a handle's high bits. Counted on for ever, also by what is undone.
    fn next_generation(&self) -> u64 {
        let word = &self.space().meta().alloc.0.generation;
        let bits = self.space().granule_bits();
        // Relaxed: inside a write turn.
        let mut next = word.load(Ordering::Relaxed).wrapping_add(1);
        if next << bits == 0 {
            // Generation 0 is never used.
            next = next.wrapping_add(1);
        }
        shim::store(word, next);
        next << bits
    }
}
