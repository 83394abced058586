//! The traits that connect a Rust type with its slot in the heap.

use crate::Error;
use crate::journal::Writer;
use crate::object::schema::{Schema, deep_of};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

/// Bytes in the heap that hold one value.
///
/// # Safety
/// The type is `repr(C)` (or `repr(transparent)`, or a primitive), every pattern of bytes is a valid value of it, all
/// zero bytes are an empty value that owns no block, it has no `Drop`, and its alignment is at most 8.
pub unsafe trait Slot: Copy + 'static {}

/// A type whose values can live in a shared heap. Derive it with `#[derive(SharedStruct)]`.
///
/// # Safety
/// `schema` describes `Slot` exactly (size, offsets, kinds, what owns blocks), and `build`, `view`, `view_mut` and
/// `release` interpret the slot in that way. Implemented by this crate and its derives; the methods are theirs to call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot live in a shared heap",
    label = "not a shared type",
    note = "for a type of your own, add `#[derive(SharedStruct)]`, or to an enum `SharedEnumIndex`, or `SharedEnum` where its variants hold data",
    note = "for a type of another crate, say at the field how it is stored: `#[shared(with = module)]`, or leave it out: `#[shared(skip)]`",
    note = "references, `Rc`, `Arc`, locks, closures and trait objects mean nothing to other processes: use the value itself, or `Handle<T>` for an object that several refer to"
)]
/// # Example
///
/// ```
/// use ipo::{Error, Handle, Heap, Shared};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// // Code over any kind of value.
/// fn copy<T: Shared>(from: &Heap, handle: Handle<T>, to: &Heap) -> Result<Handle<T>, Error> {
///     let value = from.read()?.load(handle)?;
///     to.write()?.put(&value)
/// }
///
/// let other = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let text = heap.write()?.put(&"text".to_owned())?;
/// let copied = copy(&heap, text, &other)?;
/// assert_eq!(other.read()?.get(copied)?, "text");
/// # Ok::<(), ipo::Error>(())
/// ```
pub unsafe trait Shared: Sized + 'static {
    /// The value's bytes in the heap.
    type Slot: Slot;
    /// What setters, `push` and `insert` take: `&str` for `String`, `&[T]` for `Vec<T>`, `&Foo` for a struct, numbers by value.
    type Arg<'a>;
    /// The view for reading.
    type Ref<'t>: Copy;
    /// The view for changing in place.
    type Mut<'t>;
    /// What a setter returns: `()` for values of fixed size, `Result<(), Error>` for those that may allocate.
    type Set: Outcome;

    /// The type's name in the heap.
    const NAME: &'static str;
    /// Whether a value can own blocks outside its slot.
    const OWNS: bool;
    /// Whether a part of the slot may be changed by several processes at once. Such parts are not saved in a transaction.
    #[doc(hidden)]
    const ATOMIC: bool = false;

    /// Whether the slot is the value itself, for any bytes, as [`Plain`] says: for code over any type. True only where `Plain`
    /// is implemented.
    #[doc(hidden)]
    const PLAIN: bool = false;

    /// How the type lies in the heap.
    fn schema() -> &'static Schema;

    /// The hash over the whole schema graph, nested types included.
    #[inline]
    fn deep() -> u64 {
        deep_of::<Self>(Self::schema)
    }

    /// As [`deep`](Self::deep), or 0 if it has not been computed in this process.
    #[doc(hidden)]
    #[inline]
    fn deep_hint() -> u64 {
        Self::deep()
    }

    /// A number that no other type of this program has, or 0.
    #[doc(hidden)]
    #[inline]
    fn deep_key() -> usize {
        0
    }

    /// The value as its setter takes it.
    fn to_arg(&self) -> Self::Arg<'_>;

    /// A slot for the value, with what it owns allocated in the open journal scope.
    ///
    /// # Safety
    /// A journal scope is open, and the slot is stored in it, or the scope is undone: else what it owns is lost.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`] and [`Error::JournalFull`]; the scope undoes what was allocated.
    #[doc(hidden)]
    unsafe fn build(writer: &Writer, value: Self::Arg<'_>) -> Result<Self::Slot, Error>;

    /// As [`build`](Self::build), from a borrowed value.
    ///
    /// # Safety
    /// As `build`.
    ///
    /// # Errors
    /// As `build`.
    #[doc(hidden)]
    #[inline]
    unsafe fn build_ref(writer: &Writer, value: &Self) -> Result<Self::Slot, Error> {
        // SAFETY: by the caller.
        unsafe { Self::build(writer, value.to_arg()) }
    }

    // What generated code does with a field. These are methods of the type, and not functions over types: where a field's type
    // is not a shared one, rustc names the function whose bound is not met, so each function would be a message of its own.

    /// Makes the slot of a field in its place.
    ///
    /// # Safety
    /// As [`build`](Self::build); `place` is the place of a slot that may be written.
    ///
    /// # Errors
    /// As `build`.
    #[doc(hidden)]
    #[inline]
    unsafe fn build_at(writer: &Writer, value: &Self, place: *mut Self::Slot) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { place.write(Self::build_ref(writer, value)?) };
        Ok(())
    }

    /// The same for what the field's setter takes.
    ///
    /// # Safety
    /// As [`build_at`](Self::build_at).
    ///
    /// # Errors
    /// As `build`.
    #[doc(hidden)]
    #[inline]
    unsafe fn build_arg_at(writer: &Writer, value: Self::Arg<'_>, place: *mut Self::Slot) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { place.write(Self::build(writer, value)?) };
        Ok(())
    }

    /// A copy of a field's value.
    ///
    /// # Safety
    /// As [`SlotRef::field`].
    #[doc(hidden)]
    #[inline]
    unsafe fn load_at<T: Shared>(whole: SlotRef<'_, T>, offset: usize) -> Self {
        // SAFETY: by the caller.
        Self::load(unsafe { whole.view_field::<Self>(offset) })
    }

    /// Frees what a field owns.
    ///
    /// # Safety
    /// As [`SlotRef::field`] and [`release`](Self::release).
    ///
    /// # Errors
    /// As `release`.
    #[doc(hidden)]
    #[inline]
    unsafe fn release_at<T: Shared>(whole: SlotRef<'_, T>, offset: usize, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        if Self::OWNS { unsafe { Self::release(whole.field(offset), writer) } } else { Ok(()) }
    }

    /// The value as a [`Value`], if its kind has such a form.
    #[doc(hidden)]
    fn to_value(_: Self::Ref<'_>) -> Option<Value> {
        None
    }

    /// A value from a [`Value`]; gives it back if it is of another kind.
    ///
    /// # Errors
    /// The value itself.
    #[doc(hidden)]
    fn from_value(value: Value) -> Result<Self, Value> {
        Err(value)
    }

    /// Writes the slots of the fields from the `from`-th on, which have defaults, to their places in a slot.
    ///
    /// # Safety
    /// As [`build`](Self::build); `place` is a slot that may be written.
    ///
    /// # Errors
    /// As `build`.
    #[doc(hidden)]
    unsafe fn append(_: &Writer, _: *mut Self::Slot, _: usize) -> Result<(), Error> {
        Ok(())
    }

    /// The view for reading.
    #[doc(hidden)]
    fn view(slot: SlotRef<'_, Self>) -> Self::Ref<'_>;

    /// The view for changing.
    #[doc(hidden)]
    fn view_mut(slot: SlotMut<'_, Self>) -> Self::Mut<'_>;

    /// Overwrites the value, all or nothing.
    #[doc(hidden)]
    #[inline]
    fn set(slot: SlotMut<'_, Self>, value: Self::Arg<'_>) -> Self::Set {
        Self::Set::from_result(slot.replace(value))
    }

    /// Copies the value out of the heap.
    fn load(view: Self::Ref<'_>) -> Self;

    /// Frees, in the open journal scope, every block that the value owns. Called only where `OWNS`.
    ///
    /// # Safety
    /// A journal scope is open, and the slot is overwritten or freed in it: its blocks belong to nobody then.
    ///
    /// # Errors
    /// [`Error::JournalFull`], and [`Error::Corrupt`] where the bytes cannot be right.
    #[doc(hidden)]
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error>;

    // A list of plain values is bytes for those who pass it on.

    /// Bytes of an element, if this is a list of plain ones that have some.
    #[doc(hidden)]
    #[inline]
    fn plain_element() -> Option<usize> {
        None
    }

    /// The bytes of such a list.
    #[doc(hidden)]
    #[inline]
    fn plain_bytes(&self) -> Option<&[u8]> {
        None
    }

    /// Such a list from its bytes; what is left of them behind the last whole element is not looked at.
    #[doc(hidden)]
    fn from_plain_bytes(_bytes: &[u8]) -> Option<Self> {
        None
    }

    /// A view with a shorter life: `Ref<'t>` of an unknown `T` is not covariant by itself.
    #[doc(hidden)]
    fn shorten<'s, 'l: 's>(view: Self::Ref<'l>) -> Self::Ref<'s>;
}

/// Plain values: numbers, [`Pod`](crate::Pod), and arrays of these. A slot is the value itself, so that slices of the heap can
/// be handed out, and lists of them be passed on as bytes.
///
/// # Safety
/// `Slot` is `Self`: every pattern of bytes is a valid value, which has no padding.
pub unsafe trait Plain: Shared<Slot = Self> + Copy {}

/// Values that own no block.
///
/// # Safety
/// `OWNS` is false and `build` and `set` cannot fail.
pub unsafe trait Inline: Shared {}

/// What a setter returns.
pub trait Outcome: Sized {
    /// What setting this and another value together returns.
    type And<O: Outcome>: Outcome;
    /// Turns the inner result into what the caller sees.
    fn from_result(result: Result<(), Error>) -> Self;
    /// The outcome as a `Result`, for code over any kind of value: `Ok` where nothing can fail.
    ///
    /// # Errors
    /// What the setter returned.
    fn into_result(self) -> Result<(), Error>;
}

impl Outcome for () {
    type And<O: Outcome> = O;
    #[inline]
    #[track_caller]
    fn from_result(result: Result<(), Error>) {
        if let Err(error) = result {
            infallible_failed(&error);
        }
    }
    #[inline]
    fn into_result(self) -> Result<(), Error> {
        Ok(())
    }
}

impl Outcome for Result<(), Error> {
    type And<O: Outcome> = Result<(), Error>;
    #[inline]
    fn from_result(result: Result<(), Error>) -> Self {
        result
    }
    #[inline]
    fn into_result(self) -> Result<(), Error> {
        self
    }
}

/// A setter of a fixed-size value has reserved room in the journal; only a value larger than that room gets here, and one in
/// a heap that is damaged.
#[cold]
#[track_caller]
fn infallible_failed(error: &Error) -> ! {
    if let Error::Corrupt(corrupt) = error {
        std::panic::panic_any(corrupt.clone());
    }
    panic!("a value of fixed size could not be set: {error}")
}
