//! `Complex<f32>` and `Complex<f64>` of `num-complex`: two floats, which slices of the heap show as they are.

use num_complex::Complex;

use super::number::plain;
use super::over::value_of;
use crate::object::schema::{Field, Kind};
use crate::types::Value;

macro_rules! complex {
    ($($float:ident $name:literal, $v:ident => $to:expr, $from:expr;)*) => {$(
        // `Complex` is repr(C) over two floats.
        plain!(
            Complex<$float>,
            $name,
            concat!("ipo::", $name),
            Kind::Struct(
                const {
                    &[
                        Field::new("re", std::mem::offset_of!(Complex<$float>, re), $float::schema),
                        Field::new("im", std::mem::offset_of!(Complex<$float>, im), $float::schema),
                    ]
                },
            ),
            |view| Some(view.into()),
            |value| {
                let from: fn(Complex<f64>) -> Complex<$float> = $from;
                match value {
                    Value::Complex(number) => Ok(from(number)),
                    other => Err(other),
                }
            }
        );
        value_of!(Complex<$float>, |$v| $to);
    )*};
}

complex! {
    f32 "Complex32", v => Value::Complex(Complex::new(v.re.into(), v.im.into())), |v| Complex::new(v.re as f32, v.im as f32);
    f64 "Complex64", v => Value::Complex(v), |v| v;
}
