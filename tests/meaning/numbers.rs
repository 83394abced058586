//! Numbers, truth values, letters and text.

use std::cmp::Ordering;
use std::marker::PhantomData;
use std::num::{NonZero, Saturating, Wrapping};

use ipo::{Atomic, Pod};
use proptest::prelude::*;

use crate::kinds;
use crate::leaves::orderings;

/// Any of an integer, and more often those at the ends.
macro_rules! integers {
    ($t:ident) => {
        prop_oneof![any::<$t>(), prop::sample::select(vec![$t::MIN, $t::MIN + 1, 0, 1, $t::MAX - 1, $t::MAX])]
    };
}

/// Any bits of a float: each NaN, both zeros, what is next to nothing, what is too large.
macro_rules! floats {
    ($t:ident, $bits:ident) => {
        prop_oneof![
            any::<$bits>().prop_map($t::from_bits),
            prop::sample::select(vec![
                0.0,
                -0.0,
                $t::NAN,
                -$t::NAN,
                $t::INFINITY,
                $t::NEG_INFINITY,
                $t::MIN,
                $t::MAX,
                $t::MIN_POSITIVE,
                $t::from_bits(1),
            ]),
        ]
    };
}

/// Letters of every length in UTF-8, and those beside the surrogates.
pub(super) fn letters() -> impl Strategy<Value = char> {
    let edges = ['\0', '\n', 'a', '\u{7F}', '\u{80}', '\u{7FF}', '\u{800}', '\u{D7FF}', '\u{E000}', '\u{FFFF}'];
    let edges = [&edges[..], &['\u{10000}', '\u{10FFFF}', '\u{FEFF}', '\u{202E}']].concat();
    prop_oneof![any::<char>(), prop::sample::select(edges)]
}

/// Text around the length of a slot, with letters that end before, at and behind its end; and any.
pub(super) fn texts() -> impl Strategy<Value = String> {
    let around =
        (20..27_usize, letters()).prop_map(|(len, last)| "x".repeat(len - last.len_utf8()) + &last.to_string());
    let any = prop::collection::vec(letters(), 0..20).prop_map(|letters| letters.into_iter().collect());
    prop_oneof![1 => Just(String::new()), 3 => around, 3 => any]
}

/// As `texts`.
pub(super) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(vec![]), prop::collection::vec(any::<u8>(), 22..26), prop::collection::vec(any::<u8>(), 0..70)]
}

/// All widths, and what wraps a number: the kinds that differ from those of `kinds!` below in their bytes alone.
type Integers = (u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, usize, isize);
type Wrapped = (
    NonZero<u8>,
    NonZero<i64>,
    NonZero<i128>,
    NonZero<usize>,
    Wrapping<u8>,
    Wrapping<i128>,
    Saturating<i64>,
    Saturating<usize>,
);

fn all_integers() -> impl Strategy<Value = Integers> {
    let small = (integers!(u8), integers!(i8), integers!(u16), integers!(i16), integers!(u32), integers!(i32));
    let large = (integers!(u64), integers!(i64), integers!(u128), integers!(i128), integers!(usize), integers!(isize));
    (small, large).prop_map(|(a, b)| (a.0, a.1, a.2, a.3, a.4, a.5, b.0, b.1, b.2, b.3, b.4, b.5))
}

fn all_wrapped() -> impl Strategy<Value = Wrapped> {
    let nonzero = (
        integers!(u8).prop_filter_map("not 0", NonZero::new),
        integers!(i64).prop_filter_map("not 0", NonZero::new),
        integers!(i128).prop_filter_map("not 0", NonZero::new),
        integers!(usize).prop_filter_map("not 0", NonZero::new),
    );
    let others = (integers!(u8), integers!(i128), integers!(i64), integers!(usize));
    (nonzero, others)
        .prop_map(|(n, o)| (n.0, n.1, n.2, n.3, Wrapping(o.0), Wrapping(o.1), Saturating(o.2), Saturating(o.3)))
}

/// A `Value` keeps a wider float of it, in which a signalling NaN is a quiet one.
fn quiet(float: f32) -> f32 {
    if float.is_nan() { f32::from_bits(float.to_bits() | 1 << 22) } else { float }
}

/// Bits of floats, each NaN and both zeros among them.
fn float_bits(floats: &(f32, f64)) -> String {
    format!("{:x} {:x}", floats.0.to_bits(), floats.1.to_bits())
}

kinds! {
    of_small_integer: u8 = integers!(u8); value [key ordered];
    of_integers: Integers = all_integers(); value [key ordered];
    of_float: f64 = floats!(f64, u64); value [] |float| format!("{:x}", float.to_bits());
    of_floats: (f32, f64) = (floats!(f32, u32).prop_map(quiet), floats!(f64, u64)); value [] float_bits;
    of_scalars: (bool, char) = (any::<bool>(), letters()); value [key ordered];
    of_orderings: (Ordering, PhantomData<str>) = (orderings(), Just(PhantomData)); value [];
    of_nothing: () = Just(()); value [];
    of_string: String = texts(); value [key ordered];
    of_bytes: Vec<u8> = bytes(); value [key ordered];
    of_boxed_slices: (Box<str>, Box<[String]>) =
        (texts().prop_map(Into::into), prop::collection::vec(texts(), 0..4).prop_map(Into::into)); value [];
    of_wrapped: Wrapped = all_wrapped(); value [key];
    of_atomic_and_pod: (Atomic<i32>, Pod<[u8; 5]>) =
        (integers!(i32).prop_map(Atomic), any::<[u8; 5]>().prop_map(Pod)); [];
}
