//! The room of lists and strings: made larger before it is needed, or given back.

use std::ptr::NonNull;

use super::bytes::{self, ListSlot, Parts};
use super::list::ListMut;
use crate::alloc::BlockKind;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::sys::shim;

impl<T: Shared> ListMut<'_, T> {
    /// Makes room for `more` elements, and for about as many as there are, so that pushing them moves nothing.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let numbers = turn.put(&vec![1_u64, 2])?;
    /// let mut numbers = turn.get_mut(numbers)?;
    /// numbers.reserve(1_000)?;
    /// assert!(numbers.capacity() >= 1_002);
    /// numbers.shrink_to_fit()?; // back into the list's own place
    /// assert_eq!(numbers.capacity(), 2);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn reserve(&mut self, more: usize) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        unsafe { reserve::<T>(ptr, writer, more, true) }
    }

    /// As [`reserve`](Self::reserve), without more room than that.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    pub fn reserve_exact(&mut self, more: usize) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        unsafe { reserve::<T>(ptr, writer, more, false) }
    }

    /// Moves the elements to the smallest place that holds them, and frees the block.
    ///
    /// # Errors
    /// As [`extend`](Self::extend): the new block is needed before the old one is free.
    pub fn shrink_to_fit(&mut self) -> Result<(), Error> {
        let (ptr, writer) = self.changing();
        // SAFETY: the slot is live and exclusive.
        unsafe { shrink::<T>(ptr, writer) }
    }
}

/// Makes room for `more` elements, in a scope of its own.
///
/// # Safety
/// `ptr` is a live list slot of `T` that nobody else uses.
pub(super) unsafe fn reserve<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    more: usize,
    generous: bool,
) -> Result<(), Error> {
    // SAFETY: by the caller.
    let old = unsafe { bytes::checked::<T>(ptr, writer.space())? };
    let needed = old.len.saturating_add(more);
    if needed <= old.room || size_of::<T::Slot>() == 0 {
        return Ok(());
    }
    let wanted = if generous { needed.max(old.room.saturating_mul(2)) } else { needed };
    writer.scope(|| {
        // SAFETY: by the caller.
        if old.block != 0 && unsafe { bytes::lengthen::<T>(ptr, writer, old, wanted)? } >= needed {
            return Ok(());
        }
        let place = match bytes::allocate::<T>(writer, wanted) {
            // Nearly full: just what is needed.
            Err(Error::OutOfSpace { .. }) if wanted > needed => bytes::allocate::<T>(writer, needed)?,
            other => other?,
        };
        // SAFETY: by the caller; the block has room for more than there are.
        unsafe { relocate::<T>(ptr, writer, old, place) }
    })
}

/// Moves the elements to the smallest place that holds them, in a scope of its own.
///
/// # Safety
/// As `reserve`.
pub(super) unsafe fn shrink<T: Shared>(ptr: NonNull<ListSlot>, writer: &Writer) -> Result<(), Error> {
    // SAFETY: by the caller.
    let old = unsafe { bytes::checked::<T>(ptr, writer.space())? };
    if old.block == 0 {
        return Ok(());
    }
    let size = size_of::<T::Slot>();
    writer.scope(|| {
        if old.len == 0 || old.len <= bytes::inside::<T>() {
            let mut slot = ListSlot::EMPTY;
            // SAFETY: the elements of a live list, as many as fit into the slot.
            unsafe { shim::copy(old.ptr.as_ptr().cast(), std::ptr::from_mut(&mut slot).cast(), old.len * size) };
            slot.set_inside_len(old.len);
            // SAFETY: the slot is live and exclusive.
            unsafe { writer.write_logged(ptr, slot)? };
            return writer.free(old.block, BlockKind::Data);
        }
        // Blocks have a smallest size, and can be a little larger than was asked for.
        if writer.block_room(old.block)? < (old.len * size) as u64 + 48 {
            return Ok(());
        }
        let place = bytes::allocate::<T>(writer, old.len)?;
        // SAFETY: by the caller; the block has room for all of them.
        unsafe { relocate::<T>(ptr, writer, old, place) }
    })
}

/// Moves a list's elements into a fresh block, in the open scope.
///
/// # Safety
/// As `reserve`; `old` is what lies at `ptr`, and the place has room for its elements.
unsafe fn relocate<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    old: Parts<T::Slot>,
    (block, first, room): (u64, NonNull<T::Slot>, usize),
) -> Result<(), Error> {
    // SAFETY: by the caller; nobody can reach the new block yet.
    unsafe {
        shim::copy(old.ptr.as_ptr().cast(), first.as_ptr().cast(), old.len * size_of::<T::Slot>());
        writer.write_logged(ptr, ListSlot::outside(block, old.len, room))?;
    }
    if old.block != 0 { writer.free(old.block, BlockKind::Data) } else { Ok(()) }
}
