//! Arrays of the crate `ndarray`: made of arrays in the heap without a copy, and copied into it.

use ndarray::{ArrayBase, ArrayView, ArrayViewD, ArrayViewMut, ArrayViewMutD, Data, OwnedRepr};

use super::block::Content;
use super::dimension::{Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn};
use super::dtype::ArrayElement;
use super::plain::NdArray;
use super::tensor::Tensor;
use super::tensor_view::{TensorMut, TensorRef};
use super::view::{NdArrayMut, NdArrayRef};
use crate::error::Error;

/// The dimension of the same name in the crate `ndarray`.
pub trait NdarrayDimension: Dimension {
    /// That dimension.
    type Ndarray: ndarray::Dimension;

    /// A shape as `ndarray` has it.
    #[doc(hidden)]
    fn of(shape: &[usize]) -> Option<Self::Ndarray>;
}

macro_rules! dimensions {
    ($($name:ident)*) => {$(
        impl NdarrayDimension for $name {
            type Ndarray = ndarray::$name;
            fn of(shape: &[usize]) -> Option<ndarray::$name> {
                Self::shape_of(shape).map(ndarray::IntoDimension::into_dimension)
            }
        }
    )*};
}

dimensions!(Ix1 Ix2 Ix3 Ix4 Ix5 Ix6 IxDyn);

/// Elements in row-major order, without a copy if they are so already.
fn into_row_major<T: ArrayElement, N: ndarray::Dimension>(array: ndarray::Array<T, N>) -> Vec<T> {
    if array.is_standard_layout() {
        let len = array.len();
        let (mut elements, first) = array.into_raw_vec_and_offset();
        // What was sliced off may lie before and behind.
        let first = first.unwrap_or(0);
        elements.truncate(first + len);
        elements.drain(..first);
        return elements;
    }
    array.iter().copied().collect()
}

/// Writes the elements of an array in row-major order.
pub(super) fn write_to<T: ArrayElement, S: Data<Elem = T>, N: ndarray::Dimension>(
    array: &ArrayBase<S, N>,
    to: *mut u8,
) {
    let to = to.cast::<T>();
    for (at, &value) in array.iter().enumerate() {
        // SAFETY: `assign_content` gives a place with room for all elements of this shape.
        unsafe { to.add(at).write(value) };
    }
}

/// Without a copy if the elements lie in row-major order.
impl<T: ArrayElement, D: NdarrayDimension> From<ndarray::Array<T, D::Ndarray>> for NdArray<T, D> {
    fn from(array: ndarray::Array<T, D::Ndarray>) -> Self {
        let shape = D::shape_of(array.shape()).expect("dimensions of one name are as many");
        NdArray::from_parts(shape, into_row_major(array))
    }
}

/// Without a copy.
impl<T: ArrayElement, D: NdarrayDimension> From<NdArray<T, D>> for ArrayBase<OwnedRepr<T>, D::Ndarray> {
    fn from(array: NdArray<T, D>) -> Self {
        let shape = D::of(array.shape()).expect("dimensions of one name are as many");
        ArrayBase::from_shape_vec(shape, array.into_vec()).expect("an array has as many elements as its shape says")
    }
}

impl<'t, T: ArrayElement, D: NdarrayDimension> NdArrayRef<'t, T, D> {
    /// The array as a view of the crate `ndarray`, without a copy.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, Ix2, NdArray};
    /// use ndarray::array;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let matrix: NdArray<f64, Ix2> = array![[1.0, 2.0], [3.0, 4.0]].into();
    /// let matrix = heap.write()?.put(&matrix)?;
    ///
    /// let turn = heap.read()?;
    /// let matrix = turn.get(matrix)?.view();
    /// assert_eq!(matrix.dot(&matrix), array![[7.0, 10.0], [15.0, 22.0]]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn view(self) -> ArrayView<'t, T, D::Ndarray> {
        let shape = D::of(self.shape()).expect("the view has so many dimensions");
        ArrayView::from_shape(shape, self.as_slice()).expect("the shape was checked")
    }
}

