//! Integers and floats of up to eight bytes: the slot is the number, a setter is one store.

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Plain, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::value::integer;

macro_rules! number {
    (@to $v:ident) => { Some(Value::from($v)) };
    (@to $v:ident float) => { Some(Value::Float($v.into())) };
    (@from $v:ident $t:ident) => {
        match integer::signed(&$v).and_then(|number| <$t>::try_from(number).ok()) {
            Some(number) => Ok(number),
            None => Err($v),
        }
    };
    (@from $v:ident $t:ident float) => {
        match $v {
            Value::Float(f) => Ok(f as $t),
            other => Err(other),
        }
    };
    ($($t:ident $kind:expr $(, $float:ident)?;)*) => {$(
        // SAFETY: a primitive without invalid bytes; zero bytes are the number 0; alignment at most 8 (the targets are
        // 64-bit).
        unsafe impl Slot for $t {}

        // SAFETY: the slot is the number itself, as the schema says; it owns nothing.
        unsafe impl Shared for $t {
            type Slot = $t;
            type Arg<'a> = $t;
            type Ref<'t> = $t;
            type Mut<'t> = &'t mut $t;
            type Set = ();
            const NAME: &'static str = stringify!($t);
            const OWNS: bool = false;

            fn schema() -> &'static Schema {
                const { &Schema::new::<$t>(stringify!($t), size_of::<$t>(), align_of::<$t>(), $kind) }
            }
            #[inline]
            fn to_arg(&self) -> $t {
                *self
            }
            #[inline]
            unsafe fn build(_: &Writer, value: $t) -> Result<$t, Error> {
                Ok(value)
            }
            #[inline]
            fn view(slot: SlotRef<'_, Self>) -> $t {
                slot.get()
            }
            #[inline]
            fn view_mut(slot: SlotMut<'_, Self>) -> &mut $t {
                // SAFETY: a live aligned slot that nobody else uses for the view's time (invariant of SlotMut); every
                // pattern of bytes is a number.
                unsafe { slot.ptr().as_mut() }
            }
            #[inline]
            fn set(slot: SlotMut<'_, Self>, value: $t) {
                // SAFETY: as in `view_mut`; one aligned store.
                unsafe { slot.ptr().as_ptr().write(value) }
            }
            #[inline]
            fn load(view: $t) -> $t {
                view
            }
            #[inline]
            unsafe fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
                Ok(())
            }
            fn to_value(view: $t) -> Option<Value> {
                number!(@to view $($float)?)
            }
            fn from_value(value: Value) -> Result<$t, Value> {
                number!(@from value $t $($float)?)
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: $t) -> $t {
                view
            }
        }

        // SAFETY: `Slot` is `Self`.
        unsafe impl Plain for $t {}
        // SAFETY: owns nothing, and `build` never fails.
        unsafe impl Inline for $t {}
    )*};
}

number! {
    u8 Kind::Int { bits: 8, signed: false };
    u16 Kind::Int { bits: 16, signed: false };
    u32 Kind::Int { bits: 32, signed: false };
    u64 Kind::Int { bits: 64, signed: false };
    i8 Kind::Int { bits: 8, signed: true };
    i16 Kind::Int { bits: 16, signed: true };
    i32 Kind::Int { bits: 32, signed: true };
    i64 Kind::Int { bits: 64, signed: true };
    f32 Kind::Float { bits: 32 }, float;
    f64 Kind::Float { bits: 64 }, float;
}
