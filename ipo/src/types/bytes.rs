//! The slot of lists and strings, and the one primitive that changes them.
//!
//! ```text
//! up to 23 bytes:  elements ..................... | length: last byte
//! longer:          block offset | length | capacity, 7 bytes | 0xFF
//! ```
//! All zero is the empty list. Elements that own blocks always lie outside.

use std::ptr::NonNull;

use super::depth::deeper;
use super::elements::Elements;
use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sync::AtomicU64;
use crate::sys::shim;

#[cfg(target_endian = "big")]
compile_error!("the length byte of short lists is placed for little-endian machines");

/// Bytes of elements that lie in the slot.
const INSIDE: usize = 23;
const OUTSIDE: u64 = 0xFF;
const TAG_SHIFT: u32 = 56;
const CAPACITY: u64 = (1 << TAG_SHIFT) - 1;
/// Most elements of a list or deque whose elements take no bytes. Nothing else bounds a walk over them: of other
/// elements a block holds no more than it has bytes.
pub(crate) const MOST_WITHOUT_BYTES: usize = 1 << 24;

/// The slot of `Vec<T>` and `String`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ListSlot {
    words: [u64; 3],
}

// SAFETY: three integers; zero is the empty list, which owns nothing.
unsafe impl Slot for ListSlot {}

/// A list's elements and where they lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<S> {
    pub(super) ptr: NonNull<S>,
    pub(super) len: usize,
    /// Elements that fit without a new block.
    pub(super) room: usize,
    /// The block's payload offset; 0 for elements in the slot.
    pub(super) block: u64,
}

impl ListSlot {
    /// The empty list.
    pub(crate) const EMPTY: ListSlot = ListSlot { words: [0; 3] };

    pub(crate) fn outside(block: u64, len: usize, room: usize) -> ListSlot {
        ListSlot { words: [block, len as u64, room as u64 & CAPACITY | OUTSIDE << TAG_SHIFT] }
    }

    #[inline]
    fn tag(&self) -> u64 {
        self.words[2] >> TAG_SHIFT
    }

    pub(super) fn set_inside_len(&mut self, len: usize) {
        self.words[2] = self.words[2] & CAPACITY | (len as u64) << TAG_SHIFT;
    }
}

/// Elements of `T` that lie in the slot at most.
#[inline]
pub(super) const fn inside<T: Shared>() -> usize {
    let size = size_of::<T::Slot>();
    if T::OWNS || size == 0 { 0 } else { INSIDE / size }
}

/// Where the elements of the list at `ptr` lie; `None` if the slot cannot be right.
///
/// # Safety
/// `ptr` is a live list slot in the mapping of `space`.
#[inline]
pub(super) unsafe fn parts<T: Shared>(ptr: NonNull<ListSlot>, space: &Space) -> Option<Parts<T::Slot>> {
    // SAFETY: by the caller.
    let slot = unsafe { ptr.as_ptr().read() };
    let (size, tag) = (size_of::<T::Slot>(), slot.tag());
    if tag != OUTSIDE {
        let len = tag as usize;
        return (len <= inside::<T>()).then_some(Parts { ptr: ptr.cast(), len, room: inside::<T>(), block: 0 });
    }
    let (block, len) = (slot.words[0], slot.words[1]);
    let room = slot.words[2] & CAPACITY;
    if size == 0 {
        let right = len <= MOST_WITHOUT_BYTES as u64;
        let room = MOST_WITHOUT_BYTES;
        return right.then_some(Parts { ptr: ptr.cast(), len: len as usize, room, block: 0 });
    }
    if len > room {
        return None;
    }
    let at = space.check(block, room.checked_mul(size as u64)?, 16)?;
    Some(Parts { ptr: at.cast(), len: len as usize, room: room as usize, block })
}

/// The elements of a list, for reading.
///
/// # Panics
/// With a `Corrupt` payload.
#[inline]
pub(super) fn elements<'t, T: Shared, L: Shared<Slot = ListSlot>>(slot: SlotRef<'t, L>) -> Elements<'t, T> {
    // SAFETY: a SlotRef of a list type is a live list slot.
    match unsafe { parts::<T>(slot.ptr(), slot.space()) } {
        Some(Parts { ptr, len, .. }) => Elements { ptr, len, space: slot.space() },
        None => corrupt(slot.offset(), "a list that cannot be right"),
    }
}

/// As `parts`, for calls that can return an error.
///
/// # Safety
/// As `parts`.
#[inline]
pub(super) unsafe fn checked<T: Shared>(ptr: NonNull<ListSlot>, space: &Space) -> Result<Parts<T::Slot>, Error> {
    // SAFETY: by the caller.
    unsafe { parts::<T>(ptr, space) }
        .ok_or_else(|| Error::corrupt(space.offset_of(ptr.as_ptr().cast()), "a list that cannot be right"))
}