impl<T: ArrayElement, D: NdarrayDimension> NdArrayMut<'_, T, D> {
    /// The array as a view of the crate `ndarray`, without a copy.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    pub fn view(&self) -> ArrayView<'_, T, D::Ndarray> {
        self.as_ref().view()
    }

    /// The array as a view of the crate `ndarray` through which its elements are changed in place. As
    /// [`as_mut_slice`](Self::as_mut_slice): plain stores, and saved first in a transaction.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, Ix2, NdArray};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let matrix = turn.put(&NdArray::<i32, Ix2>::zeros([2, 3])?)?;
    /// turn.get_mut(matrix)?.view_mut().column_mut(1).fill(7);
    /// assert_eq!(turn.get(matrix)?.as_slice(), [0, 7, 0, 0, 7, 0]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn view_mut(&mut self) -> ArrayViewMut<'_, T, D::Ndarray> {
        let shape = D::of(self.shape()).expect("the view has so many dimensions");
        ArrayViewMut::from_shape(shape, self.as_mut_slice()).expect("the shape was checked")
    }

    /// Replaces shape and elements by those of an array or view of the crate `ndarray`, whatever its strides, all or
    /// nothing. As [`assign`](Self::assign).
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for more than 64 dimensions. Nothing is changed
    /// then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, Ix2, NdArray};
    /// use ndarray::array;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let matrix = turn.put(&NdArray::<u8, Ix2>::default())?;
    /// turn.get_mut(matrix)?.assign_view(&array![[1, 2], [3, 4]].t())?;
    /// assert_eq!(turn.get(matrix)?.as_slice(), [1, 3, 2, 4]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn assign_view<S: Data<Elem = T>>(&mut self, array: &ArrayBase<S, D::Ndarray>) -> Result<(), Error> {
        self.assign_content(array.shape(), &Content::Written(&|to| write_to(array, to)))
    }
}

/// Copies the elements.
///
/// # Panics
/// For more than 64 dimensions.
impl<T: ArrayElement, N: ndarray::Dimension> From<ndarray::Array<T, N>> for Tensor {
    fn from(array: ndarray::Array<T, N>) -> Self {
        let shape = array.shape().to_vec();
        Tensor::from_vec(&shape, into_row_major(array)).expect("a tensor has at most 64 dimensions")
    }
}

/// Copies the elements. The error is [`Error::WrongKind`] for another type.
impl<T: ArrayElement> TryFrom<Tensor> for ArrayBase<OwnedRepr<T>, ndarray::IxDyn> {
    type Error = Error;
    fn try_from(tensor: Tensor) -> Result<Self, Error> {
        NdArray::<T, IxDyn>::try_from(tensor).map(Into::into)
    }
}

impl<'t> TensorRef<'t> {
    /// The tensor as a view of the crate `ndarray`, without a copy.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if the elements are of another type.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn view<T: ArrayElement>(self) -> Result<ArrayViewD<'t, T>, Error> {
        let elements = self.as_slice::<T>()?;
        Ok(ArrayView::from_shape(ndarray::IxDyn(self.shape()), elements).expect("the shape was checked"))
    }
}

impl TensorMut<'_> {
    /// The tensor as a view of the crate `ndarray` through which its elements are changed in place. As
    /// [`as_mut_slice`](Self::as_mut_slice).
    ///
    /// # Errors
    /// [`Error::WrongKind`] if the elements are of another type.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn view_mut<T: ArrayElement>(&mut self) -> Result<ArrayViewMutD<'_, T>, Error> {
        let shape = ndarray::IxDyn(self.shape());
        Ok(ArrayViewMut::from_shape(shape, self.as_mut_slice()?).expect("the shape was checked"))
    }

    /// Replaces type, shape and elements by those of an array or view of the crate `ndarray`, whatever its strides, all or
    /// nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for more than 64 dimensions. Nothing is changed
    /// then.
    pub fn assign_view<T, S, N>(&mut self, array: &ArrayBase<S, N>) -> Result<(), Error>
    where
        T: ArrayElement,
        S: Data<Elem = T>,
        N: ndarray::Dimension,
    {
        self.assign_content(T::DTYPE, array.shape(), &Content::Written(&|to| write_to(array, to)))
    }
}
