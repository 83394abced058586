//! Arrays that are made in the heap itself, without a Rust array of their own on the way.

use super::block::{self, ArraySlot, Content};
use super::dimension::Dimension;
use super::dtype::{ArrayElement, DType};
use super::plain::NdArray;
use super::tensor::Tensor;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;

mod sealed {
    pub trait Sealed {}
}

impl<T: ArrayElement, D: Dimension> sealed::Sealed for NdArray<T, D> {}
impl sealed::Sealed for Tensor {}

/// The kinds that [`put_zeros`](crate::WriteTurn::put_zeros) makes in the heap: [`NdArray`] and [`Tensor`].
pub trait ArrayKind: sealed::Sealed + Shared<Slot = ArraySlot> {
    /// What has to be said of an array: of an [`NdArray`] its shape, of a [`Tensor`] its type and shape.
    type Form;

    /// The form as the heap has it.
    #[doc(hidden)]
    fn parts(form: &Self::Form) -> (DType, &[usize]);
}

impl<T: ArrayElement, D: Dimension> ArrayKind for NdArray<T, D> {
    type Form = D::Shape;

    fn parts(shape: &D::Shape) -> (DType, &[usize]) {
        (T::DTYPE, shape.as_ref())
    }
}

impl ArrayKind for Tensor {
    type Form = (DType, Vec<usize>);

    fn parts((dtype, shape): &(DType, Vec<usize>)) -> (DType, &[usize]) {
        (*dtype, shape)
    }
}

/// A slot with an array of zeros, built in the open scope.
pub(crate) fn zeros<A: ArrayKind>(writer: &Writer, form: &A::Form) -> Result<ArraySlot, Error> {
    let (dtype, shape) = A::parts(form);
    block::build(writer, dtype, shape, &Content::Zeros)
}

#[cfg(feature = "ndarray")]
pub use of_ndarray::NdarrayCopy;
#[cfg(feature = "ndarray")]
pub(crate) use of_ndarray::copy;

#[cfg(feature = "ndarray")]
mod of_ndarray {
    use ndarray::{ArrayBase, Data};

    use super::super::with_ndarray::{NdarrayDimension, write_to};
    use super::{ArrayElement, ArrayKind, ArraySlot, Content, Error, NdArray, Shared, Tensor, Writer, block};

    /// The kinds that [`put_ndarray`](crate::WriteTurn::put_ndarray) makes of an array or view of the crate `ndarray`: an
    /// [`NdArray`] of its elements and dimension, or a [`Tensor`].
    pub trait NdarrayCopy<T: ArrayElement, N: ndarray::Dimension>: ArrayKind {}

    impl<T: ArrayElement, D: NdarrayDimension> NdarrayCopy<T, D::Ndarray> for NdArray<T, D> {}
    impl<T: ArrayElement, N: ndarray::Dimension> NdarrayCopy<T, N> for Tensor {}

    /// A slot with a copy of the elements, built in the open scope.
    pub(crate) fn copy<A, T, S, N>(writer: &Writer, array: &ArrayBase<S, N>) -> Result<<A as Shared>::Slot, Error>
    where
        A: NdarrayCopy<T, N>,
        T: ArrayElement,
        S: Data<Elem = T>,
        N: ndarray::Dimension,
    {
        let slot: ArraySlot =
            block::build(writer, T::DTYPE, array.shape(), &Content::Written(&|to| write_to(array, to)))?;
        Ok(slot)
    }
}
