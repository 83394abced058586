//! Elements one behind the other, as lists and arrays have them: access by index and iteration, written once.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::ops::Range;
use std::ptr::NonNull;

use crate::alloc::Space;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Plain, Shared};
use crate::object::slot::{SlotMut, SlotRef};
use crate::sys::shim;
use crate::types::list_bulk::repeat;

/// `len` slots at `ptr`, readable for `'t`.
pub(super) struct Elements<'t, T: Shared> {
    pub(super) ptr: NonNull<T::Slot>,
    pub(super) len: usize,
    pub(super) space: &'t Space,
}

impl<T: Shared> Clone for Elements<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for Elements<'_, T> {}

impl<'t, T: Shared> Elements<'t, T> {
    #[inline]
    pub(super) fn slot(self, index: usize) -> Option<SlotRef<'t, T>> {
        // SAFETY: `index` is below `len`, and all `len` slots are live and readable for 't (made so by the caller).
        (index < self.len).then(|| unsafe { SlotRef::new(self.ptr.add(index), self.space) })
    }

    #[inline]
    pub(super) fn get(self, index: usize) -> Option<T::Ref<'t>> {
        self.slot(index).map(T::view)
    }

    /// Those in a range that lies within the length.
    #[inline]
    pub(super) fn part(self, range: Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.len);
        // SAFETY: just seen to be at most one behind the last slot.
        Elements { ptr: unsafe { self.ptr.add(range.start) }, len: range.len(), space: self.space }
    }

    #[inline]
    pub(super) fn iter(self) -> Iter<'t, T> {
        // SAFETY: one behind the last slot of the same range.
        let end = unsafe { self.ptr.add(self.len) };
        Iter { ptr: self.ptr, end, left: self.len, space: self.space }
    }

    /// Copies of all of them. Counted, and not by `iter`: then the compiler knows how many there are, and copies numbers many
    /// at a time.
    #[inline]
    pub(super) fn load(self) -> Vec<T> {
        if T::PLAIN {
            let mut values: Vec<T> = Vec::with_capacity(self.len);
            // SAFETY: `len` live slots, which are the values themselves for any bytes (PLAIN), and room for as many.
            unsafe {
                values.as_mut_ptr().copy_from_nonoverlapping(self.ptr.as_ptr().cast::<T>(), self.len);
                values.set_len(self.len);
            }
            return values;
        }
        let place = |i| {
            // SAFETY: `i` is below `len`, and all `len` slots are live and readable for 't.
            unsafe { SlotRef::new(self.ptr.add(i), self.space) }
        };
        (0..self.len).map(|i| T::load(T::view(place(i)))).collect()
    }

    #[inline]
    pub(super) fn as_slice(self) -> &'t [T]
    where
        T: Plain,
    {
        // SAFETY: `len` live slots, each of which is a `T` for any bytes (Plain), not changed for 't.
        unsafe { std::slice::from_raw_parts(self.ptr.as_ptr(), self.len) }
    }
}

/// `len` slots at `ptr`, changeable for `'t`; in a transaction they are saved.
pub(super) struct ElementsMut<'t, T: Shared> {
    pub(super) ptr: NonNull<T::Slot>,
    pub(super) len: usize,
    pub(super) writer: &'t Writer,
}

impl<'t, T: Shared> ElementsMut<'t, T> {
    /// Saves the elements if a transaction is open.
    ///
    /// # Safety
    /// All `len` slots are live and lie in the arena.
    #[inline]
    pub(super) unsafe fn opened(self) -> Self {
        // SAFETY: by the caller.
        unsafe { self.writer.opening_slots::<T>(self.ptr, self.len) };
        self
    }

