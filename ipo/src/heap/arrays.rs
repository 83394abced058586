//! Arrays that are made in the heap itself, so that a large one is never in memory twice.

use super::owner::TurnOwner;
use super::transaction::Tx;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::journal::Writer;
use crate::object::Handle;
use crate::types::nd::{ArrayKind, create};

fn zeros<A: ArrayKind>(writer: &Writer, form: &A::Form) -> Result<Handle<A>, Error> {
    // SAFETY: an array of the type and the number of dimensions that `A` says, made there and stored nowhere else.
    unsafe { writer.put_built(|| create::zeros::<A>(writer, form)) }
}

impl<O: TurnOwner> WriteTurn<'_, O> {
    /// Puts an array of zeros of that shape, without a copy of it in this process: to be filled where it lies, through its
    /// slice. An [`NdArray`](crate::NdArray) is made by its shape, a [`Tensor`](crate::Tensor) by its type and shape. All or
    /// nothing; in proportion to its size.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for a shape of more bytes than there are
    /// addresses, or of more than 64 dimensions.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{DType, Heap, Ix2, NdArray, Tensor};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let matrix = turn.put_zeros::<NdArray<f32, Ix2>>([200, 300])?;
    /// turn.get_mut(matrix)?.as_mut_slice()[..3].copy_from_slice(&[1.0, 2.0, 3.0]);
    /// assert_eq!(turn.get(matrix)?.get([0, 2]), Some(3.0));
    ///
    /// let image = turn.put_zeros::<Tensor>((DType::U8, vec![64, 64, 3]))?;
    /// assert_eq!(turn.get(image)?.as_bytes().len(), 12_288);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn put_zeros<A: ArrayKind>(&mut self, shape: impl Into<A::Form>) -> Result<Handle<A>, Error> {
        self.changing(|writer| zeros(writer, &shape.into()))
    }
}

impl Tx<'_> {
    /// As [`WriteTurn::put_zeros`].
    ///
    /// # Errors
    /// As there.
    pub fn put_zeros<A: ArrayKind>(&mut self, shape: impl Into<A::Form>) -> Result<Handle<A>, Error> {
        zeros(self.writer(), &shape.into())
    }
}

#[cfg(feature = "ndarray")]
mod of_ndarray {
    use ndarray::{ArrayBase, Data};

    use super::{Error, Handle, TurnOwner, Tx, WriteTurn, Writer, create};
    use crate::types::{ArrayElement, NdarrayCopy};

    fn copy<A, T, S, N>(writer: &Writer, array: &ArrayBase<S, N>) -> Result<Handle<A>, Error>
    where
        A: NdarrayCopy<T, N>,
        T: ArrayElement,
        S: Data<Elem = T>,
        N: ndarray::Dimension,
    {
        // SAFETY: an array of the elements' type and of the number of dimensions that `N` has, as `A` says; made there and
        // stored nowhere else.
        unsafe { writer.put_built(|| create::copy::<A, T, S, N>(writer, array)) }
    }

    impl<O: TurnOwner> WriteTurn<'_, O> {
        /// Puts an array or a view of the crate `ndarray`, whatever its strides, as an [`NdArray`](crate::NdArray) or as a
        /// [`Tensor`](crate::Tensor): its elements are written to the heap in row-major order, and copied nowhere else. All
        /// or nothing.
        ///
        /// # Errors
        /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for more than 64 dimensions.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::{Handle, Heap, Ix2, NdArray, Tensor};
        /// use ndarray::array;
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let numbers = array![[1, 2, 3], [4, 5, 6]];
        /// let turned: Handle<NdArray<i32, Ix2>> = turn.put_ndarray(&numbers.t())?;
        /// assert_eq!(turn.get(turned)?.as_slice(), [1, 4, 2, 5, 3, 6]);
        ///
        /// let tensor: Handle<Tensor> = turn.put_ndarray(&numbers)?;
        /// assert_eq!(turn.get(tensor)?.view::<i32>()?, numbers.view().into_dyn());
        /// # Ok::<(), ipo::Error>(())
        /// ```
        pub fn put_ndarray<A, T, S, N>(&mut self, array: &ArrayBase<S, N>) -> Result<Handle<A>, Error>
        where
            A: NdarrayCopy<T, N>,
            T: ArrayElement,
            S: Data<Elem = T>,
            N: ndarray::Dimension,
        {
            self.changing(|writer| copy(writer, array))
        }
    }

    impl Tx<'_> {
        /// As [`WriteTurn::put_ndarray`].
        ///
        /// # Errors
        /// As there.
        pub fn put_ndarray<A, T, S, N>(&mut self, array: &ArrayBase<S, N>) -> Result<Handle<A>, Error>
        where
            A: NdarrayCopy<T, N>,
            T: ArrayElement,
            S: Data<Elem = T>,
            N: ndarray::Dimension,
        {
            copy(self.writer(), array)
        }
    }
}
