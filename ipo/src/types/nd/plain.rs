//! `NdArray<T, D>`: the plain Rust side of an array.

use std::fmt;
use std::ops::{Index, IndexMut};

use super::block::{self, count};
use super::dimension::{Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, place};
use super::dtype::ArrayElement;
use crate::error::Error;

/// Elements that `Debug` prints.
const SHOWN: usize = 100;

/// An array of numbers or truth values with several dimensions, in row-major order: `NdArray<f32, Ix2>` is a matrix,
/// `NdArray<f32, IxDyn>` has as many dimensions as its shape says.
///
/// This is the plain Rust side, as `Vec` is for lists; in the heap, [`NdArrayRef`](crate::NdArrayRef) and
/// [`NdArrayMut`](crate::NdArrayMut) give the elements in place, aligned to 64 bytes. With the feature `ndarray`, arrays of
/// that crate are made of both, and both of them.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap, Ix2, NdArray, SharedStruct};
///
/// #[derive(SharedStruct)]
/// struct Layer {
///     weights: NdArray<f32, Ix2>,
/// }
///
/// let mut weights = NdArray::from_vec([2, 2], vec![1.0, 2.0, 3.0, 4.0])?;
/// weights[[0, 1]] += 0.5;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let layer = turn.put(&Layer { weights })?;
/// let mut layer = turn.get_mut(layer)?;
/// layer.weights_mut().as_mut_slice().iter_mut().for_each(|weight| *weight *= 2.0);
/// assert_eq!(layer.weights().get([0, 1]), Some(5.0));
///
/// let wrong = NdArray::<u8, Ix2>::from_vec([2, 2], vec![1, 2, 3]);
/// assert!(matches!(wrong, Err(Error::BufferLength { needed: 4, found: 3, .. })));
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Clone)]
pub struct NdArray<T: ArrayElement, D: Dimension> {
    /// Its product is the number of elements.
    shape: D::Shape,
    elements: Vec<T>,
}

impl<T: ArrayElement, D: Dimension> NdArray<T, D> {
    /// The parts of an array that lies somewhere already.
    pub(super) fn from_parts(shape: D::Shape, elements: Vec<T>) -> Self {
        debug_assert_eq!(shape.as_ref().iter().product::<usize>(), elements.len());
        NdArray { shape, elements }
    }

    /// An array of that shape, with these elements in row-major order.
    ///
    /// # Errors
    /// [`Error::BufferLength`] if there are not as many as the shape says; [`Error::TooLarge`] for a shape of more than
    /// `isize::MAX` bytes, lengths of 0 counted as 1, or of more than 64 dimensions.
    pub fn from_vec(shape: impl Into<D::Shape>, elements: Vec<T>) -> Result<Self, Error> {
        let shape = shape.into();
        block::check_len(shape.as_ref(), T::DTYPE, elements.len())?;
        Ok(NdArray { shape, elements })
    }

    /// An array of zeros; of `false`. Large arrays are better made in the heap: by
    /// [`put_zeros`](crate::WriteTurn::put_zeros), or by [`set_zeros`](crate::NdArrayMut::set_zeros) on an empty one.
    ///
    /// # Errors
    /// [`Error::TooLarge`], as [`from_vec`](Self::from_vec).
    pub fn zeros(shape: impl Into<D::Shape>) -> Result<Self, Error> {
        let shape = shape.into();
        let len = count(shape.as_ref(), T::DTYPE)?;
        Ok(NdArray { shape, elements: vec![T::default(); len] })
    }

    /// The length of each dimension.
    pub fn shape(&self) -> &[usize] {
        self.shape.as_ref()
    }

    /// The number of dimensions.
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The elements in row-major order.
    pub fn as_slice(&self) -> &[T] {
        &self.elements
    }

    /// The elements in row-major order, to be changed.
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.elements
    }

    /// The elements in row-major order.
    pub fn into_vec(self) -> Vec<T> {
        self.elements
    }

    /// The element at an index: `[i, j]` in a matrix, `&[i, j]` where the number of dimensions is not part of the type.
    pub fn get(&self, index: D::Index<'_>) -> Option<&T> {
        self.elements.get(place(self.shape(), index.as_ref())?)
    }

    /// As [`get`](Self::get), to be changed.
    pub fn get_mut(&mut self, index: D::Index<'_>) -> Option<&mut T> {
        let at = place(self.shape(), index.as_ref())?;
        self.elements.get_mut(at)
    }

    /// The same elements in another shape of as many.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for another number of elements, [`Error::TooLarge`].
    pub fn reshape(&mut self, shape: impl Into<D::Shape>) -> Result<(), Error> {
        let shape = shape.into();
        if count(shape.as_ref(), T::DTYPE)? != self.len() {
            return Err(block::disagree(self.shape(), shape.as_ref()));
        }
        self.shape = shape;
        Ok(())
    }

    /// The same array with another kind of dimension: of a fixed number instead of any, or the other way round.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if it has not that number of dimensions; the shape that is asked for is then one of zeros.
    pub fn into_dimension<E: Dimension>(self) -> Result<NdArray<T, E>, Error> {
        match E::shape_of(self.shape()) {
            Some(shape) => Ok(NdArray { shape, elements: self.elements }),
            None => Err(block::disagree(E::empty().as_ref(), self.shape())),
        }
    }
}

/// Without elements: all lengths are 0, and in the heap it has no block.
impl<T: ArrayElement, D: Dimension> Default for NdArray<T, D> {
    fn default() -> Self {
        NdArray { shape: D::empty(), elements: Vec::new() }
    }
}

/// Equal if shape and elements are.
impl<T: ArrayElement, D: Dimension> PartialEq for NdArray<T, D> {
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape && self.elements == other.elements
    }
}

/// Shows the shape and the first elements.
impl<T: ArrayElement, D: Dimension> fmt::Debug for NdArray<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ", self.shape())?;
        let shown = &self.elements[..self.len().min(SHOWN)];
        f.debug_list().entries(shown).finish()?;
        if self.len() > SHOWN { write!(f, " and {} more", self.len() - SHOWN) } else { Ok(()) }
    }
}

impl<T: ArrayElement> From<Vec<T>> for NdArray<T, Ix1> {
    fn from(elements: Vec<T>) -> Self {
        NdArray { shape: [elements.len()], elements }
    }
}

impl<T: ArrayElement, const N: usize> From<[T; N]> for NdArray<T, Ix1> {
    fn from(elements: [T; N]) -> Self {
        Vec::from(elements).into()
    }
}

#[track_caller]
fn at(shape: &[usize], index: &[usize]) -> usize {
    match place(shape, index) {
        Some(place) => place,
        None => panic!("index {index:?} in an array of the shape {shape:?}"),
    }
}

macro_rules! index {
    ($($d:ident)*) => {$(
        impl<T: ArrayElement> Index<<$d as Dimension>::Index<'_>> for NdArray<T, $d> {
            type Output = T;
            #[track_caller]
            fn index(&self, index: <$d as Dimension>::Index<'_>) -> &T {
                &self.elements[at(self.shape(), index.as_ref())]
            }
        }

        impl<T: ArrayElement> IndexMut<<$d as Dimension>::Index<'_>> for NdArray<T, $d> {
            #[track_caller]
            fn index_mut(&mut self, index: <$d as Dimension>::Index<'_>) -> &mut T {
                let at = at(self.shape(), index.as_ref());
                &mut self.elements[at]
            }
        }
    )*};
}

index!(Ix1 Ix2 Ix3 Ix4 Ix5 Ix6 IxDyn);
