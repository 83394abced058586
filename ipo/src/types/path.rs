//! `PathBuf` and `CString`: bytes that are no text, in a struct of one list. A path is the bytes of the system's string.

use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::bytes::{self, ListSlot};
use super::over::{WholeMut, value_of};
use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::key::Key;

macro_rules! bytes_kind {
    ($t:ty, $borrowed:ty, $name:literal, $bytes:expr, $view:expr, $to:expr, $from:expr) => {
        // SAFETY: the slot is a list of bytes in a struct of one field, as the schema says; `release` frees its block.
        unsafe impl Shared for $t {
            type Slot = ListSlot;
            type Arg<'a> = &'a $borrowed;
            type Ref<'t> = &'t $borrowed;
            type Mut<'t> = WholeMut<'t, $t>;
            type Set = Result<(), Error>;
            const NAME: &'static str = $name;
            const OWNS: bool = true;

            fn schema() -> &'static Schema {
                const {
                    &Schema::new::<$t>(
                        concat!("ipo::", $name),
                        size_of::<ListSlot>(),
                        8,
                        Kind::Struct(const { &[Field::new("bytes", 0, <Vec<u8> as Shared>::schema)] }),
                    )
                }
            }
            #[inline]
            fn to_arg(&self) -> &$borrowed {
                self
            }
            unsafe fn build(writer: &Writer, value: &$borrowed) -> Result<ListSlot, Error> {
                let bytes: fn(&$borrowed) -> &[u8] = $bytes;
                bytes::build_bytes(writer, bytes(value))
            }
            fn view(slot: SlotRef<'_, Self>) -> &$borrowed {
                let view: fn(&[u8]) -> Option<&$borrowed> = $view;
                match view(bytes::elements::<u8, Self>(slot).as_slice()) {
                    Some(found) => found,
                    None => corrupt(slot.offset(), concat!("no ", $name)),
                }
            }
            fn view_mut(slot: SlotMut<'_, Self>) -> WholeMut<'_, $t> {
                WholeMut::new(slot)
            }
            fn load(view: &$borrowed) -> $t {
                view.to_owned()
            }
            unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
                // SAFETY: by the caller.
                unsafe { bytes::release::<u8, Self>(slot, writer) }
            }
            fn to_value(view: &$borrowed) -> Option<Value> {
                let to: fn($t) -> Value = $to;
                Some(to(view.to_owned()))
            }
            fn from_value(value: Value) -> Result<$t, Value> {
                let from: fn(Value) -> Result<$t, Value> = $from;
                from(value)
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: &'l $borrowed) -> &'s $borrowed {
                view
            }
        }
        value_of!($t, $to);
    };
}

bytes_kind!(
    PathBuf,
    Path,
    "PathBuf",
    |path| path.as_os_str().as_bytes(),
    |bytes| Some(Path::new(OsStr::from_bytes(bytes))),
    Value::Path,
    |value| match value {
        Value::Path(path) => Ok(path),
        other => Err(other),
    }
);
bytes_kind!(
    CString,
    CStr,
    "CString",
    // With the zero at the end, so that it can be lent.
    CStr::to_bytes_with_nul,
    |bytes| CStr::from_bytes_with_nul(bytes).ok(),
    |text| Value::Bytes(text.into_bytes()),
    |value| match value {
        Value::Bytes(bytes) => CString::new(bytes).map_err(|error| Value::Bytes(error.into_vec())),
        other => Err(other),
    }
);

/// Paths are equal by their parts (`a//b` and `a/b` are), as in the standard library.
impl Key for PathBuf {
    fn encode_arg(arg: &&Path, out: &mut Vec<u8>) {
        out.push(u8::from(arg.has_root()));
        for part in arg.components() {
            let part = part.as_os_str().as_bytes();
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(part);
        }
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        Self::encode_arg(&Self::view(slot), out);
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &&Path) -> bool {
        Self::view(slot) == *arg
    }
}

impl Key for CString {
    fn encode_arg(arg: &&CStr, out: &mut Vec<u8>) {
        out.extend_from_slice(arg.to_bytes_with_nul());
    }
    fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
        Self::encode_arg(&Self::view(slot), out);
    }
    fn matches(slot: SlotRef<'_, Self>, arg: &&CStr) -> bool {
        Self::view(slot) == *arg
    }
}

impl From<&Path> for Value {
    fn from(path: &Path) -> Value {
        Value::Path(path.to_owned())
    }
}
