//! Frozen objects: nobody changes them any more, so they can be read without a turn by those who pin them.
//!
//! Freezing changes the seal, one word: mixed with `FROZEN`, it does not match where an object is opened for changing, and a
//! look that goes on finds out why. Removing one clears the seal and enters its blocks into a list of the condemned, in one
//! scope; they are freed as soon as nobody has the object pinned.
//!
//! ```text
//! condemned: next | payload of the object | number of its blocks | their payloads ...
//! ```

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ptr::NonNull;

use super::handle::Handle;
use super::header::OBJECT_HEADER;
use super::pins::Pinned;
use super::shared::Shared;
use super::slot::SlotRef;
use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::journal::Writer;
use crate::sync::Ordering;
use crate::sys::shim;

/// What the seal of a frozen object is mixed with in addition. Part of the format.
pub const FROZEN: u64 = 0x6e65_7a6f_7266_a55a;
/// Bytes of a condemned object's entry before its blocks.
pub(super) const CONDEMNED: u64 = 24;

/// Names an object that is immutable from now on: see [`WriteTurn::freeze`](crate::WriteTurn::freeze). 8 bytes, `Copy`.
///
/// Its [`handle`](Self::handle) names the same object, can be stored in other objects and bound to names, and is turned back by
/// `FrozenHandle::from`. Whether its object is frozen is found out when it is pinned.
///
/// # Example
///
/// ```
/// use ipo::{Error, FrozenHandle, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let table = turn.put(&vec![1_u32, 2, 3])?;
/// turn.bind("table", table)?;
/// turn.freeze(table)?;
/// drop(turn);
///
/// // Another process:
/// let table = FrozenHandle::from(heap.read()?.root::<Vec<u32>>("table")?);
/// assert_eq!(heap.pin(table)?.get().as_slice(), [1, 2, 3]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct FrozenHandle<T>(Handle<T>);

impl<T> FrozenHandle<T> {
    /// The object's handle, which reads it in turns.
    pub fn handle(self) -> Handle<T> {
        self.0
    }
}

impl<T> From<Handle<T>> for FrozenHandle<T> {
    fn from(handle: Handle<T>) -> Self {
        FrozenHandle(handle)
    }
}

impl<T> Clone for FrozenHandle<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for FrozenHandle<T> {}
impl<T> PartialEq for FrozenHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for FrozenHandle<T> {}
impl<T> Hash for FrozenHandle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for FrozenHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrozenHandle({:#x})", self.0.to_bits())
    }
}

/// An entry of the list of the condemned, checked against the bounds.
pub(super) struct Condemned {
    /// Payload of its own block.
    pub(super) at: u64,
    pub(super) next: u64,
    pub(super) object: u64,
    pub(super) blocks: Vec<u64>,
}

impl Space {
    /// The type that a seal names, and whether the object is frozen.
    pub(super) fn unfrozen(&self, found: u64) -> (u64, bool) {
        let known = |deep| matches!(self.described(deep), Ok(Some(_)));
        if !known(found) && known(found ^ FROZEN) { (found ^ FROZEN, true) } else { (found, false) }
    }

    /// The payload that a handle would name, if its first words are committed. Also outside of a turn.
    pub(crate) fn payload_of<T>(&self, handle: Handle<T>) -> Result<u64, Error> {
        self.refresh()?;
        let slot = self.anchor().slot(handle.to_bits(), 0).ok_or(Error::Stale { handle: handle.to_bits() })?;
        Ok(self.offset_of(slot.as_ptr().cast()) - OBJECT_HEADER)
    }

    /// The slot of a frozen object with that payload, for who has it pinned. `None`: it is none, or not a `T`.
    pub(crate) fn pinned<T: Shared>(&self, handle: Handle<T>, payload: u64) -> Result<Option<SlotRef<'_, T>>, Error> {
        // SAFETY: `payload_of` found the two words before it committed. Acquire: pairs with the Release of the freezing, and
        // so with all that the object consists of.
        let (name, seal) =
            unsafe { (self.word(payload).load(Ordering::Acquire), self.word(payload + 8).load(Ordering::Acquire)) };
        if name != handle.to_bits() || seal ^ name ^ self.secret() != T::deep() ^ FROZEN {
            return Ok(None);
        }
        // The object may reach further than what this attachment knew to be committed.
        self.refresh()?;
        if self.anchor().slot(handle.to_bits(), size_of::<T::Slot>()).is_none() {
            return Err(Error::corrupt(payload, "an object that ends behind the heap"));
        }
        // SAFETY: the seal says that a frozen object of this type lives here; nobody changes it, and nobody frees it while
        // the pin lasts.
        Ok(Some(unsafe { SlotRef::new(self.at(payload + OBJECT_HEADER).cast(), self) }))
    }

    /// The first of the condemned; 0 for none.
    pub(crate) fn first_condemned(&self) -> u64 {
        // Relaxed: inside a write turn, or as a hint.
        self.meta().names.condemned.load(Ordering::Relaxed)
    }

    /// The entry at that payload.
    pub(super) fn condemned(&self, at: u64) -> Result<Condemned, Error> {
        let broken = || Error::corrupt(at, "a condemned object where none can lie");
        self.check(at, CONDEMNED, 16).ok_or_else(broken)?;
        // SAFETY: checked here, and below. Relaxed: inside a turn.
        let word = |offset| unsafe { self.word(at + offset) }.load(Ordering::Relaxed);
        let count = word(16);
        let len = count.checked_mul(8).ok_or_else(broken)?;
        self.check(at + CONDEMNED, len, 8).ok_or_else(broken)?;
        let blocks = (0..count).map(|i| word(CONDEMNED + i * 8)).collect();
        Ok(Condemned { at, next: word(0), object: word(8), blocks })
    }
}

