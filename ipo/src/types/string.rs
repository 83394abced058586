//! `String`: UTF-8 in a list of bytes. It is validated when it is read, so that a broken heap gives no broken `str`.

use std::fmt;

use super::bytes::{self, ListSlot};
use super::list::IN_PLACE;
use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

#[inline]
fn text<'t>(slot: SlotRef<'t, String>) -> &'t str {
    let bytes = bytes::elements::<u8, String>(slot).as_slice();
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => corrupt(slot.offset(), "text that is not UTF-8"),
    }
}

/// A string in the heap, to be changed in place. Every method is all-or-nothing. Other processes see the change in
/// their next turn.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let text = turn.put(&"Hello".to_owned())?;
/// let mut text = turn.get_mut(text)?;
/// text.push_str(", heap")?;
/// text.push('!')?;
/// text.insert_str(5, " there")?;
/// assert_eq!(text.as_str(), "Hello there, heap!");
/// text.set("bye")?;
/// assert_eq!(text.len(), 3);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct StrMut<'t> {
    pub(super) slot: SlotMut<'t, String>,
}

impl fmt::Debug for StrMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for StrMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl StrMut<'_> {
    /// The text, in place.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no text.
    #[inline]
    pub fn as_str(&self) -> &str {
        text(self.slot.as_ref())
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        bytes::elements::<u8, String>(self.slot.as_ref()).as_slice()
    }

    /// Length in bytes. Constant time: the text is not looked at.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes().len()
    }

    /// Whether it is empty.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Overwrites the text.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the text is unchanged then.
    #[inline]
    pub fn set(&mut self, text: &str) -> Result<(), Error> {
        String::set(self.slot.reborrow(), text)
    }

    /// Appends text.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn push_str(&mut self, text: &str) -> Result<(), Error> {
        let len = self.len();
        self.splice(len, 0, text)
    }

    /// Appends a character.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn push(&mut self, c: char) -> Result<(), Error> {
        self.push_str(c.encode_utf8(&mut [0; 4]))
    }

    /// Puts text at byte position `at`.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if `at` is not the start of a character; else as [`set`](Self::set).
    pub fn insert_str(&mut self, at: usize, text: &str) -> Result<(), Error> {
        self.boundary(at)?;
        self.splice(at, 0, text)
    }

    /// Shortens the text to `len` bytes; without effect if it is not longer.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if `len` is not the start of a character.
    pub fn truncate(&mut self, len: usize) -> Result<(), Error> {
        if len >= self.len() {
            return Ok(());
        }
        self.boundary(len)?;
        // SAFETY: the slot is live and exclusive; `len` is less than the length.
        unsafe { bytes::shorten(self.slot.ptr(), len) };
        Ok(())
    }

    /// Makes the text empty; the block stays. One store.
    ///
    /// # Errors
    /// None today: it returns what `clear` of every container returns.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.truncate(0)
    }

    /// Sees whether a character starts, or the text ends, at `at`; in constant time, so that changes of long texts take no
    /// longer than they must. Whether the text is one is seen when it is read.
    pub(super) fn boundary(&self, at: usize) -> Result<(), Error> {
        let bytes = self.bytes();
        match bytes.get(at) {
            // 0b10xxxxxx goes on with a character.
            Some(byte) if byte & 0xC0 != 0x80 => Ok(()),
            None if at == bytes.len() => Ok(()),
            _ => Err(Error::OutOfBounds { index: at, len: bytes.len() }),
        }
    }

    pub(super) fn splice(&mut self, at: usize, removed: usize, text: &str) -> Result<(), Error> {
        let (ptr, writer) = (self.slot.ptr(), self.slot.writer());
        // SAFETY: the slot is live and exclusive; the callers keep `at + removed` within the length.
        writer.scope(|| unsafe { bytes::splice::<u8>(ptr, writer, at, removed, text.as_bytes()) })
    }
}

/// Sets a text that does not fit in its place as it is.
fn set_slowly(slot: SlotMut<'_, String>, value: &str) -> Result<(), Error> {
    if value.len() > IN_PLACE {
        return slot.replace(value);
    }
    let writer = slot.writer();
    // SAFETY: the slot is live and exclusive; all its elements are replaced.
    writer.scope(|| unsafe {
        let len = bytes::checked::<u8>(slot.ptr(), writer.space())?.len;
        bytes::splice::<u8>(slot.ptr(), writer, 0, len, value.as_bytes())
    })
}

// SAFETY: the slot is a list of bytes, as the schema says; `release` frees its block.
unsafe impl Shared for String {
    type Slot = ListSlot;
    type Arg<'a> = &'a str;
    type Ref<'t> = &'t str;
    type Mut<'t> = StrMut<'t>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "String";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("String", size_of::<ListSlot>(), 8, Kind::Str) }
    }
    #[inline]
    fn to_arg(&self) -> &str {
        self
    }
    #[inline]
    unsafe fn build(writer: &Writer, value: &str) -> Result<ListSlot, Error> {
        bytes::build_bytes(writer, value.as_bytes())
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> &str {
        text(slot)
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> StrMut<'_> {
        StrMut { slot }
    }
    #[inline]
    fn set(slot: SlotMut<'_, Self>, value: &str) -> Result<(), Error> {
        // SAFETY: the slot is live and exclusive.
        if value.len() <= IN_PLACE && unsafe { bytes::overwrite(slot.ptr(), slot.writer(), value.as_bytes())? } {
            return Ok(());
        }
        set_slowly(slot, value)
    }
    #[inline]
    fn load(view: &str) -> String {
        view.to_owned()
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { bytes::release::<u8, Self>(slot, writer) }
    }
    fn to_value(view: &str) -> Option<Value> {
        Some(Value::Str(view.to_owned()))
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Str(text) => Ok(text),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: &'l str) -> &'s str {
        view
    }
}
