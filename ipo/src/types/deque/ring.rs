//! The slot of a deque, and where its elements lie.
//!
//! ```text
//! slot:  block | head: low 32, length: high 32 | capacity
//! block: a ring of elements; the first one lies at index `head`
//! ```
//! All zero is the empty deque without a block. Head and length share a word, so that one store changes both ends.
//! Elements without a size have no block; their capacity is noted as 0 and is `MOST_WITHOUT_BYTES`.

use std::ptr::NonNull;

use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sync::AtomicU64;
use crate::sys::shim;
use crate::types::bytes::MOST_WITHOUT_BYTES;
use crate::types::depth::deeper;
use crate::types::elements::Elements;

/// The slot of `VecDeque<T>`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct DequeSlot {
    words: [u64; 3],
}

// SAFETY: three integers; zero is the empty deque, which owns nothing.
unsafe impl Slot for DequeSlot {}

/// Most elements of one deque.
const MOST: usize = u32::MAX as usize;

/// A deque that was checked against the bounds.
pub(super) struct Ring<T: Shared> {
    ptr: NonNull<T::Slot>,
    head: usize,
    pub(super) len: usize,
    /// Elements that fit into the block.
    pub(super) room: usize,
    block: u64,
}

impl<T: Shared> Clone for Ring<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for Ring<T> {}

impl<T: Shared> Ring<T> {
    const SIZE: usize = size_of::<T::Slot>();
    /// Most elements of a deque of these.
    pub(super) const MOST: usize = if Self::SIZE == 0 { MOST_WITHOUT_BYTES } else { MOST };

    fn too_large(len: usize) -> Error {
        Error::TooLarge { what: "a deque", size: len as u64, limit: Self::MOST as u64 }
    }

    /// The deque in the slot; `None` if it cannot be right.
    ///
    /// # Safety
    /// `slot` is a live deque slot of `T` in the mapping of `space`.
    #[inline]
    unsafe fn try_at(slot: NonNull<DequeSlot>, space: &Space) -> Option<Ring<T>> {
        // SAFETY: by the caller.
        let [block, ends, room] = unsafe { slot.as_ptr().read() }.words;
        let (head, len) = (ends as u32 as usize, (ends >> 32) as usize);
        if block == 0 {
            // Nothing is read through this pointer: there are no elements, or they have no bytes.
            let ptr = slot.cast();
            let (room, right) = if Self::SIZE == 0 {
                (Self::MOST, room == 0 && len <= Self::MOST && head < Self::MOST)
            } else {
                (0, room | ends == 0)
            };
            return right.then_some(Ring { ptr, head, len, room, block });
        }
        if room > MOST as u64 || len as u64 > room || head as u64 >= room || Self::SIZE == 0 {
            return None;
        }
        let ptr = space.check(block, room.checked_mul(Self::SIZE as u64)?, 16)?.cast();
        Some(Ring { ptr, head, len, room: room as usize, block })
    }

    /// As `try_at`, for accessors.
    ///
    /// # Safety
    /// As `try_at`.
    ///
    /// # Panics
    /// With a `Corrupt` payload.
    #[inline]
    pub(super) unsafe fn at(slot: NonNull<DequeSlot>, space: &Space) -> Ring<T> {
        // SAFETY: by the caller.
        match unsafe { Ring::try_at(slot, space) } {
            Some(ring) => ring,
            None => corrupt(space.offset_of(slot.as_ptr().cast()), "a deque that cannot be right"),
        }
    }

    /// As `at`, for calls that can return an error.
    ///
    /// # Safety
    /// As `try_at`.
    #[inline]
    pub(super) unsafe fn checked(slot: NonNull<DequeSlot>, space: &Space) -> Result<Ring<T>, Error> {
        // SAFETY: by the caller.
        unsafe { Ring::try_at(slot, space) }
            .ok_or_else(|| Error::corrupt(space.offset_of(slot.as_ptr().cast()), "a deque that cannot be right"))
    }

    /// Where the element at `index` lies. `index` is below `room`, or `room` is 0 and nothing is read there.
    #[inline]
    pub(super) fn cell(&self, index: usize) -> NonNull<T::Slot> {
        let at = self.head + index;
        let at = if at >= self.room { at - self.room } else { at };
        // SAFETY: `head` and `index` are below `room` (`try_at`, the caller), so `at` is; `room` elements are in bounds.
        unsafe { self.ptr.add(at) }
    }

