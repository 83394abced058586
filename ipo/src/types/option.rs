//! `Option<T>`: a byte that says whether, and the value.

use std::mem::offset_of;

use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Outcome, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

/// The slot of an option. Both fields are written together, in a journal scope where they are wider than one store.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OptionSlot<S: Copy> {
    tag: u8,
    value: std::mem::MaybeUninit<S>,
}

impl<S: Copy> std::fmt::Debug for OptionSlot<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OptionSlot({})", self.tag)
    }
}

// SAFETY: repr(C); the tag is a byte, the value may be any bytes; zero bytes are None, which owns nothing.
unsafe impl<S: Slot> Slot for OptionSlot<S> {}

/// The value's slot if there is one; `Err` for an impossible tag.
#[inline]
fn some<T: Shared>(slot: SlotRef<'_, Option<T>>) -> Result<Option<SlotRef<'_, T>>, Error> {
    // SAFETY: the tag is the slot's first byte.
    let tag = unsafe { slot.field::<u8>(0) }.get();
    match tag {
        0 => Ok(None),
        // SAFETY: the value lies at this offset, and the tag says that it was written.
        1 => Ok(Some(unsafe { slot.field(offset_of!(OptionSlot<T::Slot>, value)) })),
        _ => Err(Error::corrupt(slot.offset(), "an option that is neither none nor some")),
    }
}

#[inline]
pub(super) fn some_or_panic<T: Shared>(slot: SlotRef<'_, Option<T>>) -> Option<SlotRef<'_, T>> {
    match some(slot) {
        Ok(inner) => inner,
        Err(_) => corrupt(slot.offset(), "an option that is neither none nor some"),
    }
}

/// An option in the heap, to be changed in place. Other processes see the change in their next turn.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let name = turn.put(&None::<String>)?;
/// let mut name = turn.get_mut(name)?;
/// name.set(Some("Ada"))?;
/// if let Some(mut text) = name.as_mut() {
///     text.push_str(" L.")?;
/// }
/// assert_eq!(name.as_ref(), Some("Ada L."));
/// assert_eq!(name.take()?, Some("Ada L.".to_owned()));
/// assert!(name.is_none());
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct OptionMut<'t, T: Shared> {
    slot: SlotMut<'t, Option<T>>,
}

impl<T: Shared> std::fmt::Debug for OptionMut<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_some() { "Some(..)" } else { "None" })
    }
}

impl<'t, T: Shared> OptionMut<'t, T> {
    /// Whether there is a value.
    #[inline]
    pub fn is_some(&self) -> bool {
        self.as_ref().is_some()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_none(&self) -> bool {
        !self.is_some()
    }

    /// The value's view.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no option.
    #[inline]
    pub fn as_ref(&self) -> Option<T::Ref<'_>> {
        some_or_panic(self.slot.as_ref()).map(T::view)
    }

