//! Integers and floats of up to eight bytes: the slot is the number, a setter is one store.

use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Plain, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};

macro_rules! number {
    ($($t:ident $kind:expr;)*) => {$(
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
            fn build(_: &Writer, value: $t) -> Result<$t, Error> {
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
            fn release(_: SlotRef<'_, Self>, _: &Writer) -> Result<(), Error> {
                Ok(())
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
    f32 Kind::Float { bits: 32 };
    f64 Kind::Float { bits: 64 };
}