/// A list slot with these elements, built in the open scope.
pub(super) fn build<T: Shared>(writer: &Writer, values: &[T]) -> Result<ListSlot, Error> {
    let len = values.len();
    let mut slot = ListSlot::EMPTY;
    let fill = |first: *mut T::Slot| -> Result<(), Error> {
        if T::PLAIN {
            // SAFETY: as below; the slots are the values themselves.
            unsafe { shim::copy(values.as_ptr().cast(), first.cast(), size_of_val(values)) };
            return Ok(());
        }
        for (i, value) in values.iter().enumerate() {
            // SAFETY: `first` has room for all values. Nobody can reach the place before the slot is published.
            unsafe { first.add(i).write(T::build_ref(writer, value)?) };
        }
        Ok(())
    };
    if len <= inside::<T>() {
        fill(std::ptr::from_mut(&mut slot).cast())?;
        slot.set_inside_len(len);
    } else if size_of::<T::Slot>() == 0 {
        slot = without_bytes(len)?;
    } else {
        let (block, ptr, room) = allocate::<T>(writer, len)?;
        if T::OWNS {
            deeper(|| fill(ptr.as_ptr()))?
        } else {
            fill(ptr.as_ptr())?
        }
        slot = ListSlot::outside(block, len, room);
    }
    Ok(slot)
}

/// The slot of a list of so many elements that take no bytes.
fn without_bytes(len: usize) -> Result<ListSlot, Error> {
    let (size, limit) = (len as u64, MOST_WITHOUT_BYTES as u64);
    if size > limit {
        return Err(Error::TooLarge { what: "a list of elements without bytes", size, limit });
    }
    Ok(ListSlot::outside(0, len, 0))
}

/// A list slot with a copy of these plain elements, built in the open scope: one copy instead of a loop.
pub(super) fn build_bytes(writer: &Writer, values: &[u8]) -> Result<ListSlot, Error> {
    let len = values.len();
    let mut slot = ListSlot::EMPTY;
    let mut target = std::ptr::from_mut(&mut slot).cast::<u8>();
    if len > inside::<u8>() {
        let (block, ptr, room) = allocate::<u8>(writer, len)?;
        slot = ListSlot::outside(block, len, room);
        target = ptr.as_ptr();
    } else {
        slot.set_inside_len(len);
        // The pointer again: the slot was borrowed in between.
        target = if len == 0 { target } else { std::ptr::from_mut(&mut slot).cast() };
    }
    // SAFETY: the target is the slot's own 23 bytes or a fresh block with room for `len`.
    unsafe { shim::copy(values.as_ptr(), target, len) };
    Ok(slot)
}

/// A block for at least `len` elements: (payload offset, address, elements that fit).
pub(super) fn allocate<T: Shared>(writer: &Writer, len: usize) -> Result<(u64, NonNull<T::Slot>, usize), Error> {
    let size = size_of::<T::Slot>() as u64;
    let too_large = || Error::TooLarge { what: "a list", size: len as u64, limit: (1 << 40) / size };
    let bytes = (len as u64).checked_mul(size).ok_or_else(too_large)?;
    let (block, ptr, room) = writer.allocate_with_room(bytes, false, BlockKind::Data)?;
    Ok((block, ptr.cast(), (room / size) as usize))
}

/// Replaces `removed` elements at `at` by `new`, all or nothing, in the open scope. What the removed ones own is freed;
/// `new` are built slots.
///
/// # Safety
/// `ptr` is a live list slot of `T` that nobody else uses; `at + removed` is at most its length.
pub(super) unsafe fn splice<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    at: usize,
    removed: usize,
    new: &[T::Slot],
) -> Result<(), Error> {
    if T::OWNS {
        // SAFETY: by the caller.
        let old = unsafe { checked::<T>(ptr, writer.space())? };
        for i in at..at + removed {
            // SAFETY: `i` is below the length, and the element goes below, in this scope.
            unsafe { T::release(SlotRef::new(old.ptr.add(i), writer.space()), writer)? };
        }
    }
    // SAFETY: by the caller; what the removed elements own was released.
    unsafe { exchange::<T>(ptr, writer, at, removed, new) }
}

