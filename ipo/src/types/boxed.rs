//! `Box<T>`: a block of its own, for recursive types and for large values that move seldom.

use std::ptr::NonNull;

use super::depth::{deeper, deeper_or_corrupt};
use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::Shared;
use crate::object::slot::{SlotMut, SlotRef};
use crate::sys::shim;
use crate::types::Value;

/// The boxed value's place.
#[inline]
fn inner<T: Shared>(space: &Space, at: u64, offset: u64) -> NonNull<T::Slot> {
    if offset == 0 {
        corrupt(at, "a box without a value");
    }
    space.expect(offset, size_of::<T::Slot>() as u64, 16).cast()
}

// SAFETY: the slot is the offset of a block that holds one `T::Slot`, as the schema says; `release` frees it.
unsafe impl<T: Shared> Shared for Box<T> {
    type Slot = u64;
    type Arg<'a> = T::Arg<'a>;
    type Ref<'t> = T::Ref<'t>;
    type Mut<'t> = T::Mut<'t>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Box";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("Box", 8, 8, Kind::Boxed(T::schema)) }
    }
    #[inline]
    fn to_arg(&self) -> T::Arg<'_> {
        (**self).to_arg()
    }
    unsafe fn build(writer: &Writer, value: T::Arg<'_>) -> Result<u64, Error> {
        // SAFETY: by the caller.
        let slot = deeper(|| unsafe { T::build(writer, value) })?;
        let (payload, ptr) = writer.allocate(size_of::<T::Slot>() as u64, false, BlockKind::Data)?;
        // SAFETY: a fresh block of that size, aligned to 16.
        unsafe { shim::write(ptr.cast().as_ptr(), slot) };
        Ok(payload)
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> T::Ref<'_> {
        let ptr = inner::<T>(slot.space(), slot.offset(), slot.get());
        // SAFETY: `inner` checked bounds and alignment; the block belongs to this box alone, which is readable.
        T::view(unsafe { SlotRef::new(ptr, slot.space()) })
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> T::Mut<'_> {
        let (writer, view) = (slot.writer(), slot.as_ref());
        let ptr = inner::<T>(writer.space(), view.offset(), view.get());
        // SAFETY: `inner` checked bounds and alignment; the block belongs to this box alone, which is exclusive.
        T::view_mut(unsafe {
            writer.opening_slots::<T>(ptr, 1);
            SlotMut::new(ptr, writer)
        })
    }
    fn load(view: T::Ref<'_>) -> Box<T> {
        deeper_or_corrupt(|| Box::new(T::load(view)))
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        let payload = slot.get();
        let Some(ptr) = slot.space().check(payload, size_of::<T::Slot>() as u64, 16) else {
            return Err(Error::corrupt(slot.offset(), "a box that points nowhere"));
        };
        if T::OWNS {
            // SAFETY: just checked; the block belongs to this box.
            let inner = unsafe { SlotRef::<T>::new(ptr.cast(), slot.space()) };
            // SAFETY: by the caller.
            deeper(|| unsafe { T::release(inner, writer) })?;
        }
        writer.free(payload, BlockKind::Data)
    }
    fn to_value(view: T::Ref<'_>) -> Option<Value> {
        T::to_value(view)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        T::from_value(value).map(Box::new)
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: T::Ref<'l>) -> T::Ref<'s> {
        T::shorten(view)
    }
}
