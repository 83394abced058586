//! How a `Value` lies in the heap: a tag and three words.
//!
//! The tag's low byte is the storage: words that own nothing, a list of bytes, a list of values, a table of
//! values, a set of values, an array. The bytes above it are the kind. So a program can copy, free and verify a value of a kind that it does not know.

use crate::object::shared::Slot;

/// The slot of a `Value`. All zero is `None`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ValueSlot {
    pub(super) tag: u64,
    pub(super) words: [u64; 3],
}

// SAFETY: four integers; zero is None, which owns nothing.
unsafe impl Slot for ValueSlot {}

/// What the three words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// Themselves.
    Words,
    /// The slot of a `Vec<u8>` (or `String`).
    Bytes,
    /// The slot of a `Vec<Value>`.
    Values,
    /// The slot of a `HashMap<Value, Value>`.
    Entries,
    /// The slot of a `HashSet<Value>`.
    Elements,
    /// The slot of a `Tensor`.
    Array,
}

impl Storage {
    /// The storage that a tag names; `None` if there is no such storage.
    pub(crate) fn of(tag: u64) -> Option<Storage> {
        Some(match tag & 0xFF {
            0 => Storage::Words,
            1 => Storage::Bytes,
            2 => Storage::Values,
            3 => Storage::Entries,
            4 => Storage::Elements,
            5 => Storage::Array,
            _ => return None,
        })
    }
}

// The kinds' numbers are the same whatever features a program has.
pub(crate) const NONE: u64 = 0;
pub(crate) const BOOL: u64 = 1 << 8;
pub(crate) const INT: u64 = 2 << 8;
pub(crate) const FLOAT: u64 = 3 << 8;
pub(crate) const HANDLE: u64 = 4 << 8;
pub(crate) const ORDERING: u64 = 5 << 8;
pub(crate) const DURATION: u64 = 6 << 8;
pub(crate) const TIMESTAMP: u64 = 7 << 8;
pub(crate) const SIGNED_DURATION: u64 = 8 << 8;
pub(crate) const DATE: u64 = 9 << 8;
pub(crate) const TIME: u64 = 10 << 8;
pub(crate) const DATE_TIME: u64 = 11 << 8;
pub(crate) const UTC_OFFSET: u64 = 12 << 8;
pub(crate) const OFFSET_DATE_TIME: u64 = 13 << 8;
pub(crate) const IP: u64 = 14 << 8;
#[cfg(feature = "num-complex")]
pub(crate) const COMPLEX: u64 = 15 << 8;
#[cfg(feature = "uuid")]
pub(crate) const UUID: u64 = 16 << 8;
pub(crate) const STR: u64 = 1 << 8 | 1;
pub(crate) const BYTES: u64 = 2 << 8 | 1;
pub(crate) const BIG_INT: u64 = 3 << 8 | 1;
#[cfg(feature = "bigdecimal")]
pub(crate) const DECIMAL: u64 = 4 << 8 | 1;
pub(crate) const PATH: u64 = 5 << 8 | 1;
pub(crate) const SOCKET: u64 = 6 << 8 | 1;
#[cfg(feature = "jiff")]
pub(crate) const SPAN: u64 = 7 << 8 | 1;
pub(crate) const SLICE: u64 = 8 << 8 | 1;
pub(crate) const TUPLE: u64 = 1 << 8 | 2;
pub(crate) const LIST: u64 = 2 << 8 | 2;
pub(crate) const RANGE: u64 = 3 << 8 | 2;
pub(crate) const RANGE_INCLUSIVE: u64 = 4 << 8 | 2;
pub(crate) const ZONED: u64 = 5 << 8 | 2;
pub(crate) const DICT: u64 = 1 << 8 | 3;
pub(crate) const SET: u64 = 1 << 8 | 4;
pub(crate) const TENSOR: u64 = 1 << 8 | 5;
/// Where the three words lie in the slot.
pub(crate) const CONTENT: usize = 8;
