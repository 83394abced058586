//! Kinds whose slot is the value itself, without invalid bytes: integers and floats of up to eight bytes here, and what is made
//! of them elsewhere. A setter of up to eight bytes is one store.

use crate::object::schema::Kind;
use crate::types::Value;
use crate::types::value::integer;

/// A kind whose slot is the value itself: its name, the name and the kind of its schema, and what it is as a `Value`, there
/// and back. What is as large as it is aligned is set by one store.
///
/// The caller answers for this: any bytes are a value, zero bytes too; the type has a fixed layout, alignment of at most 8, and
/// no `Drop`.
macro_rules! plain {
    ($t:ty, $name:expr, $schema:expr, $kind:expr, |$view:ident| $to:expr, |$value:ident| $from:expr) => {
        // SAFETY: by the caller of the macro.
        unsafe impl $crate::object::shared::Slot for $t {}

        // SAFETY: the slot is the value itself, as the schema says; it owns nothing.
        unsafe impl $crate::object::shared::Shared for $t {
            type Slot = $t;
            type Arg<'a> = $t;
            type Ref<'t> = $t;
            type Mut<'t> = &'t mut $t;
            type Set = ();
            const NAME: &'static str = $name;
            const OWNS: bool = false;
            const PLAIN: bool = true;

            fn schema() -> &'static $crate::object::schema::Schema {
                const { &$crate::object::schema::Schema::new::<$t>($schema, size_of::<$t>(), align_of::<$t>(), $kind) }
            }
            #[inline]
            fn to_arg(&self) -> $t {
                *self
            }
            #[inline]
            unsafe fn build(_: &$crate::journal::Writer, value: $t) -> Result<$t, $crate::Error> {
                Ok(value)
            }
            #[inline]
            fn view(slot: $crate::object::slot::SlotRef<'_, Self>) -> $t {
                slot.get()
            }
            #[inline]
            fn view_mut(slot: $crate::object::slot::SlotMut<'_, Self>) -> &mut $t {
                // SAFETY: a live aligned slot that nobody else uses for the view's time (invariant of SlotMut); any bytes
                // are a value.
                unsafe { slot.ptr().as_mut() }
            }
            #[inline]
            fn set(slot: $crate::object::slot::SlotMut<'_, Self>, value: $t) {
                // Complex numbers are two.
                if size_of::<$t>() == align_of::<$t>() {
                    // SAFETY: as in `view_mut`; one store, of at most 8 bytes and aligned.
                    unsafe { slot.ptr().as_ptr().write(value) }
                } else {
                    $crate::object::shared::Outcome::from_result(slot.replace(value))
                }
            }
            #[inline]
            fn load(view: $t) -> $t {
                view
            }
            #[inline]
            unsafe fn release(
                _: $crate::object::slot::SlotRef<'_, Self>,
                _: &$crate::journal::Writer,
            ) -> Result<(), $crate::Error> {
                Ok(())
            }
            fn to_value($view: $t) -> Option<$crate::Value> {
                $to
            }
            fn from_value($value: $crate::Value) -> Result<$t, $crate::Value> {
                $from
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: $t) -> $t {
                view
            }
        }

        // SAFETY: `Slot` is `Self`; no padding.
        unsafe impl $crate::object::shared::Plain for $t {}
        // SAFETY: owns nothing, and `build` never fails.
        unsafe impl $crate::object::shared::Inline for $t {}
    };
}
pub(super) use plain;

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
    // Primitives; the targets are 64-bit.
    ($($t:ident $kind:expr $(, $float:ident)?;)*) => {$(
        plain!(
            $t,
            stringify!($t),
            stringify!($t),
            $kind,
            |view| number!(@to view $($float)?),
            |value| number!(@from value $t $($float)?)
        );
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