/// As [`splice`], without freeing what the removed elements own: they were released, or they are among `new`, or they
/// go elsewhere in this scope.
///
/// # Safety
/// As `splice`, and each block keeps one owner.
pub(super) unsafe fn exchange<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    at: usize,
    removed: usize,
    new: &[T::Slot],
) -> Result<(), Error> {
    // SAFETY: by the caller.
    let mut old = unsafe { checked::<T>(ptr, writer.space())? };
    let size = size_of::<T::Slot>();
    debug_assert!(at + removed <= old.len);
    let tail = old.len - at - removed;
    let len = at + new.len() + tail;
    if size == 0 {
        // SAFETY: the slot is live and exclusive.
        return unsafe { writer.write_logged(ptr, without_bytes(len)?) };
    }
    // Moves the tail and puts the new elements before it, in a place with room for `len` elements, whose bytes are
    // saved, or which nobody can reach.
    let arrange = |first: *mut T::Slot| {
        // SAFETY: `arrange` is called below with the list's own place, after `len <= room` was seen, or with a copy of the
        // slot, of which the same holds; `at + removed + tail` is the old length, `at + new.len() + tail` is `len`.
        unsafe {
            if tail > 0 && removed != new.len() {
                shim::shift(first.add(at + removed).cast(), first.add(at + new.len()).cast(), tail * size);
            }
            shim::copy(new.as_ptr().cast(), first.add(at).cast(), size_of_val(new));
        }
    };
    if old.block == 0 && len <= old.room {
        // SAFETY: the slot is live; the copy is local.
        let mut slot = unsafe { ptr.as_ptr().read() };
        arrange(std::ptr::from_mut(&mut slot).cast());
        slot.set_inside_len(len);
        // SAFETY: the slot is live and exclusive.
        return unsafe { writer.write_logged(ptr, slot) };
    }
    // Twice as large if it is full, so that growing is cheap on average.
    let wanted = if len <= old.room { old.room } else { len.max(old.room.saturating_mul(2)).max(4) };
    if old.block != 0 && len > old.room {
        // SAFETY: the slot is live and exclusive.
        old.room = unsafe { lengthen::<T>(ptr, writer, old, wanted)? };
    }
    if old.block != 0 && len <= old.room {
        let dirty = match (removed == new.len(), tail) {
            (true, _) => at + removed,
            (false, 0) => at + new.len(),
            (false, _) => len.max(old.len),
        };
        // Outside of a transaction nothing behind the length can be wanted back.
        let dirty = if writer.in_transaction() { dirty } else { dirty.min(old.len) };
        let save = || {
            // SAFETY: the range lies in the list's block (`parts` checked `room`); it is saved before it is overwritten.
            unsafe {
                if dirty > at {
                    writer.save(old.ptr.as_ptr().add(at).cast(), (dirty - at) * size)?;
                }
                if len != old.len {
                    // The length is saved before the elements change: the scope ends with it.
                    writer.save(length_word(ptr).as_ptr().cast(), 8)?;
                }
            }
            Ok(())
        };
        match save() {
            Ok(()) => {
                arrange(old.ptr.as_ptr());
                if len != old.len {
                    // SAFETY: the slot is live and exclusive.
                    shim::store(unsafe { length_word(ptr).as_ref() }, len as u64);
                }
                return Ok(());
            }
            // Too much for the journal: nothing was overwritten, and a block of the same size needs no copy there.
            Err(Error::JournalFull { .. } | Error::OutOfSpace { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    // Another block.
    let (block, first, room) = match allocate::<T>(writer, wanted) {
        // Nearly full: just what is needed.
        Err(Error::OutOfSpace { .. }) => allocate::<T>(writer, len)?,
        other => other?,
    };
    // SAFETY: the new block has room for `len` elements and nobody can reach it; the old ones are live.
    unsafe {
        shim::copy(old.ptr.as_ptr().cast(), first.as_ptr().cast(), at * size);
        shim::copy(new.as_ptr().cast(), first.as_ptr().add(at).cast(), size_of_val(new));
        let behind = first.as_ptr().add(at + new.len());
        shim::copy(old.ptr.as_ptr().add(at + removed).cast(), behind.cast(), tail * size);
        writer.write_logged(ptr, ListSlot::outside(block, len, room))?;
    }
    if old.block != 0 { writer.free(old.block, BlockKind::Data) } else { Ok(()) }
}

/// Makes room for `wanted` elements, which are more than fit, in the list's own block if what lies behind that is free, in the
/// open scope. Returns how many fit then.
///
/// # Safety
/// `ptr` is a live list slot of `T` that nobody else uses; `old` is what lies there, in a block.
pub(super) unsafe fn lengthen<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    old: Parts<T::Slot>,
    wanted: usize,
) -> Result<usize, Error> {
    let size = size_of::<T::Slot>() as u64;
    let Some(bytes) = (wanted as u64).checked_mul(size) else { return Ok(old.room) };
    // A block may be larger than its list knows.
    if writer.block_room(old.block)? < bytes && !writer.lengthen(old.block, bytes)? {
        return Ok(old.room);
    }
    let room = writer.block_room(old.block)? / size;
    // SAFETY: the third of the slot's words, by the caller; its old value is saved.
    unsafe {
        let word = ptr.cast::<AtomicU64>().add(2);
        writer.save(word.as_ptr().cast(), 8)?;
        shim::store(word.as_ref(), room & CAPACITY | OUTSIDE << TAG_SHIFT);
    }
    Ok(room as usize)
}

/// Replaces all of a list of bytes, where that is possible in its block, in a scope of its own. False: nothing was done.
///
/// # Safety
/// `ptr` is a live list slot of bytes that nobody else uses.
#[inline]
pub(super) unsafe fn overwrite(ptr: NonNull<ListSlot>, writer: &Writer, new: &[u8]) -> Result<bool, Error> {
    // SAFETY: by the caller.
    let old = match unsafe { parts::<u8>(ptr, writer.space()) } {
        Some(old) if old.block != 0 && new.len() <= old.room => old,
        _ => return Ok(false),
    };
    // As in `splice`: what is behind the length cannot be wanted back, and the length is saved before bytes change.
    // SAFETY: the ranges lie in the list's block (`parts` checked `room`) and in its slot; both are exclusive. In a
    // transaction, which is a scope, nothing is done.
    let done = unsafe {
        let first = old.ptr.as_ptr();
        if new.len() == old.len {
            writer.replace_range(first, old.block, new.as_ptr(), new.len())
        } else {
            let length = length_word(ptr);
            let bytes = (first.cast_const(), new.len().min(old.len));
            writer.change_ranges([bytes, (length.as_ptr().cast_const().cast(), 8)], || {
                shim::copy_short(new.as_ptr(), first, new.len());
                shim::store(length.as_ref(), new.len() as u64);
            })
        }
    };
    if done {
        return Ok(true);
    }
    // SAFETY: by the caller.
    unsafe { overwrite_in_scope(ptr, writer, new) }
}

/// As `overwrite`, in a larger scope, or with a journal that grows.
///
/// # Safety
/// As `overwrite`.
#[inline(never)]
unsafe fn overwrite_in_scope(ptr: NonNull<ListSlot>, writer: &Writer, new: &[u8]) -> Result<bool, Error> {
    // SAFETY: by the caller; all elements are replaced.
    writer.scope(|| unsafe {
        let len = checked::<u8>(ptr, writer.space())?.len;
        exchange::<u8>(ptr, writer, 0, len, new)
    })?;
    Ok(true)
}

/// The word of an outside list that holds its length.
#[inline]
pub(super) fn length_word(ptr: NonNull<ListSlot>) -> NonNull<AtomicU64> {
    // SAFETY: the second of the slot's three words.
    unsafe { ptr.cast::<AtomicU64>().add(1) }
}

/// Shortens a list whose elements own nothing, by one store.
///
/// # Safety
/// As `splice`; `len` is at most the list's length.
pub(super) unsafe fn shorten(ptr: NonNull<ListSlot>, len: usize) {
    // SAFETY: the slot is live and exclusive; in a transaction its bytes were saved when its view was opened.
    unsafe {
        let slot = ptr.as_ptr().read();
        if slot.tag() == OUTSIDE {
            shim::store(length_word(ptr).as_ref(), len as u64);
        } else {
            let word = slot.words[2] & CAPACITY | (len as u64) << TAG_SHIFT;
            shim::store(ptr.cast::<AtomicU64>().add(2).as_ref(), word);
        }
    }
}

/// Frees what a list owns.
///
/// # Safety
/// As `Shared::release`.
pub(super) unsafe fn release<T: Shared, L: Shared<Slot = ListSlot>>(
    slot: SlotRef<'_, L>,
    writer: &Writer,
) -> Result<(), Error> {
    // SAFETY: a SlotRef of a list type is a live list slot.
    let list = unsafe { checked::<T>(slot.ptr(), slot.space())? };
    // As in `build`: an empty list is no level.
    if T::OWNS && list.len > 0 {
        deeper(|| {
            (0..list.len).try_for_each(|i| {
                // SAFETY: `i` is below the length; the rest by the caller.
                unsafe { T::release(SlotRef::new(list.ptr.add(i), slot.space()), writer) }
            })
        })?;
    }
    if list.block != 0 { writer.free(list.block, BlockKind::Data) } else { Ok(()) }
}
