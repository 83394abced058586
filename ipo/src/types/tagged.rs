//! Enums with data: what their generated implementation of `Shared` calls.

use crate::alloc::corrupt;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;

const WHAT: &str = "an enum without such a variant";

/// For a number that no variant has.
///
/// # Panics
/// Always, with a [`Corrupt`](crate::Corrupt) payload.
#[doc(hidden)]
#[cold]
pub fn no_variant<T: Shared>(slot: SlotRef<'_, T>) -> ! {
    corrupt(slot.offset(), WHAT)
}

/// The same as an error.
#[doc(hidden)]
#[cold]
pub fn no_variant_error<T: Shared>(slot: SlotRef<'_, T>) -> Error {
    Error::corrupt(slot.offset(), WHAT)
}
