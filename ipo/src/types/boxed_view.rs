//! Views of boxed values that are opened when they are asked for: what an enum with data holds of itself.
//!
//! The views of such an enum have the views of its fields in them, and the view of a `Box<T>` is that of the `T`: one that
//! holds itself would have no end. So the derive of enums stores such a field as a [`Boxed`], whose views stop at the box. In
//! the heap there is no difference.

use std::fmt;

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::Schema;
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};

/// The view, for reading, of a variant's field that holds the enum itself in a `Box`: [`get`](Self::get) opens it.
///
/// `T` is the field's type: `Box<Term>`, `Option<Box<Term>>`. A view of the enum holds views of its fields, so one of the boxed
/// enum would never end. All other fields are opened at once.
///
/// See [`SharedEnum`](macro@crate::SharedEnum) for an example.
pub struct BoxRef<'t, T: Shared>(SlotRef<'t, T>);

/// The view, for changing, of a variant's field that holds the enum itself in a `Box`: see [`BoxRef`].
///
/// # Example
///
/// ```
/// use ipo::{Heap, SharedEnum};
///
/// #[derive(SharedEnum)]
/// enum Chain {
///     End,
///     Link(u32, Option<Box<Chain>>),
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let chain = turn.put(&Chain::Link(1, None))?;
/// if let ChainMut::Link(_, mut next) = turn.get_mut(chain)? {
///     next.set(Some(&Chain::Link(2, None)))?;
///     // In place, in the box.
///     if let Some(ChainMut::Link(number, _)) = next.get_mut().into_mut() {
///         *number += 1;
///     }
/// }
/// let ChainRef::Link(1, next) = turn.get(chain)? else { panic!() };
/// assert!(matches!(next.get(), Some(ChainRef::Link(3, _))));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct BoxMut<'t, T: Shared>(SlotMut<'t, T>);

impl<T: Shared> Clone for BoxRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Shared> Copy for BoxRef<'_, T> {}

impl<'t, T: Shared> BoxRef<'t, T> {
    /// The view of the value.
    ///
    /// # Panics
    /// With [`Corrupt`](crate::Corrupt), where the bytes in the heap cannot be right.
    #[inline]
    pub fn get(self) -> T::Ref<'t> {
        T::view(self.0)
    }
}

impl<'t, T: Shared> BoxMut<'t, T> {
    /// The view of the value, for reading.
    ///
    /// # Panics
    /// As [`BoxRef::get`].
    #[inline]
    pub fn get(&self) -> T::Ref<'_> {
        T::view(self.0.as_ref())
    }

    /// The view of the value, for changing it in place.
    ///
    /// # Panics
    /// As [`BoxRef::get`].
    #[inline]
    pub fn get_mut(&mut self) -> T::Mut<'_> {
        T::view_mut(self.0.reborrow())
    }

    /// The same, for as long as this view.
    ///
    /// # Panics
    /// As [`BoxRef::get`].
    #[inline]
    pub fn into_mut(self) -> T::Mut<'t> {
        T::view_mut(self.0)
    }

    /// Overwrites the value, all or nothing.
    ///
    /// # Errors
    /// The heap has no room for it; nothing is changed then.
    #[inline]
    pub fn set(&mut self, value: T::Arg<'_>) -> T::Set {
        T::set(self.0.reborrow(), value)
    }
}

/// Where the field lies, and not what is in it: a long chain would be shown whole.
impl<T: Shared> fmt::Debug for BoxRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// As that of [`BoxRef`].
impl<T: Shared> fmt::Debug for BoxMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<'t, T: Shared<Ref<'t>: PartialEq>> PartialEq for BoxRef<'t, T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<'t, T: Shared<Ref<'t>: Eq>> Eq for BoxRef<'t, T> {}

/// A `T` in the heap, with views that stop at it. Only generated code names it.
#[derive(Debug)]
#[doc(hidden)]
pub struct Boxed<T>(pub T);

// SAFETY: everything is as for `T`, whose slot this is.
unsafe impl<T: Shared> Shared for Boxed<T> {
    type Slot = T::Slot;
    type Arg<'a> = T::Arg<'a>;
    type Ref<'t> = BoxRef<'t, T>;
    type Mut<'t> = BoxMut<'t, T>;
    type Set = T::Set;
    const NAME: &'static str = T::NAME;
    const OWNS: bool = T::OWNS;
    const ATOMIC: bool = T::ATOMIC;

    fn schema() -> &'static Schema {
        T::schema()
    }
    #[inline]
    fn to_arg(&self) -> T::Arg<'_> {
        self.0.to_arg()
    }
    #[inline]
    unsafe fn build(writer: &Writer, value: T::Arg<'_>) -> Result<T::Slot, Error> {
        // SAFETY: by the caller.
        unsafe { T::build(writer, value) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> BoxRef<'_, T> {
        // SAFETY: the slot is one of a `T`.
        BoxRef(unsafe { slot.field(0) })
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> BoxMut<'_, T> {
        // SAFETY: as above.
        BoxMut(unsafe { slot.field(0) })
    }
    #[inline]
    fn load(view: BoxRef<'_, T>) -> Self {
        Boxed(T::load(view.get()))
    }
    #[inline]
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller; the slot is one of a `T`.
        unsafe { T::release(slot.field(0), writer) }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: BoxRef<'l, T>) -> BoxRef<'s, T> {
        view
    }
}
