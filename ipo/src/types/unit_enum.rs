//! Unit enums as values: the variant's position in one, two or four bytes. Their `Shared` implementation is generated;
//! this is what it calls.

use crate::alloc::corrupt;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::enum_list::EnumIndex;

/// The variant whose position lies in a slot.
///
/// # Panics
/// With a [`Corrupt`](crate::Corrupt) payload if there is no such variant.
#[doc(hidden)]
#[inline]
pub fn decode_variant<E: EnumIndex + Shared>(slot: SlotRef<'_, E>) -> E
where
    E::Slot: Into<u32>,
{
    match E::from_index(slot.get().into() as usize) {
        Some(variant) => variant,
        None => corrupt(slot.offset(), "an enum without such a variant"),
    }
}
