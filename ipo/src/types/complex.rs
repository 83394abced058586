//! `Complex<f32>` and `Complex<f64>` of `num-complex`: two floats, which slices of the heap show as they are.

use num_complex::Complex;

use super::over::value_of;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Field, Kind, Schema};
use crate::object::shared::{Inline, Plain, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;

macro_rules! complex {
    ($($float:ident $name:literal, $v:ident => $to:expr, $from:expr;)*) => {$(
        // SAFETY: `Complex` is repr(C) over two floats: any bytes are valid, zero is the number 0, no `Drop`.
        unsafe impl Slot for Complex<$float> {}

        // SAFETY: the slot is the number itself, two floats as the schema says; it owns nothing.
        unsafe impl Shared for Complex<$float> {
            type Slot = Complex<$float>;
            type Arg<'a> = Complex<$float>;
            type Ref<'t> = Complex<$float>;
            type Mut<'t> = &'t mut Complex<$float>;
            type Set = ();
            const NAME: &'static str = $name;
            const OWNS: bool = false;

            fn schema() -> &'static Schema {
                const {
                    &Schema::new::<Self>(
                        concat!("ipo::", $name),
                        size_of::<Self>(),
                        align_of::<Self>(),
                        Kind::Struct(
                            const {
                                &[
                                    Field::new("re", std::mem::offset_of!(Complex<$float>, re), $float::schema),
                                    Field::new("im", std::mem::offset_of!(Complex<$float>, im), $float::schema),
                                ]
                            },
                        ),
                    )
                }
            }
            #[inline]
            fn to_arg(&self) -> Self {
                *self
            }
            #[inline]
            unsafe fn build(_: &Writer, value: Self) -> Result<Self, Error> {
                Ok(value)
            }
            #[inline]
            fn view(slot: SlotRef<'_, Self>) -> Self {
                slot.get()
            }
            #[inline]
            fn view_mut(slot: SlotMut<'_, Self>) -> &mut Self {
                // SAFETY: a live aligned slot that nobody else uses for the view's time (invariant of SlotMut); every
                // pattern of bytes is two floats.
                unsafe { slot.ptr().as_mut() }
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
                let from: fn(Complex<f64>) -> Complex<$float> = $from;
                match value {
                    Value::Complex(number) => Ok(from(number)),
                    other => Err(other),
                }
            }
            #[inline]
            fn shorten<'s, 'l: 's>(view: Self) -> Self {
                view
            }
        }

        // SAFETY: `Slot` is `Self`.
        unsafe impl Plain for Complex<$float> {}
        // SAFETY: owns nothing, and `build` never fails.
        unsafe impl Inline for Complex<$float> {}
        value_of!(Complex<$float>, |$v| $to);
    )*};
}

complex! {
    f32 "Complex32", v => Value::Complex(Complex::new(v.re.into(), v.im.into())), |v| Complex::new(v.re as f32, v.im as f32);
    f64 "Complex64", v => Value::Complex(v), |v| v;
}
