//! The types that the elements of an array can have, by number and by Rust type.

use std::fmt;

mod sealed {
    pub trait Sealed {}
}

macro_rules! dtypes {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $name:literal, $size:literal;)*) => {
        /// The type of an array's elements, where it is known at run time only. The numbers are part of the heap's format.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::{ArrayElement, DType};
        ///
        /// assert_eq!((DType::I32.name(), DType::I32.size()), ("i32", 4));
        /// assert_eq!(f64::DTYPE, DType::F64);
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum DType {
            $($(#[$doc])* $variant = $number,)*
        }

        impl DType {
            /// The type with that number.
            pub(crate) const fn of_number(number: u8) -> Option<DType> {
                match number {
                    $($number => Some(DType::$variant),)*
                    _ => None,
                }
            }

            /// Its name, as Rust would write it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(DType::$variant => $name,)*
                }
            }

            /// Bytes of an element.
            pub const fn size(self) -> usize {
                match self {
                    $(DType::$variant => $size,)*
                }
            }
        }
    };
}

dtypes! {
    /// Truth values, a byte each.
    Bool = 1, "bool", 1;
    /// Integers of 8 bits without a sign.
    U8 = 2, "u8", 1;
    /// Integers of 16 bits without a sign.
    U16 = 3, "u16", 2;
    /// Integers of 32 bits without a sign.
    U32 = 4, "u32", 4;
    /// Integers of 64 bits without a sign.
    U64 = 5, "u64", 8;
    /// Integers of 8 bits.
    I8 = 6, "i8", 1;
    /// Integers of 16 bits.
    I16 = 7, "i16", 2;
    /// Integers of 32 bits.
    I32 = 8, "i32", 4;
    /// Integers of 64 bits.
    I64 = 9, "i64", 8;
    /// IEEE 754 numbers of 16 bits; in Rust, their bits as `u16`.
    F16 = 10, "f16", 2;
    /// The upper halves of `f32`; in Rust, their bits as `u16`.
    BF16 = 11, "bf16", 2;
    /// Floats of 32 bits.
    F32 = 12, "f32", 4;
    /// Floats of 64 bits.
    F64 = 13, "f64", 8;
    /// Complex numbers of two `f32`.
    Complex64 = 14, "complex64", 8;
    /// Complex numbers of two `f64`.
    Complex128 = 15, "complex128", 16;
}

impl DType {
    /// Its number in the heap.
    #[inline]
    pub(crate) const fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Rust types that arrays can have as elements: `bool`, the integers and floats of 8 to 64 bits, and, with the feature
/// `num-complex`, complex numbers.
///
/// # Safety
/// The bytes of a value are those of an element of `DTYPE`, without padding; any bytes are a value, except for `bool`,
/// where 0 and 1 are; zero bytes are the default value; the alignment is at most 8.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the element of an array with dimensions",
    label = "no element of arrays",
    note = "elements are `bool`, and the integers and floats of 8 to 64 bits; for other types there is `Vec<T>`"
)]
pub unsafe trait ArrayElement:
    sealed::Sealed + Copy + Default + PartialEq + fmt::Debug + Send + Sync + 'static
{
    /// The type's number and name.
    const DTYPE: DType;

    /// Whether elements of that type can be read and written as this one: for `u16`, the bits of floats of 16 bits too.
    #[doc(hidden)]
    #[inline]
    fn reads(dtype: DType) -> bool {
        let bits = matches!(dtype, DType::F16 | DType::BF16);
        dtype == Self::DTYPE || Self::DTYPE == DType::U16 && bits
    }
}

/// Further element types are a line each: their bytes are those of the dtype, as the trait's contract says.
macro_rules! elements {
    ($($t:ty = $dtype:ident;)*) => {$(
        impl sealed::Sealed for $t {}
        const _: () = assert!(size_of::<$t>() == DType::$dtype.size() && align_of::<$t>() <= 8);
        // SAFETY: a primitive, or two of them, of the dtype's size (asserted above) that is zero when its bytes are; any bytes
        // are numbers, and a `bool` is 0 or 1.
        unsafe impl ArrayElement for $t {
            const DTYPE: DType = DType::$dtype;
        }
    )*};
}

elements! {
    bool = Bool;
    u8 = U8;
    u16 = U16;
    u32 = U32;
    u64 = U64;
    i8 = I8;
    i16 = I16;
    i32 = I32;
    i64 = I64;
    f32 = F32;
    f64 = F64;
}

#[cfg(feature = "num-complex")]
elements! {
    num_complex::Complex<f32> = Complex64;
    num_complex::Complex<f64> = Complex128;
}

/// Whether the bytes are elements of that type: all are, but for truth values.
#[inline]
pub(super) fn are_elements(dtype: DType, bytes: &[u8]) -> bool {
    // Without an early end: so it is done in wide steps.
    dtype != DType::Bool || bytes.iter().fold(0, |all, byte| all | byte) < 2
}

/// The bytes of elements.
pub(super) fn bytes_of<T: ArrayElement>(values: &[T]) -> &[u8] {
    // SAFETY: elements have no padding (ArrayElement), so all their bytes may be read.
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), size_of_val(values)) }
}
