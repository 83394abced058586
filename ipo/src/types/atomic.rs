//! `Atomic<T>`: a number that several processes may change at once, each in a read turn of its own.

use std::fmt;
use std::sync::atomic::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering,
};

use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};

/// An integer or a `bool` that everybody who reads may change as well: counters, flags, high-water marks.
///
/// In the heap its view is an [`AtomicRef`], for reading and for changing. A field is marked `#[shared(atomic)]` and needs
/// no `Atomic` around it; in containers, `Atomic` is written out.
///
/// A transaction that fails does not take back what was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Atomic<T>(pub T);

/// Values that an [`Atomic`] can hold: integers of 8 to 64 bits, and `bool`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be changed by several processes at once",
    label = "no atomic type",
    note = "integers of 8 to 64 bits and `bool` can; a `usize` is a `u64` here; other types are changed in a write turn"
)]
pub trait AtomicValue: Copy + fmt::Debug + Shared + sealed::Word {}

/// Integers of 8 to 64 bits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to by several processes at once",
    label = "no atomic integer",
    note = "integers of 8 to 64 bits can"
)]
pub trait AtomicInteger: AtomicValue + sealed::Integer {}

mod sealed {
    use std::ptr::NonNull;

    use crate::object::shared::Slot;

    /// How a value is loaded, stored and exchanged.
    pub trait Word: Sized {
        /// The value's bytes.
        type Bits: Slot;
        fn bits(self) -> Self::Bits;
        /// The value of such bytes, if there is one.
        fn value(bits: Self::Bits) -> Option<Self>;
        /// # Safety
        /// Of these: `at` is aligned, live, and touched by atomic operations alone, but in a write turn.
        unsafe fn fetch(at: NonNull<Self::Bits>) -> Self::Bits;
        /// # Safety
        /// As `fetch`; the memory may be written.
        unsafe fn store(at: NonNull<Self::Bits>, value: Self::Bits);
        /// # Safety
        /// As `store`.
        unsafe fn swap(at: NonNull<Self::Bits>, value: Self::Bits) -> Self::Bits;
        /// # Safety
        /// As `store`.
        unsafe fn exchange(at: NonNull<Self::Bits>, old: Self::Bits, new: Self::Bits)
        -> Result<Self::Bits, Self::Bits>;
    }

    /// What integers have in addition.
    pub trait Integer: Word {
        /// # Safety
        /// As [`Word::store`].
        unsafe fn add(at: NonNull<Self::Bits>, value: Self) -> Self;
        /// # Safety
        /// As [`Word::store`].
        unsafe fn sub(at: NonNull<Self::Bits>, value: Self) -> Self;
        /// # Safety
        /// As [`Word::store`].
        unsafe fn max(at: NonNull<Self::Bits>, value: Self) -> Self;
        /// # Safety
        /// As [`Word::store`].
        unsafe fn min(at: NonNull<Self::Bits>, value: Self) -> Self;
    }
}

use sealed::{Integer, Word};

macro_rules! word {
    ($t:ident, $bits:ident, $atomic:ident, $to:expr, $from:expr) => {
        impl Word for $t {
            type Bits = $bits;
            #[inline]
            fn bits(self) -> $bits {
                let to: fn($t) -> $bits = $to;
                to(self)
            }
            #[inline]
            fn value(bits: $bits) -> Option<$t> {
                let from: fn($bits) -> Option<$t> = $from;
                from(bits)
            }
            #[inline]
            unsafe fn fetch(at: std::ptr::NonNull<$bits>) -> $bits {
                // SAFETY: by the caller. Acquire: what was done before the value was stored is seen.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.load(Ordering::Acquire)
            }
            #[inline]
            unsafe fn store(at: std::ptr::NonNull<$bits>, value: $bits) {
                // SAFETY: by the caller. Release: pairs with `fetch`.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.store(value, Ordering::Release);
            }
            #[inline]
            unsafe fn swap(at: std::ptr::NonNull<$bits>, value: $bits) -> $bits {
                // SAFETY: by the caller.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.swap(value, Ordering::AcqRel)
            }
            #[inline]
            unsafe fn exchange(at: std::ptr::NonNull<$bits>, old: $bits, new: $bits) -> Result<$bits, $bits> {
                // SAFETY: by the caller.
                let atomic = unsafe { $atomic::from_ptr(at.as_ptr()) };
                atomic.compare_exchange(old, new, Ordering::AcqRel, Ordering::Acquire)
            }
        }

        impl AtomicValue for $t {}
    };
}

