//! The end of a list as a view knows it, so that the next push need not look where the list lies.

use std::ptr::NonNull;

use super::bytes::{self, ListSlot, Parts};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::sys::shim;

/// A place that was checked, for the elements of a list whose next ones can be pushed by one store each: they own nothing
/// and lie in a block, and no scope or transaction is open, which would want to know the old length, and could take the block
/// back.
pub(super) struct ListEnd<S> {
    /// The first element.
    first: NonNull<S>,
    len: usize,
    /// Elements that lie between `first` and the end of the checked place. 0 where nothing is known.
    room: usize,
}

impl<S> ListEnd<S> {
    /// Of a list that was not looked at.
    pub(super) const UNKNOWN: ListEnd<S> = ListEnd { first: NonNull::dangling(), len: 0, room: 0 };

    /// What is known, which is then forgotten here.
    #[inline]
    pub(super) fn take(&mut self) -> ListEnd<S> {
        std::mem::replace(self, ListEnd::UNKNOWN)
    }

    /// The list has `len` elements now, which are no more than it had.
    #[inline]
    pub(super) fn shorten(&mut self, len: usize) {
        if self.room > 0 {
            self.len = len;
        }
    }

    /// Appends an element by one store, if it is known that there is room. False: nothing was done.
    ///
    /// # Safety
    /// `ptr` is the live slot of the list that this is the end of: nothing but `push` and `shorten` changed the list since it
    /// was looked at. Nobody else uses the list.
    #[inline(always)]
    pub(super) unsafe fn push(&mut self, ptr: NonNull<ListSlot>, element: S) -> bool {
        if self.len >= self.room {
            return false;
        }
        // SAFETY: behind the last element, inside the checked place; nobody reads there before the length grows. The slot is
        // live and exclusive, by the caller.
        unsafe { store_behind(ptr, self.first, self.len, element) };
        self.len += 1;
        true
    }
}

/// Stores an element behind the last one, and then the length: the one store that counts.
///
/// # Safety
/// `ptr` is a live list slot that nobody else uses; its `len` elements lie in a block, with room behind them.
#[inline(always)]
unsafe fn store_behind<S>(ptr: NonNull<ListSlot>, first: NonNull<S>, len: usize, element: S) {
    // SAFETY: by the caller.
    unsafe {
        first.as_ptr().add(len).write(element);
        shim::store(bytes::length_word(ptr).as_ref(), len as u64 + 1);
    }
}

/// Appends an element that owns nothing, wherever the list lies, and says where its end is then.
///
/// # Safety
/// `ptr` is a live list slot of `T` that nobody else uses; `element` was built and is stored nowhere else.
///
/// # Errors
/// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::Corrupt`]; the list is unchanged then.
#[inline(never)]
pub(super) unsafe fn append<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    element: T::Slot,
) -> Result<ListEnd<T::Slot>, Error> {
    debug_assert!(!T::OWNS);
    // SAFETY: by the caller.
    let list = unsafe { bytes::checked::<T>(ptr, writer.space())? };
    if list.block != 0 && list.len < list.room && writer.is_closed() {
        // SAFETY: the list lies in a block and has room; else by the caller.
        unsafe { store_behind(ptr, list.ptr, list.len, element) };
        return Ok(ListEnd { first: list.ptr, len: list.len + 1, room: list.room });
    }
    // SAFETY: by the caller.
    unsafe { append_in_scope::<T>(ptr, writer, list, element) }
}

/// As `append`, for a list that is full, or short, or changed in a scope or transaction.
///
/// # Safety
/// As `append`; `list` is what lies at `ptr`.
#[cold]
#[inline(never)]
unsafe fn append_in_scope<T: Shared>(
    ptr: NonNull<ListSlot>,
    writer: &Writer,
    list: Parts<T::Slot>,
    element: T::Slot,
) -> Result<ListEnd<T::Slot>, Error> {
    // SAFETY: by the caller.
    writer.scope(|| unsafe { bytes::splice::<T>(ptr, writer, list.len, 0, &[element]) })?;
    // SAFETY: by the caller.
    let list = unsafe { bytes::checked::<T>(ptr, writer.space())? };
    let known = list.block != 0 && writer.is_closed();
    Ok(if known { ListEnd { first: list.ptr, len: list.len, room: list.room } } else { ListEnd::UNKNOWN })
}