    /// Those in a range that lies within the length.
    #[inline]
    pub(super) fn part(self, range: Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.len);
        // SAFETY: just seen to be at most one behind the last slot.
        ElementsMut { ptr: unsafe { self.ptr.add(range.start) }, len: range.len(), writer: self.writer }
    }

    /// Swaps two elements, all or nothing.
    ///
    /// # Safety
    /// All `len` slots are live, lie in the arena, and are exclusive for `'t`.
    pub(super) unsafe fn swap(self, a: usize, b: usize) -> Result<(), Error> {
        if let Some(&index) = [a, b].iter().find(|&&index| index >= self.len) {
            return Err(Error::OutOfBounds { index, len: self.len });
        }
        if a == b {
            return Ok(());
        }
        // SAFETY: by the caller; both are below `len`.
        self.writer.scope(|| unsafe {
            let (a, b) = (self.ptr.add(a), self.ptr.add(b));
            let (first, second) = (a.as_ptr().read(), b.as_ptr().read());
            self.writer.write_logged(a, second)?;
            self.writer.write_logged(b, first)
        })
    }

    /// Overwrites every element, all or nothing.
    ///
    /// # Safety
    /// As `swap`.
    pub(super) unsafe fn fill<'a>(self, value: T::Arg<'a>) -> Result<(), Error>
    where
        T::Arg<'a>: Clone,
    {
        // SAFETY: what is built is stored below, in this scope; the slots are live and exclusive, and their bytes are saved
        // before they are overwritten.
        self.writer.scope(|| unsafe {
            let slots = repeat::<T>(self.writer, value, self.len)?;
            if T::OWNS {
                let space = self.writer.space();
                (0..self.len).try_for_each(|i| T::release(SlotRef::new(self.ptr.add(i), space), self.writer))?;
            }
            self.writer.save(self.ptr.as_ptr().cast(), size_of_val(&slots[..]))?;
            shim::copy(slots.as_ptr().cast(), self.ptr.as_ptr().cast(), size_of_val(&slots[..]));
            Ok(())
        })
    }

    /// The view of one element, saved if a transaction is open.
    ///
    /// # Safety
    /// All `len` slots are live, lie in the arena, and are exclusive for `'t`.
    #[inline]
    pub(super) unsafe fn get(self, index: usize) -> Option<T::Mut<'t>> {
        if index >= self.len {
            return None;
        }
        // SAFETY: by the caller; `index` is below `len`.
        unsafe {
            let ptr = self.ptr.add(index);
            self.writer.opening_slots::<T>(ptr, 1);
            Some(T::view_mut(SlotMut::new(ptr, self.writer)))
        }
    }

    #[inline]
    pub(super) fn iter(self) -> IterMut<'t, T> {
        // SAFETY: one behind the last slot of the same range.
        let end = unsafe { self.ptr.add(self.len) };
        IterMut { ptr: self.ptr, end, left: self.len, writer: self.writer, exclusive: PhantomData }
    }
}

/// Views of elements, in order and backwards.
pub struct Iter<'t, T: Shared> {
    ptr: NonNull<T::Slot>,
    end: NonNull<T::Slot>,
    left: usize,
    space: &'t Space,
}

// SAFETY: shared access to slots that nobody changes for 't, as `SlotRef`.
unsafe impl<T: Shared> Send for Iter<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Shared> Sync for Iter<'_, T> {}

impl<T: Shared> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Iter { ..*self }
    }
}

impl<T: Shared> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iter({} × {})", self.left, T::NAME)
    }
}

impl<'t, T: Shared> Iterator for Iter<'t, T> {
    type Item = T::Ref<'t>;

    #[inline]
    fn next(&mut self) -> Option<T::Ref<'t>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let ptr = self.ptr;
        // SAFETY: slots are left, so `ptr` is one of them and the next is at most one behind the last.
        unsafe {
            self.ptr = ptr.add(1);
            Some(T::view(SlotRef::new(ptr, self.space)))
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<T::Ref<'t>> {
        let skip = n.min(self.left);
        self.left -= skip;
        // SAFETY: at most one behind the last slot.
        self.ptr = unsafe { self.ptr.add(skip) };
        self.next()
    }
}

impl<'t, T: Shared> DoubleEndedIterator for Iter<'t, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T::Ref<'t>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        // SAFETY: slots are left, so the one before `end` is one of them.
        unsafe {
            self.end = self.end.sub(1);
            Some(T::view(SlotRef::new(self.end, self.space)))
        }
    }
}

impl<T: Shared> ExactSizeIterator for Iter<'_, T> {}
impl<T: Shared> FusedIterator for Iter<'_, T> {}

/// Changeable views of elements, in order and backwards. In a transaction all of them were saved when it was made.
pub struct IterMut<'t, T: Shared> {
    ptr: NonNull<T::Slot>,
    end: NonNull<T::Slot>,
    left: usize,
    writer: &'t Writer,
    exclusive: PhantomData<&'t mut ()>,
}

impl<T: Shared> fmt::Debug for IterMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IterMut({} × {})", self.left, T::NAME)
    }
}

impl<'t, T: Shared> Iterator for IterMut<'t, T> {
    type Item = T::Mut<'t>;

    #[inline]
    fn next(&mut self) -> Option<T::Mut<'t>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let ptr = self.ptr;
        // SAFETY: slots are left, so `ptr` is one of them; each slot is given out once.
        unsafe {
            self.ptr = ptr.add(1);
            Some(T::view_mut(SlotMut::new(ptr, self.writer)))
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'t, T: Shared> DoubleEndedIterator for IterMut<'t, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T::Mut<'t>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        // SAFETY: slots are left, so the one before `end` is one of them; each slot is given out once.
        unsafe {
            self.end = self.end.sub(1);
            Some(T::view_mut(SlotMut::new(self.end, self.writer)))
        }
    }
}

impl<T: Shared> ExactSizeIterator for IterMut<'_, T> {}
impl<T: Shared> FusedIterator for IterMut<'_, T> {}
