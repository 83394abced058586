//! What a transaction saves of the slots that a view can change: all bytes, except those that several processes may
//! change at once, which are never restored.

use std::ptr::NonNull;

use super::describe::number_len;
use super::schema::{Field, Kind, Schema};
use super::shared::Shared;
use crate::journal::Writer;

impl Writer {
    /// Saves `count` slots if a transaction is open.
    ///
    /// # Safety
    /// `ptr` points to so many live slots of `T` in the arena.
    #[inline]
    pub(crate) unsafe fn opening_slots<T: Shared>(&self, ptr: NonNull<T::Slot>, count: usize) {
        let start = ptr.as_ptr().cast::<u8>();
        if !T::ATOMIC {
            // SAFETY: by the caller.
            unsafe { self.opening(start, count * size_of::<T::Slot>()) };
        } else if self.in_transaction() {
            for index in 0..count {
                // SAFETY: by the caller; the schema describes the slot.
                unsafe { self.save_parts(T::schema(), start.add(index * size_of::<T::Slot>())) };
            }
        }
    }

    /// # Safety
    /// `at` points to a live slot in the arena that `schema` describes.
    unsafe fn save_parts(&self, schema: &'static Schema, at: *const u8) {
        // SAFETY, of all that follows: parts of the slot, as the schema says.
        let fields = |fields: &'static [Field], at: *const u8| {
            for field in fields {
                // SAFETY: as said above.
                unsafe { self.save_parts((field.schema)(), at.add(field.offset)) };
            }
        };
        match schema.kind {
            Kind::Atomic(_) => {}
            Kind::Struct(parts) | Kind::Tuple(parts) => fields(parts, at),
            Kind::EnumList { fields: parts } => fields(parts(), at),
            Kind::Array { element, len } => {
                for index in 0..len {
                    // SAFETY: an element of the array.
                    unsafe { self.save_parts(element(), at.add(index * element().size)) };
                }
            }
            Kind::Option { inner, offset } => {
                // SAFETY: the tag in front, and the value, whatever the tag says: only its place matters.
                unsafe {
                    self.opening(at, offset);
                    self.save_parts(inner(), at.add(offset));
                }
            }
            Kind::Tagged { offset, variants } => {
                let len = number_len(variants.len()) as usize;
                let mut number = [0_u8; 8];
                // SAFETY: the number lies at the start of the slot; views of one variant's fields alone can change.
                unsafe {
                    std::ptr::copy_nonoverlapping(at, number.as_mut_ptr(), len);
                    self.opening(at, len);
                    if let Some(variant) = variants.get(u64::from_le_bytes(number) as usize) {
                        fields(variant.fields, at.add(offset));
                    }
                }
            }
            // SAFETY: the whole slot.
            _ => unsafe { self.opening(at, schema.size) },
        }
    }
}