macro_rules! integer {
    ($($t:ident $atomic:ident,)*) => {$(
        word!($t, $t, $atomic, |value| value, Some);

        impl Integer for $t {
            #[inline]
            unsafe fn add(at: std::ptr::NonNull<$t>, value: $t) -> $t {
                // SAFETY: by the caller.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.fetch_add(value, Ordering::AcqRel)
            }
            #[inline]
            unsafe fn sub(at: std::ptr::NonNull<$t>, value: $t) -> $t {
                // SAFETY: by the caller.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.fetch_sub(value, Ordering::AcqRel)
            }
            #[inline]
            unsafe fn max(at: std::ptr::NonNull<$t>, value: $t) -> $t {
                // SAFETY: by the caller.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.fetch_max(value, Ordering::AcqRel)
            }
            #[inline]
            unsafe fn min(at: std::ptr::NonNull<$t>, value: $t) -> $t {
                // SAFETY: by the caller.
                unsafe { $atomic::from_ptr(at.as_ptr()) }.fetch_min(value, Ordering::AcqRel)
            }
        }

        impl AtomicInteger for $t {}
    )*};
}

integer! {
    u8 AtomicU8, u16 AtomicU16, u32 AtomicU32, u64 AtomicU64,
    i8 AtomicI8, i16 AtomicI16, i32 AtomicI32, i64 AtomicI64,
}
word!(bool, u8, AtomicU8, u8::from, |bits| match bits {
    0 => Some(false),
    1 => Some(true),
    _ => None,
});

/// An [`Atomic`] in the heap. Several processes and threads may use it at once, in read turns too.
///
/// Loads acquire, stores release, and what does both does both: who sees a value also sees what was written to other atomics
/// before it.
///
/// # Example
///
/// ```
/// use ipo::{Heap, SharedStruct};
///
/// #[derive(SharedStruct)]
/// struct Service {
///     name: String,
///     #[shared(atomic)]
///     requests: u64,
///     #[shared(atomic)]
///     stop: bool,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let service = Service { name: "index".into(), requests: 0, stop: false };
/// let service = heap.write()?.put(&service)?;
///
/// // A read turn is enough, and many processes can have one at the same time.
/// let turn = heap.read()?;
/// let view = turn.get(service)?;
/// assert_eq!(view.requests().fetch_add(1)?, 0);
/// view.requests().fetch_max(10)?;
/// view.stop().store(true)?;
/// assert_eq!((view.requests().load(), view.stop().load()), (10, true));
/// assert_eq!(view.requests().compare_exchange(3, 4)?, Err(10));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct AtomicRef<'t, T: AtomicValue> {
    slot: SlotRef<'t, Atomic<T>>,
}

impl<T: AtomicValue> Clone for AtomicRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: AtomicValue> Copy for AtomicRef<'_, T> {}

impl<T: AtomicValue> fmt::Debug for AtomicRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load().fmt(f)
    }
}

impl<'t, T: AtomicValue> AtomicRef<'t, T> {
    /// The value.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no value of the type.
    #[inline]
    pub fn load(self) -> T {
        // SAFETY: a live slot (invariant of SlotRef), which is only touched so.
        self.value(unsafe { T::fetch(self.slot.ptr().cast()) })
    }

    /// Overwrites the value. Other processes see it at once.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] if the heap was attached to be read only, or if the object was stored by an older program.
    #[inline]
    pub fn store(self, value: T) -> Result<(), Error> {
        let at = self.changeable()?;
        // SAFETY: as in `load`; `changeable` says that the memory may be written.
        unsafe { T::store(at, value.bits()) };
        Ok(())
    }

