//! Objects: a block of kind Object whose payload starts with the handle's own bits and a seal.
//!
//! ```text
//! block header | handle | handle ^ deep hash ^ heap's secret | slot ...
//! ```
//! The seal says all at once that the object lives, has this generation and this type. It is mixed with a number that only
//! the heap's header holds, so that no bytes that a program writes into its own values can pass for an object. It is
//! cleared before the block is freed. The handle beside it tells a stale handle from a wrong type.

use std::ptr::NonNull;

use super::frozen::FROZEN;
use super::handle::Handle;
use super::shared::Shared;
use super::slot::{SlotMut, SlotRef};
use crate::Error;
use crate::alloc::{Anchor, BlockKind, Space};
use crate::journal::Writer;
use crate::sync::Ordering;
use crate::sys::shim;

/// Bytes before the slot, inside the payload.
pub(crate) const OBJECT_HEADER: u64 = 16;

impl Anchor {
    /// The slot of a live object of type `T`. `None`: look again, slowly.
    #[inline]
    fn resolve<T: Shared>(&self, handle: Handle<T>) -> Option<NonNull<T::Slot>> {
        let bits = handle.to_bits();
        let slot = self.slot(bits, size_of::<T::Slot>())?;
        // SAFETY: `slot` found the words before it committed.
        let seal = unsafe { slot.sub(1).read() };
        // A type whose hash is not computed yet has 0 here, which matches nothing.
        if seal ^ T::deep_hint() ^ self.secret() != bits {
            return None;
        }
        // The seal says that an object of this type lives here, and all of its slot is committed.
        Some(slot.cast())
    }
}

impl Anchor {
    /// As `resolve`, for the type that was aimed at.
    #[inline]
    fn resolve_aimed<T: Shared>(&self, handle: Handle<T>) -> Option<NonNull<T::Slot>> {
        let bits = handle.to_bits();
        let slot = self.slot(bits, size_of::<T::Slot>())?;
        // SAFETY: `slot` found the words before it committed.
        let seal = unsafe { slot.sub(1).read() };
        if seal ^ self.expected() != bits {
            return None;
        }
        // As in `resolve`.
        Some(slot.cast())
    }
}

impl Space {
    /// Where the live object's slot lies, and the deep hash of the type that it was stored as.
    #[cold]
    pub(crate) fn stored<T: Shared>(&self, handle: Handle<T>) -> Option<(NonNull<u8>, u64)> {
        let bits = handle.to_bits();
        let slot = self.anchor().slot(bits, 0)?;
        // SAFETY: `slot` found the words before it committed.
        let (name, seal) = unsafe { (slot.sub(2).read(), slot.sub(1).read()) };
        (seal != 0 && name == bits).then(|| (slot.cast(), self.unfrozen(seal ^ name ^ self.secret()).0))
    }

    /// Whether the live object is frozen, whatever its type.
    #[cold]
    pub(crate) fn is_frozen<T: Shared>(&self, handle: Handle<T>) -> bool {
        let bits = handle.to_bits();
        self.anchor().slot(bits, 0).is_some_and(|slot| {
            // SAFETY: `slot` found the words before it committed.
            let (name, seal) = unsafe { (slot.sub(2).read(), slot.sub(1).read()) };
            seal != 0 && name == bits && self.unfrozen(seal ^ name ^ self.secret()).1
        })
    }

    /// As `resolve`, for changing.
    #[cold]
    #[inline(never)]
    fn resolve_to_change<T: Shared>(&self, handle: Handle<T>) -> Result<NonNull<T::Slot>, Error> {
        match self.resolve_any(handle)? {
            (slot, false) => Ok(slot),
            (_, true) => Err(Error::Frozen { handle: handle.to_bits() }),
        }
    }

    /// As `resolve`, with the type's hash computed and the bounds as they are now, and whether the object is frozen; else the
    /// reason.
    #[cold]
    #[inline(never)]
    pub(crate) fn resolve_any<T: Shared>(&self, handle: Handle<T>) -> Result<(NonNull<T::Slot>, bool), Error> {
        let bits = handle.to_bits();
        let stale = Error::Stale { handle: bits };
        let deep = T::deep();
        let anchor = self.anchor();
        let Some(slot) = anchor.slot(bits, 0) else { return Err(stale) };
        // SAFETY: `slot` found the words before it committed.
        let (name, seal) = unsafe { (slot.sub(2).read(), slot.sub(1).read()) };
        if seal == 0 || name != bits {
            return Err(stale);
        }
        let found = seal ^ name ^ self.secret();
        if found != deep && found != deep ^ FROZEN {
            return Err(self.schema_mismatch(T::schema(), self.unfrozen(found).0).unwrap_or(stale));
        }
        if anchor.slot(bits, size_of::<T::Slot>()).is_none() {
            return Err(Error::corrupt(self.arena() + anchor.place(bits), "an object that ends behind the heap"));
        }
        Ok((slot.cast(), found != deep))
    }

    /// The object's slot for reading.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub(crate) fn get<T: Shared>(&self, anchor: &Anchor, handle: Handle<T>) -> Result<SlotRef<'_, T>, Error> {
        let ptr = match anchor.resolve(handle) {
            Some(ptr) => ptr,
            None => self.resolve_any(handle)?.0,
        };
        // SAFETY: a live object of exactly this type was found; the caller holds a turn.
        Ok(unsafe { SlotRef::new(ptr, self) })
    }

    /// As `get`, for callers without an anchor of their own.
    pub(crate) fn find<T: Shared>(&self, handle: Handle<T>) -> Result<SlotRef<'_, T>, Error> {
        self.get(&self.anchor(), handle)
    }
}