    /// The two runs in which `count` elements from `index` on lie; `index + count` is at most `room`.
    #[inline]
    pub(super) fn runs(&self, index: usize, count: usize) -> [(NonNull<T::Slot>, usize); 2] {
        if count == 0 {
            return [(self.ptr, 0), (self.ptr, 0)];
        }
        let at = self.head + index;
        let at = if at >= self.room { at - self.room } else { at };
        let first = count.min(self.room - at);
        [(self.cell(index), first), (self.ptr, count - first)]
    }

    /// The elements, for reading.
    #[inline]
    pub(super) fn elements<'t>(&self, space: &'t Space) -> [Elements<'t, T>; 2] {
        self.runs(0, self.len).map(|(ptr, len)| Elements { ptr, len, space })
    }

    /// The ring with its first element at `by` places behind the present one.
    pub(super) fn forward(self, by: usize, len: usize) -> Ring<T> {
        let head = self.head + by;
        Ring { head: if head >= self.room { head - self.room } else { head }, len, ..self }
    }

    /// The ring with its first element at `by` places before the present one.
    pub(super) fn backward(self, by: usize, len: usize) -> Ring<T> {
        let head = if by > self.head { self.head + self.room - by } else { self.head - by };
        Ring { head, len, ..self }
    }

    /// Copies of the slots of `count` elements from `index` on.
    ///
    /// # Safety
    /// They are live.
    pub(super) unsafe fn read(&self, index: usize, count: usize) -> Vec<T::Slot> {
        let mut slots = Vec::with_capacity(count);
        for (ptr, len) in self.runs(index, count) {
            // SAFETY: by the caller; `runs` stays in the block.
            slots.extend((0..len).map(|i| unsafe { ptr.as_ptr().add(i).read() }));
        }
        slots
    }

    fn ends(&self) -> u64 {
        self.head as u64 | (self.len as u64) << 32
    }

    fn slot(&self) -> DequeSlot {
        DequeSlot { words: [self.block, self.ends(), if Self::SIZE == 0 { 0 } else { self.room as u64 }] }
    }

    // ---- changing: by the exclusive holder of the slot -----------------------------------------------------------------

    /// An empty ring for at least `room` elements, in a fresh block.
    fn fresh(writer: &Writer, room: usize) -> Result<Ring<T>, Error> {
        if room > Self::MOST {
            return Err(Self::too_large(room));
        }
        if Self::SIZE == 0 || room == 0 {
            let room = if Self::SIZE == 0 { Self::MOST } else { 0 };
            return Ok(Ring { ptr: NonNull::dangling(), head: 0, len: 0, room, block: 0 });
        }
        let size = Self::SIZE as u64;
        let bytes = size.checked_mul(room as u64).ok_or_else(|| Self::too_large(room))?;
        let (block, ptr) = writer.allocate(bytes, false, BlockKind::Data)?;
        let room = (writer.block_room(block)? / size).min(MOST as u64) as usize;
        Ok(Ring { ptr: ptr.cast(), head: 0, len: 0, room, block })
    }

    /// Writes elements into cells that nobody can reach, or whose bytes are saved.
    ///
    /// # Safety
    /// The ring's block is exclusive, and `index + slots.len()` is at most `room`.
    pub(super) unsafe fn write(&self, index: usize, slots: &[T::Slot]) {
        let mut rest = slots;
        for (ptr, len) in self.runs(index, slots.len()) {
            let (now, later) = rest.split_at(len);
            // SAFETY: by the caller; `runs` stays in the block.
            unsafe { shim::copy(now.as_ptr().cast(), ptr.as_ptr().cast(), size_of_val(now)) };
            rest = later;
        }
    }

    /// Saves the cells of `count` elements from `index` on.
    ///
    /// # Safety
    /// As `write`; a scope is open.
    pub(super) unsafe fn save(&self, writer: &Writer, index: usize, count: usize) -> Result<(), Error> {
        for (ptr, len) in self.runs(index, count) {
            if len * Self::SIZE > 0 {
                // SAFETY: by the caller; `runs` stays in the block.
                unsafe { writer.save(ptr.as_ptr().cast(), len * Self::SIZE)? };
            }
        }
        Ok(())
    }

    /// Publishes head and length by one store.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this ring; a scope saved it, or needs no undoing.
    #[inline]
    pub(super) unsafe fn publish(&self, slot: NonNull<DequeSlot>) {
        // SAFETY: by the caller; the second of the slot's three words.
        shim::store(unsafe { slot.cast::<AtomicU64>().add(1).as_ref() }, self.ends());
    }

    /// As `publish`, in the open scope.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this ring.
    pub(super) unsafe fn publish_logged(&self, slot: NonNull<DequeSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller; the second of the slot's three words.
        unsafe {
            writer.save(slot.cast::<u64>().add(1).as_ptr().cast(), 8)?;
            self.publish(slot);
        }
        Ok(())
    }

    /// Moves the elements into a fresh ring, in order from its start, in the open scope.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this ring; the new one has room for its elements.
    unsafe fn relocate(self, slot: NonNull<DequeSlot>, writer: &Writer, mut new: Ring<T>) -> Result<Self, Error> {
        if Self::SIZE > 0 {
            let mut to = new.ptr;
            for (ptr, len) in self.runs(0, self.len) {
                // SAFETY: live elements, and a fresh block with room for all of them.
                unsafe {
                    shim::copy(ptr.as_ptr().cast(), to.as_ptr().cast(), len * Self::SIZE);
                    to = to.add(len);
                }
            }
        }
        new.len = self.len;
        // SAFETY: by the caller.
        unsafe { writer.write_logged(slot, new.slot())? };
        if self.block != 0 {
            writer.free(self.block, BlockKind::Data)?;
        }
        Ok(new)
    }

    /// Moves the elements into a block for `room` of them, at least the length, in the open scope.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this ring.
    pub(super) unsafe fn resize(self, slot: NonNull<DequeSlot>, writer: &Writer, room: usize) -> Result<Self, Error> {
        let new = Ring::fresh(writer, room.max(self.len))?;
        // SAFETY: by the caller.
        unsafe { self.relocate(slot, writer, new) }
    }

    /// A ring with room for one more element: this one, or one of twice its size.
    ///
    /// # Safety
    /// As `resize`.
    pub(super) unsafe fn grown(self, slot: NonNull<DequeSlot>, writer: &Writer) -> Result<Self, Error> {
        if self.len < self.room {
            return Ok(self);
        }
        if self.len == Self::MOST {
            return Err(Self::too_large(self.len + 1));
        }
        let wanted = (self.room * 2).clamp(4, Self::MOST);
        let new = match Ring::fresh(writer, wanted) {
            // Nearly full: just what is needed.
            Err(Error::OutOfSpace { .. }) => Ring::fresh(writer, self.len + 1)?,
            other => other?,
        };
        // SAFETY: by the caller.
        unsafe { self.relocate(slot, writer, new) }
    }

    /// Writes an element into a cell behind or before the others, which nobody reads before it is published; in a
    /// transaction it may have been emptied there, whose end may want it back.
    ///
    /// # Safety
    /// As `write`; a scope is open.
    pub(super) unsafe fn fill(&self, writer: &Writer, index: usize, element: T::Slot) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            if writer.in_transaction() {
                self.save(writer, index, 1)?;
            }
            shim::write(self.cell(index).as_ptr(), element);
        }
        Ok(())
    }

    /// Frees what `count` elements from `index` on own.
    ///
    /// # Safety
    /// They are live, and go in the open scope.
    pub(super) unsafe fn release_some(&self, writer: &Writer, index: usize, count: usize) -> Result<(), Error> {
        if !T::OWNS {
            return Ok(());
        }
        (index..index + count).try_for_each(|i| {
            // SAFETY: by the caller.
            unsafe { T::release(SlotRef::new(self.cell(i), writer.space()), writer) }
        })
    }

    /// Builds a deque from values.
    ///
    /// # Safety
    /// As `Shared::build`.
    pub(super) unsafe fn build<'v>(
        writer: &Writer,
        len: usize,
        values: impl Iterator<Item = &'v T>,
    ) -> Result<DequeSlot, Error> {
        let mut ring = Ring::<T>::fresh(writer, len)?;
        let fill = || {
            for (i, value) in values.take(len).enumerate() {
                // SAFETY: by the caller. The block has room for `len` elements; nobody can reach it.
                unsafe { ring.cell(i).as_ptr().write(T::build_ref(writer, value)?) };
            }
            Ok(())
        };
        // An empty deque is no level.
        if T::OWNS && len > 0 {
            deeper(fill)?
        } else {
            fill()?
        }
        ring.len = len;
        Ok(ring.slot())
    }

    /// Frees everything that the deque owns.
    ///
    /// # Safety
    /// As `Shared::release`.
    pub(super) unsafe fn release(slot: NonNull<DequeSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        let ring = unsafe { Ring::<T>::checked(slot, writer.space())? };
        if T::OWNS && ring.len > 0 {
            // SAFETY: by the caller.
            deeper(|| unsafe { ring.release_some(writer, 0, ring.len) })?;
        }
        if ring.block != 0 { writer.free(ring.block, BlockKind::Data) } else { Ok(()) }
    }
}