    /// Overwrites the value and returns the old one.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn swap(self, value: T) -> Result<T, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        Ok(self.value(unsafe { T::swap(at, value.bits()) }))
    }

    /// Overwrites the value if it is `current`. The inner result is the old value: `Ok` if it was overwritten.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn compare_exchange(self, current: T, new: T) -> Result<Result<T, T>, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        let result = unsafe { T::exchange(at, current.bits(), new.bits()) };
        Ok(result.map(|bits| self.value(bits)).map_err(|bits| self.value(bits)))
    }

    /// Overwrites the value by a function of it, which is called again if another process was faster. The inner result is
    /// the old value: `Err` if the function returned `None`.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    pub fn fetch_update(self, mut change: impl FnMut(T) -> Option<T>) -> Result<Result<T, T>, Error> {
        let mut old = self.load();
        loop {
            let Some(new) = change(old) else { return Ok(Err(old)) };
            match self.compare_exchange(old, new)? {
                Ok(old) => return Ok(Ok(old)),
                Err(found) => old = found,
            }
        }
    }

    #[inline]
    fn value(self, bits: T::Bits) -> T {
        match T::value(bits) {
            Some(value) => value,
            None => corrupt(self.slot.offset(), "a bool that is neither"),
        }
    }

    /// The place, if it may be written.
    #[inline]
    fn changeable(self) -> Result<std::ptr::NonNull<T::Bits>, Error> {
        let at = self.slot.ptr().cast();
        if self.slot.space().may_write(at.cast()) { Ok(at) } else { Err(Error::ReadOnly) }
    }
}

impl<T: AtomicInteger> AtomicRef<'_, T> {
    /// Adds to the value, wrapping around, and returns the old one.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn fetch_add(self, value: T) -> Result<T, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        Ok(unsafe { T::add(at, value) })
    }

    /// Subtracts from the value, wrapping around, and returns the old one.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn fetch_sub(self, value: T) -> Result<T, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        Ok(unsafe { T::sub(at, value) })
    }

    /// Raises the value to at least `value`, and returns the old one.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn fetch_max(self, value: T) -> Result<T, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        Ok(unsafe { T::max(at, value) })
    }

    /// Lowers the value to at most `value`, and returns the old one.
    ///
    /// # Errors
    /// As [`store`](Self::store).
    #[inline]
    pub fn fetch_min(self, value: T) -> Result<T, Error> {
        let at = self.changeable()?;
        // SAFETY: as in `store`.
        Ok(unsafe { T::min(at, value) })
    }
}

/// The bytes of an [`Atomic`].
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct AtomicSlot<B>(B);

// SAFETY: `repr(transparent)` over a slot.
unsafe impl<B: Slot> Slot for AtomicSlot<B> {}

// SAFETY: the slot is the number's, as the schema says; it owns nothing; `AtomicRef` checks the bytes.
unsafe impl<T: AtomicValue> Shared for Atomic<T> {
    type Slot = AtomicSlot<T::Bits>;
    type Arg<'a> = T;
    type Ref<'t> = AtomicRef<'t, T>;
    type Mut<'t> = AtomicRef<'t, T>;
    type Set = ();
    const NAME: &'static str = "Atomic";
    const OWNS: bool = false;
    const ATOMIC: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("Atomic", size_of::<T::Bits>(), align_of::<T::Bits>(), Kind::Atomic(T::schema)) }
    }
    #[inline]
    fn to_arg(&self) -> T {
        self.0
    }
    #[inline]
    unsafe fn build(_: &Writer, value: T) -> Result<Self::Slot, Error> {
        Ok(AtomicSlot(value.bits()))
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> AtomicRef<'_, T> {
        AtomicRef { slot }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> AtomicRef<'_, T> {
        AtomicRef { slot: slot.into_ref() }
    }
    #[inline]
    fn set(slot: SlotMut<'_, Self>, value: T) {
        // SAFETY: a live slot of a heap that may be written (invariant of SlotMut), touched by atomic operations alone.
        unsafe { T::store(slot.ptr().cast(), value.bits()) };
    }
    #[inline]
    fn load(view: AtomicRef<'_, T>) -> Atomic<T> {
        Atomic(view.load())
    }
    #[inline]
    unsafe fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
        Ok(())
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: AtomicRef<'l, T>) -> AtomicRef<'s, T> {
        view
    }
}

// SAFETY: owns nothing, and `build` and `set` never fail.
unsafe impl<T: AtomicValue> Inline for Atomic<T> {}