    /// The value's view for changing it in place.
    ///
    /// # Panics
    /// As [`as_ref`](Self::as_ref).
    #[inline]
    pub fn as_mut(&mut self) -> Option<T::Mut<'_>> {
        some_or_panic(self.slot.as_ref())?;
        // SAFETY: the tag was just found to say that there is a value at this offset.
        Some(T::view_mut(unsafe { self.slot.reborrow().field(offset_of!(OptionSlot<T::Slot>, value)) }))
    }

    /// As [`as_mut`](Self::as_mut), for all of the view's time.
    #[inline]
    pub fn into_mut(self) -> Option<T::Mut<'t>> {
        some_or_panic(self.slot.as_ref())?;
        // SAFETY: as in `as_mut`.
        Some(T::view_mut(unsafe { self.slot.field(offset_of!(OptionSlot<T::Slot>, value)) }))
    }

    /// Overwrites the option, all or nothing. Returns what the setter of the value returns: `()` for values of fixed
    /// size, a `Result` for those that may need memory.
    #[inline]
    pub fn set(&mut self, value: Option<T::Arg<'_>>) -> T::Set {
        <Option<T> as Shared>::set(self.slot.reborrow(), value)
    }

    /// Whether there is a value of which `test` holds.
    #[inline]
    pub fn is_some_and(&self, test: impl FnOnce(T::Ref<'_>) -> bool) -> bool {
        self.as_ref().is_some_and(test)
    }

    /// Whether there is no value, or one of which `test` holds.
    #[inline]
    pub fn is_none_or(&self, test: impl FnOnce(T::Ref<'_>) -> bool) -> bool {
        self.as_ref().is_none_or(test)
    }

    /// Sets a value, whatever there was, and gives its view. To set none, there are [`set`](Self::set) and
    /// [`take`](Self::take).
    ///
    /// # Errors
    /// Here and in the methods below: [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`], where the value
    /// may need memory. The option is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let name = turn.put(&None::<String>)?;
    /// let mut name = turn.get_mut(name)?;
    /// name.get_or_insert("Ada")?.push_str(" L.")?;
    /// name.get_or_insert("Bob")?.push('!')?;
    /// assert!(name.is_some_and(|name| name == "Ada L.!"));
    /// assert_eq!(name.replace("Eve")?.as_deref(), Some("Ada L.!"));
    /// assert_eq!(name.insert("Joe")?.as_str(), "Joe");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn insert(&mut self, value: T::Arg<'_>) -> Result<T::Mut<'_>, Error> {
        <Option<T> as Shared>::set(self.slot.reborrow(), Some(value)).into_result()?;
        Ok(self.inserted())
    }

    /// Sets a value and copies the old one out.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn replace(&mut self, value: T::Arg<'_>) -> Result<Option<T>, Error> {
        let old = self.as_ref().map(T::load);
        <Option<T> as Shared>::set(self.slot.reborrow(), Some(value)).into_result()?;
        Ok(old)
    }

    /// The value's view for changing it; if there is no value, `value` is set first.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn get_or_insert(&mut self, value: T::Arg<'_>) -> Result<T::Mut<'_>, Error> {
        if self.is_none() { self.insert(value) } else { Ok(self.inserted()) }
    }

    /// As [`get_or_insert`](Self::get_or_insert), with a value that is made only if it is needed.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn get_or_insert_with(&mut self, value: impl FnOnce() -> T) -> Result<T::Mut<'_>, Error> {
        if self.is_none() { self.insert(value().to_arg()) } else { Ok(self.inserted()) }
    }

    /// The view of a value that is there.
    fn inserted(&mut self) -> T::Mut<'_> {
        // SAFETY: the callers set a value, or saw one: it lies at this offset.
        T::view_mut(unsafe { self.slot.reborrow().field(offset_of!(OptionSlot<T::Slot>, value)) })
    }

    /// Copies the value out and leaves none.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; nothing is changed then.
    pub fn take(&mut self) -> Result<Option<T>, Error> {
        let value = self.as_ref().map(T::load);
        if value.is_some() {
            self.slot.reborrow().replace(None)?;
        }
        Ok(value)
    }
}

// SAFETY: the slot is tag and value, as the schema says; `release` frees what the value owns, if there is one.
unsafe impl<T: Shared> Shared for Option<T> {
    type Slot = OptionSlot<T::Slot>;
    type Arg<'a> = Option<T::Arg<'a>>;
    type Ref<'t> = Option<T::Ref<'t>>;
    type Mut<'t> = OptionMut<'t, T>;
    type Set = T::Set;
    const NAME: &'static str = "Option";
    const OWNS: bool = T::OWNS;
    const ATOMIC: bool = T::ATOMIC;

    fn schema() -> &'static Schema {
        const {
            &Schema::new::<Self>(
                "Option",
                size_of::<OptionSlot<T::Slot>>(),
                align_of::<OptionSlot<T::Slot>>(),
                Kind::Option { inner: T::schema, offset: offset_of!(OptionSlot<T::Slot>, value) },
            )
        }
    }
    #[inline]
    fn to_arg(&self) -> Option<T::Arg<'_>> {
        self.as_ref().map(T::to_arg)
    }
    #[inline]
    unsafe fn build(writer: &Writer, value: Option<T::Arg<'_>>) -> Result<Self::Slot, Error> {
        // Zero bytes throughout, so that what lies behind a none is not left to chance.
        let mut slot = OptionSlot { tag: 0, value: std::mem::MaybeUninit::zeroed() };
        if let Some(value) = value {
            // SAFETY: by the caller.
            slot.value.write(unsafe { T::build(writer, value)? });
            slot.tag = 1;
        }
        Ok(slot)
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> Option<T::Ref<'_>> {
        some_or_panic(slot).map(T::view)
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> OptionMut<'_, T> {
        OptionMut { slot }
    }
    #[inline]
    fn load(view: Option<T::Ref<'_>>) -> Option<T> {
        view.map(T::load)
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        match some(slot)? {
            // SAFETY: by the caller.
            Some(inner) if T::OWNS => unsafe { T::release(inner, writer) },
            _ => Ok(()),
        }
    }
    fn to_value(view: Option<T::Ref<'_>>) -> Option<Value> {
        view.map_or(Some(Value::None), T::to_value)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        if matches!(value, Value::None) { Ok(None) } else { T::from_value(value).map(Some) }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: Option<T::Ref<'l>>) -> Option<T::Ref<'s>> {
        view.map(T::shorten)
    }
}

// SAFETY: owns nothing where `T` owns nothing, and `build` fails only where `T`'s does.
unsafe impl<T: Inline> Inline for Option<T> {}
