//! Typed places in the heap: the only field of every generated view, made by this crate alone.

use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::Error;
use crate::alloc::Space;
use crate::journal::Writer;
use crate::object::one_thread::LeavesItsThread;
use crate::object::shared::Shared;
use crate::sys::shim;

/// A slot that may be read for `'t`.
pub struct SlotRef<'t, T: Shared> {
    ptr: NonNull<T::Slot>,
    space: &'t Space,
}

/// A slot that may be changed for `'t`, and by nobody else meanwhile.
pub struct SlotMut<'t, T: Shared> {
    ptr: NonNull<T::Slot>,
    writer: &'t Writer,
    exclusive: PhantomData<&'t mut ()>,
}

impl<T: Shared> Clone for SlotRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for SlotRef<'_, T> {}

// SAFETY: a SlotRef gives shared access to bytes that no one changes while the turn (or pin) that `'t` borrows from
// lasts; `Space` is Sync.
unsafe impl<T: Shared> Send for SlotRef<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Shared> Sync for SlotRef<'_, T> {}

// SAFETY: never, for no type leaves its thread.
unsafe impl<T: Shared + LeavesItsThread> Send for SlotMut<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Shared + LeavesItsThread> Sync for SlotMut<'_, T> {}

impl<T: Shared> fmt::Debug for SlotRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{:#x}", T::NAME, self.offset())
    }
}

impl<T: Shared> fmt::Debug for SlotMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mut {}@{:#x}", T::NAME, self.as_ref().offset())
    }
}

impl<'t, T: Shared> SlotRef<'t, T> {
    /// # Safety
    /// `ptr` is a live, aligned slot of `T` inside the mapping of `space`, unchanged for `'t`.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn new(ptr: NonNull<T::Slot>, space: &'t Space) -> Self {
        SlotRef { ptr, space }
    }

    /// The slot of a field.
    ///
    /// # Safety
    /// A slot of `F` lies `offset` bytes into a slot of `T`.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn field<F: Shared>(self, offset: usize) -> SlotRef<'t, F> {
        // SAFETY: by the caller the field lies inside this live slot.
        SlotRef { ptr: unsafe { self.ptr.byte_add(offset).cast() }, space: self.space }
    }

    /// The view of a field.
    ///
    /// # Safety
    /// As [`field`](Self::field).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn view_field<F: Shared>(self, offset: usize) -> F::Ref<'t> {
        // SAFETY: by the caller.
        F::view(unsafe { self.field(offset) })
    }

    /// The slot's bytes, copied.
    #[doc(hidden)]
    #[inline]
    pub fn get(self) -> T::Slot {
        // SAFETY: `ptr` is a live aligned slot (invariant), any bytes are a valid `Slot` (trait contract).
        unsafe { self.ptr.as_ptr().read() }
    }

    #[doc(hidden)]
    #[inline]
    pub fn ptr(self) -> NonNull<T::Slot> {
        self.ptr
    }

    #[doc(hidden)]
    #[inline]
    pub fn space(self) -> &'t Space {
        self.space
    }

    /// Where the slot lies, for messages.
    #[doc(hidden)]
    pub fn offset(self) -> u64 {
        self.space.offset_of(self.ptr.as_ptr().cast())
    }
}