impl Writer {
    /// The object's slot for changing, where no transaction is open.
    ///
    /// # Safety
    /// No other view of the object is in use for the slot's time.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub(crate) unsafe fn get_mut<T: Shared>(
        &self,
        anchor: &mut Anchor,
        handle: Handle<T>,
    ) -> Result<SlotMut<'_, T>, Error> {
        anchor.aim(T::deep_key(), T::deep);
        let ptr = match anchor.resolve_aimed(handle) {
            Some(ptr) => ptr,
            None => self.space().resolve_to_change(handle)?,
        };
        // SAFETY: a live object of this type; exclusiveness by the caller.
        Ok(unsafe { SlotMut::new(ptr, self) })
    }

    /// As `get_mut`, also in a transaction, where the slot's bytes are saved.
    ///
    /// # Safety
    /// As `get_mut`.
    ///
    /// # Errors
    /// As `get_mut`.
    #[inline]
    pub(crate) unsafe fn get_saved<T: Shared>(
        &self,
        anchor: &mut Anchor,
        handle: Handle<T>,
    ) -> Result<SlotMut<'_, T>, Error> {
        // SAFETY: by the caller; a live object's slot may be saved.
        unsafe {
            let slot = self.get_mut(anchor, handle)?;
            self.opening_slots::<T>(slot.ptr(), 1);
            Ok(slot)
        }
    }

    /// Makes an object.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`].
    pub(crate) fn put<T: Shared>(&self, value: T::Arg<'_>) -> Result<Handle<T>, Error> {
        // SAFETY: a slot that `build` made in the scope in which it is stored.
        unsafe { self.put_built(|| T::build(self, value)) }
    }

    /// Makes an object of a slot that `build` makes.
    ///
    /// # Safety
    /// What `build` returns is a slot of `T`, made in the scope that is open then and stored nowhere else.
    ///
    /// # Errors
    /// As `put`, and those of `build`.
    pub(crate) unsafe fn put_built<T: Shared>(
        &self,
        build: impl FnOnce() -> Result<T::Slot, Error>,
    ) -> Result<Handle<T>, Error> {
        let deep = T::deep();
        self.scope(|| {
            self.register(T::schema(), deep)?;
            self.put_as(build()?, deep)
        })
    }

    /// Makes an object of a slot, which it owns from then on, in the open scope. The type is known to the heap.
    ///
    /// # Errors
    /// As `put`.
    #[inline]
    pub(crate) fn put_slot<T: Shared>(&self, slot: T::Slot) -> Result<Handle<T>, Error> {
        self.put_as(slot, T::deep())
    }

    /// As `put_slot`, with the type's deep hash.
    #[inline]
    fn put_as<T: Shared>(&self, slot: T::Slot, deep: u64) -> Result<Handle<T>, Error> {
        let len = OBJECT_HEADER + size_of::<T::Slot>() as u64;
        let (payload, ptr) = self.allocate(len, false, BlockKind::Object)?;
        let bits = self.space().handle_bits(payload, self.next_generation());
        // SAFETY: a fresh block of `len` bytes, aligned to 16.
        unsafe {
            let words = ptr.cast::<u64>().as_ptr();
            shim::write(words, bits);
            shim::write(words.add(1), bits ^ deep ^ self.space().secret());
            shim::write(words.add(2).cast(), slot);
        }
        Ok(Handle::from_bits(bits))
    }

    /// Removes an object and everything that it owns.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Frozen`], [`Error::SchemaMismatch`], [`Error::JournalFull`].
    pub(crate) fn remove<T: Shared>(&self, anchor: &mut Anchor, handle: Handle<T>) -> Result<(), Error> {
        anchor.aim(T::deep_key(), T::deep);
        let slot = match anchor.resolve_aimed(handle) {
            Some(slot) => slot,
            None => self.space().resolve_to_change(handle)?,
        };
        // SAFETY: a live object's own slot.
        unsafe {
            let slot: SlotRef<'_, T> = SlotRef::new(slot, self.space());
            self.remove_found(slot.offset() - OBJECT_HEADER, slot)
        }
    }

    /// Removes the object whose payload lies at `payload`, and what `slot` owns.
    ///
    /// # Safety
    /// The object lives, and `slot` is its slot, or a copy that owns what it does.
    ///
    /// # Errors
    /// [`Error::JournalFull`].
    pub(crate) unsafe fn remove_found<T: Shared>(&self, payload: u64, slot: SlotRef<'_, T>) -> Result<(), Error> {
        // The commit of this very scope frees the block, and its seal goes with it.
        let at_once = self.is_closed();
        self.scope(|| {
            if T::OWNS {
                // SAFETY: the object is freed below, in this scope.
                unsafe { T::release(slot, self)? };
            }
            if !at_once {
                // From here on the handle is stale, also while the block waits for the commit.
                // SAFETY: the object's seal, by the caller.
                unsafe { self.write_logged(self.space().at(payload + 8).cast::<u64>(), 0)? };
            }
            self.free(payload, BlockKind::Object)
        })
    }

    /// The next generation. Counted on for ever, also by what is undone; 0 is never used.
    fn next_generation(&self) -> u64 {
        let word = &self.space().meta().alloc.0.generation;
        let mask = !0 >> (64 - self.space().generation_bits());
        // Relaxed: inside a write turn.
        let next = (word.load(Ordering::Relaxed).wrapping_add(1) & mask).max(1);
        shim::store(word, next);
        next
    }
}
