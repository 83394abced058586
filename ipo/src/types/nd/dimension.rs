//! How many dimensions an array has: a number that is part of its type, or one that is known at run time.

use std::fmt;

use super::block::MAX_DIMENSIONS;

mod sealed {
    pub trait Sealed {}
}

/// The number of dimensions of an [`NdArray`](super::NdArray): [`Ix1`] to [`Ix6`], or [`IxDyn`].
pub trait Dimension: sealed::Sealed + Copy + fmt::Debug + 'static {
    /// The number, if it is part of the type.
    const NDIM: Option<usize>;
    /// Its name.
    #[doc(hidden)]
    const NAME: &'static str;
    /// A shape: the length of each dimension.
    type Shape: Clone + PartialEq + Eq + fmt::Debug + AsRef<[usize]> + Send + Sync;
    /// Names an element: its place in each dimension.
    type Index<'a>: AsRef<[usize]>;

    /// The shape of an array without elements: 0 in each dimension.
    #[doc(hidden)]
    fn empty() -> Self::Shape;

    /// A shape from a slice, if it has as many dimensions.
    #[doc(hidden)]
    fn shape_of(dims: &[usize]) -> Option<Self::Shape>;
}

macro_rules! fixed {
    ($($name:ident $n:literal $text:literal)*) => {$(
        #[doc = concat!("Arrays of ", $text, ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name;

        impl sealed::Sealed for $name {}

        impl Dimension for $name {
            const NDIM: Option<usize> = Some($n);
            const NAME: &'static str = stringify!($name);
            type Shape = [usize; $n];
            type Index<'a> = [usize; $n];

            fn empty() -> [usize; $n] {
                [0; $n]
            }
            fn shape_of(dims: &[usize]) -> Option<[usize; $n]> {
                dims.try_into().ok()
            }
        }
    )*};
}

fixed! {
    Ix1 1 "one dimension"
    Ix2 2 "two dimensions: matrices"
    Ix3 3 "three dimensions"
    Ix4 4 "four dimensions"
    Ix5 5 "five dimensions"
    Ix6 6 "six dimensions"
}

/// Arrays whose number of dimensions is known at run time: 0 to 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IxDyn;

impl sealed::Sealed for IxDyn {}

impl Dimension for IxDyn {
    const NDIM: Option<usize> = None;
    const NAME: &'static str = "IxDyn";
    type Shape = Vec<usize>;
    type Index<'a> = &'a [usize];

    fn empty() -> Vec<usize> {
        vec![0]
    }
    fn shape_of(dims: &[usize]) -> Option<Vec<usize>> {
        (dims.len() <= MAX_DIMENSIONS).then(|| dims.to_vec())
    }
}

/// Where the element lies in row-major order; `None` outside of the shape. Below the length if the shape is right.
#[inline]
pub(super) fn place(shape: &[usize], index: &[usize]) -> Option<usize> {
    if shape.len() != index.len() {
        return None;
    }
    let mut place = 0_usize;
    for (&dim, &at) in shape.iter().zip(index) {
        if at >= dim {
            return None;
        }
        // Wraps only for a shape that no array has; the callers compare with the length.
        place = place.wrapping_mul(dim).wrapping_add(at);
    }
    Some(place)
}

/// Writes, for each dimension, how many elements lie between two neighbours in it, in row-major order. Where there are no
/// elements, lengths of 0 count as 1.
pub(super) fn row_major(shape: &[usize], mut write: impl FnMut(usize, usize)) {
    let mut step = 1_usize;
    for (axis, &dim) in shape.iter().enumerate().rev() {
        write(axis, step);
        step = step.wrapping_mul(dim.max(1));
    }
}