impl<'t, T: Shared> SlotMut<'t, T> {
    /// # Safety
    /// `ptr` is a live, aligned slot of `T` inside the mapping of `writer`, reachable through nothing else for `'t`;
    /// in a transaction its bytes are logged.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn new(ptr: NonNull<T::Slot>, writer: &'t Writer) -> Self {
        SlotMut { ptr, writer, exclusive: PhantomData }
    }

    /// The slot of a field.
    ///
    /// # Safety
    /// A slot of `F` lies `offset` bytes into a slot of `T`.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn field<F: Shared>(self, offset: usize) -> SlotMut<'t, F> {
        // SAFETY: by the caller the field lies inside this live slot, and this slot's exclusiveness passes to it.
        unsafe { SlotMut::new(self.ptr.byte_add(offset).cast(), self.writer) }
    }

    /// The slots of several fields at once: the same as `field`, without using the slot up.
    ///
    /// # Safety
    /// As `field`; no two slots made from one may overlap while both are in use.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn part<F: Shared>(&self, offset: usize) -> SlotMut<'t, F> {
        // SAFETY: as in `field`; the caller keeps the parts disjoint.
        unsafe { SlotMut::new(self.ptr.byte_add(offset).cast(), self.writer) }
    }

    /// The view of a field, for reading.
    ///
    /// # Safety
    /// As [`field`](Self::field).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn view_field<F: Shared>(&self, offset: usize) -> F::Ref<'_> {
        // SAFETY: by the caller.
        unsafe { self.as_ref().view_field::<F>(offset) }
    }

    /// The view of a field, for changing it.
    ///
    /// # Safety
    /// As [`field`](Self::field).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn view_field_mut<F: Shared>(&mut self, offset: usize) -> F::Mut<'_> {
        // SAFETY: by the caller.
        F::view_mut(unsafe { self.reborrow().field(offset) })
    }

    /// Sets a field.
    ///
    /// # Safety
    /// As [`field`](Self::field).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn set_field<F: Shared>(&mut self, offset: usize, value: F::Arg<'_>) -> F::Set {
        // SAFETY: by the caller.
        F::set(unsafe { self.reborrow().field(offset) }, value)
    }

    /// The view of one of several fields at once, for changing it.
    ///
    /// # Safety
    /// As [`part`](Self::part).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn view_part<F: Shared>(&self, offset: usize) -> F::Mut<'t> {
        // SAFETY: by the caller.
        F::view_mut(unsafe { self.part(offset) })
    }

    /// The same slot for a shorter time.
    #[doc(hidden)]
    #[inline]
    pub fn reborrow(&mut self) -> SlotMut<'_, T> {
        SlotMut { ptr: self.ptr, writer: self.writer, exclusive: PhantomData }
    }

    /// The same slot for reading.
    #[doc(hidden)]
    #[inline]
    pub fn as_ref(&self) -> SlotRef<'_, T> {
        SlotRef { ptr: self.ptr, space: self.writer.space() }
    }

    /// The same slot for reading, for all of its time.
    #[doc(hidden)]
    #[inline]
    pub fn into_ref(self) -> SlotRef<'t, T> {
        SlotRef { ptr: self.ptr, space: self.writer.space() }
    }

    #[doc(hidden)]
    #[inline]
    pub fn ptr(&self) -> NonNull<T::Slot> {
        self.ptr
    }

    #[doc(hidden)]
    #[inline]
    pub fn writer(&self) -> &'t Writer {
        self.writer
    }

    /// Overwrites the value: the new one is built, the old one's blocks are freed, and the slot changes, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the value is then unchanged.
    #[doc(hidden)]
    pub fn replace(self, value: T::Arg<'_>) -> Result<(), Error> {
        let (writer, ptr) = (self.writer, self.ptr);
        if !T::OWNS {
            // SAFETY: a value that owns nothing allocates nothing: no scope is needed.
            let slot = unsafe { T::build(writer, value)? };
            if writer.overwrites_in_one_store::<T::Slot>() {
                // SAFETY: a live exclusive slot (invariant of SlotMut); one aligned store publishes the value.
                unsafe { ptr.as_ptr().write(slot) };
                return Ok(());
            }
            let range = (ptr.as_ptr().cast_const().cast(), size_of::<T::Slot>());
            // SAFETY: as above; its bytes are saved.
            if unsafe { writer.change_ranges([range], || shim::write(ptr.as_ptr(), slot)) } {
                return Ok(());
            }
            // SAFETY: as above; its bytes are logged first by `write_logged`.
            return writer.scope(|| unsafe { writer.write_logged(ptr, slot) });
        }
        writer.scope(|| {
            // SAFETY: the new value is stored below, in this scope.
            let slot = unsafe { T::build(writer, value)? };
            // SAFETY: the slot is overwritten below, in this scope.
            unsafe { T::release(self.as_ref(), writer)? };
            // SAFETY: a live exclusive slot (invariant of SlotMut); its old bytes are logged first by `write_logged`.
            unsafe { writer.write_logged(ptr, slot) }
        })
    }
}