impl Writer {
    /// Freezes an object: one store.
    pub(crate) fn freeze<T: Shared>(&self, handle: Handle<T>) -> Result<FrozenHandle<T>, Error> {
        let (slot, frozen) = self.space().resolve_any(handle)?;
        if !frozen {
            // SAFETY: the object's seal stands before its slot.
            let seal = unsafe { self.space().word(self.space().offset_of(slot.as_ptr().cast()) - 8) };
            // Relaxed: inside a write turn. The store is a Release: who sees the new seal sees the object.
            shim::store(seal, seal.load(Ordering::Relaxed) ^ FROZEN);
        }
        Ok(FrozenHandle(handle))
    }

    /// Removes a frozen object: its handle is stale from here on, its blocks are freed when nobody has it pinned.
    pub(crate) fn remove_frozen<T: Shared>(&self, frozen: FrozenHandle<T>) -> Result<(), Error> {
        let handle = frozen.0;
        let (slot, is_frozen) = self.space().resolve_any(handle)?;
        if !is_frozen {
            return Err(Error::NotFrozen { handle: handle.to_bits() });
        }
        let payload = self.space().offset_of(slot.as_ptr().cast()) - OBJECT_HEADER;
        self.scope(|| {
            let blocks = if T::OWNS {
                // SAFETY: the object lives; what it owns is noted in its entry below, in this scope.
                self.instead_of_freeing(|| unsafe { T::release(SlotRef::new(slot, self.space()), self) })?
            } else {
                Vec::new()
            };
            let len = CONDEMNED + blocks.len() as u64 * 8;
            let (at, ptr) = self.allocate(len, false, BlockKind::System)?;
            let names = &self.space().meta().names;
            let words = [names.condemned.load(Ordering::Relaxed), payload, blocks.len() as u64];
            // SAFETY: a fresh block of `len` bytes: three words and the blocks.
            unsafe {
                shim::write(ptr.cast().as_ptr(), words);
                shim::copy(blocks.as_ptr().cast(), ptr.as_ptr().add(CONDEMNED as usize), blocks.len() * 8);
            }
            self.change_word(&names.condemned, at)?;
            // SAFETY: the object's seal. From here on nobody pins it.
            self.change_word(unsafe { self.space().word(payload + 8) }, 0)
        })?;
        self.free_condemned().map(|_| ())
    }

    /// Frees the condemned that nobody has pinned; says how many are left.
    pub(crate) fn free_condemned(&self) -> Result<usize, Error> {
        let mut at = self.space().first_condemned();
        if at == 0 {
            return Ok(0);
        }
        let pinned = Pinned::of(self.region());
        let names = NonNull::from(&self.space().meta().names.condemned);
        let mut link = self.space().offset_of(names.as_ptr().cast_const().cast());
        let mut left = 0;
        // One entry per block at most: a ring in a damaged heap ends.
        for _ in 0..=self.space().total_len() / 32 {
            if at == 0 {
                return Ok(left);
            }
            let entry = self.space().condemned(at)?;
            if pinned.contains(entry.object) {
                (link, left) = (at, left + 1);
            } else {
                self.scope(|| {
                    // SAFETY: the list's first word, or the first word of an entry that was checked.
                    self.change_word(unsafe { self.space().word(link) }, entry.next)?;
                    for block in entry.blocks {
                        self.free(block, BlockKind::Data)?;
                    }
                    self.free(entry.object, BlockKind::Object)?;
                    self.free(entry.at, BlockKind::System)
                })?;
            }
            at = entry.next;
        }
        Err(Error::corrupt(at, "condemned objects without an end"))
    }
}
