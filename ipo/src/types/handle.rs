//! `Handle<T>` as a value: eight bytes. The object behind it is checked when it is reached, and is not owned.

use super::scalar::ScalarMut;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::Handle;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Shared};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

// SAFETY: the slot is the handle's bits, as the schema says; any bits are a handle, a wrong one is found at its use.
unsafe impl<T: Shared> Shared for Handle<T> {
    type Slot = u64;
    type Arg<'a> = Handle<T>;
    type Ref<'t> = Handle<T>;
    type Mut<'t> = ScalarMut<'t, Handle<T>>;
    type Set = ();
    const NAME: &'static str = "Handle";
    const OWNS: bool = false;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("Handle", 8, 8, Kind::Handle { target: T::NAME }) }
    }
    #[inline]
    fn to_arg(&self) -> Self {
        *self
    }
    #[inline]
    unsafe fn build(_: &Writer, value: Self) -> Result<u64, Error> {
        Ok(value.to_bits())
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> Self {
        Handle::from_bits(slot.get())
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> ScalarMut<'_, Self> {
        ScalarMut::new(slot)
    }
    #[inline]
    fn load(view: Self) -> Self {
        view
    }
    #[inline]
    unsafe fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
        Ok(())
    }
    fn to_value(view: Self) -> Option<Value> {
        Some(view.into())
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Handle(handle) if handle.deep == T::deep() => Ok(Handle::from_bits(handle.bits)),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: Self) -> Self {
        view
    }
}

// SAFETY: owns nothing, and `build` never fails.
unsafe impl<T: Shared> Inline for Handle<T> {}
