//! The views of arrays whose type the program names.

use std::fmt;
use std::marker::PhantomData;

use super::block::{self, Content, Parts};
use super::dimension::{Dimension, place};
use super::dtype::{ArrayElement, are_elements, bytes_of};
use super::plain::NdArray;
use super::tensor::Tensor;
use super::tensor_view::TensorRef;
use crate::alloc::corrupt;
use crate::error::Error;
use crate::object::shared::Plain;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::reads::reads;

/// An array in the heap, for reading: its elements are a slice there, aligned to 64 bytes, in row-major order.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Ix2, NdArray};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let matrix = NdArray::<f32, Ix2>::from_vec([2, 3], vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
/// let matrix = heap.write()?.put(&matrix)?;
///
/// let turn = heap.read()?;
/// let matrix = turn.get(matrix)?;
/// assert_eq!((matrix.shape(), matrix.strides()), (&[2, 3][..], &[3, 1][..]));
/// assert_eq!((matrix.get([1, 0]), matrix.get([2, 0])), (Some(4.0), None));
/// assert_eq!(matrix.as_slice().iter().sum::<f32>(), 21.0);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct NdArrayRef<'t, T: ArrayElement, D: Dimension> {
    /// An array lies as a tensor of its type lies.
    slot: SlotRef<'t, Tensor>,
    kind: PhantomData<fn() -> (T, D)>,
}

impl<T: ArrayElement, D: Dimension> Clone for NdArrayRef<'_, T, D> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ArrayElement, D: Dimension> Copy for NdArrayRef<'_, T, D> {}

impl<'t, T: ArrayElement, D: Dimension> NdArrayRef<'t, T, D> {
    #[inline]
    pub(super) fn new(slot: SlotRef<'t, Tensor>) -> Self {
        NdArrayRef { slot, kind: PhantomData }
    }

    #[inline]
    fn parts(self) -> Parts<'t> {
        block::of_slot(self.slot, Some(T::DTYPE), D::NDIM)
    }

    #[cold]
    fn broken(self) -> ! {
        corrupt(self.slot.offset(), block::BROKEN)
    }
}

/// An array in the heap, to be changed in place. Other processes see the change in their next turn.
///
/// [`assign`](Self::assign), [`set_zeros`](Self::set_zeros), [`reshape`](Self::reshape) and [`set`](Self::set) are all or
/// nothing. Slices, and [`fill`](Self::fill), are plain stores: a death in the middle leaves what was written so far, unless
/// a [transaction](crate::WriteTurn::transaction) is open, which saves all elements when the slice is taken.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Ix2, NdArray};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let matrix = turn.put(&NdArray::<i32, Ix2>::default())?;
///
/// let mut matrix = turn.get_mut(matrix)?;
/// matrix.set_zeros([100, 200])?; // in the heap, without a copy here
/// matrix.set([99, 199], 5)?;
/// matrix.as_mut_slice()[..3].copy_from_slice(&[1, 2, 3]);
/// matrix.reshape([200, 100])?;
/// assert_eq!((matrix.get([0, 2]), matrix.get([199, 99])), (Some(3), Some(5)));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct NdArrayMut<'t, T: ArrayElement, D: Dimension> {
    slot: SlotMut<'t, Tensor>,
    kind: PhantomData<fn() -> (T, D)>,
}

impl<'t, T: ArrayElement, D: Dimension> NdArrayMut<'t, T, D> {
    #[inline]
    pub(super) fn new(slot: SlotMut<'t, Tensor>) -> Self {
        NdArrayMut { slot, kind: PhantomData }
    }

    /// The same array for reading.
    #[inline]
    pub fn as_ref(&self) -> NdArrayRef<'_, T, D> {
        NdArrayRef::new(self.slot.as_ref())
    }

    /// The same array for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> NdArrayMut<'_, T, D> {
        NdArrayMut::new(self.slot.reborrow())
    }

    /// The elements as a slice of the heap, in row-major order, without a copy. A death while it is written leaves what
    /// was written so far, unless a transaction is open. Of `bool` elements, all are looked at first.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        self.reborrow().into_mut_slice()
    }

    /// As [`as_mut_slice`](Self::as_mut_slice), for all of the view's time: so that slices of several fields can be
    /// written at once.
    ///
    /// # Panics
    /// As there.
    #[inline]
    pub fn into_mut_slice(self) -> &'t mut [T] {
        let (writer, view) = (self.slot.writer(), NdArrayRef::<T, D>::new(self.slot.into_ref()));
        let (parts, len) = (view.parts(), view.as_slice().len());
        parts.open(writer);
        // SAFETY: `as_slice` saw `len` elements; they belong to this view alone, which is used up, and any bytes that can be
        // written through `&mut T` are elements.
        unsafe { std::slice::from_raw_parts_mut(parts.data.as_ptr().cast(), len) }
    }

    /// The number at an index, to be changed in place.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    #[inline]
    pub fn get_mut(&mut self, index: D::Index<'_>) -> Option<&mut T>
    where
        T: Plain,
    {
        let parts = self.as_ref().parts();
        let at = place(parts.lengths(), index.as_ref()).filter(|&at| at < parts.layout.len)?;
        // SAFETY: below the length, so inside the block, which belongs to this view alone; any bytes are a number (Plain).
        // In a transaction it is saved first.
        unsafe {
            let element = parts.data.as_ptr().cast::<T>().add(at);
            self.slot.writer().opening(element.cast(), size_of::<T>());
            Some(&mut *element)
        }
    }

    /// Overwrites the element at an index, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] with the first place that is outside, and the length of its dimension;
    /// [`Error::ShapeMismatch`] for an index of another number of dimensions. [`Error::JournalFull`] for elements of more
    /// than 8 bytes.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    #[inline]
    pub fn set(&mut self, index: D::Index<'_>, value: T) -> Result<(), Error> {
        let (parts, writer) = (self.as_ref().parts(), self.slot.writer());
        let Some(at) = place(parts.lengths(), index.as_ref()).filter(|&at| at < parts.layout.len) else {
            return Err(outside(self.as_ref().shape(), index.as_ref()));
        };
        // SAFETY: below the length, so inside the block, which belongs to this view alone. One aligned store, or the old
        // bytes are saved.
        unsafe {
            let element = parts.data.cast::<T>().add(at);
            writer.opening(element.as_ptr().cast(), size_of::<T>());
            if size_of::<T>() > 8 {
                return writer.scope(|| writer.write_logged(element, value));
            }
            element.as_ptr().write(value);
        }
        Ok(())
    }

    /// Overwrites every element. A death in the middle leaves some of the old ones, unless a transaction is open.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    pub fn fill(&mut self, value: T) {
        self.as_mut_slice().fill(value);
    }

    /// Replaces shape and elements, all or nothing. A long array gets a new block: both are there for a moment. Only where
    /// there is no space for that, and the new array is as long, the old bytes go to the journal.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; nothing is changed then.
    pub fn assign(&mut self, value: &NdArray<T, D>) -> Result<(), Error> {
        self.assign_content(value.shape(), &Content::Bytes(bytes_of(value.as_slice())))
    }

    /// As [`assign`](Self::assign); copies the old array out.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this type.
    pub fn replace(&mut self, value: &NdArray<T, D>) -> Result<NdArray<T, D>, Error> {
        let old = self.as_ref().load();
        self.assign(value)?;
        Ok(old)
    }

    /// Makes it an array of that shape and of zeros, all or nothing: in the heap, without a copy of it in this process. So
    /// a large array is made where it is a part of something; one that is an object by itself, by
    /// [`put_zeros`](crate::WriteTurn::put_zeros).
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for a shape of more bytes than there are
    /// addresses. Nothing is changed then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, IxDyn, NdArray};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let volume = turn.put(&NdArray::<u8, IxDyn>::default())?;
    /// let mut volume = turn.get_mut(volume)?;
    /// volume.set_zeros([40, 50, 60])?;
    /// assert_eq!((volume.len(), volume.ndim()), (120_000, 3));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn set_zeros(&mut self, shape: impl Into<D::Shape>) -> Result<(), Error> {
        self.assign_content(shape.into().as_ref(), &Content::Zeros)
    }

    /// Gives the elements another shape of as many elements, all or nothing. They stay where they are; only where the
    /// lengths of more dimensions than before do not fit behind them, the whole moves.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for another number of elements, [`Error::TooLarge`]; [`Error::JournalFull`],
    /// [`Error::OutOfSpace`].
    pub fn reshape(&mut self, shape: impl Into<D::Shape>) -> Result<(), Error> {
        // SAFETY: a SlotMut of an array is a live array slot that nobody else uses.
        unsafe { block::reshape(self.slot.ptr(), self.slot.writer(), Some(T::DTYPE), shape.into().as_ref()) }
    }

    pub(super) fn assign_content(&mut self, shape: &[usize], content: &Content<'_>) -> Result<(), Error> {
        // SAFETY: a SlotMut of an array is a live array slot that nobody else uses. The content is not in its block: it
        // would borrow from this view.
        unsafe { block::assign(self.slot.ptr(), self.slot.writer(), T::DTYPE, shape, content) }
    }
}

/// Why there is no element at that index.
#[cold]
fn outside(shape: &[usize], index: &[usize]) -> Error {
    if shape.len() != index.len() {
        return block::disagree(shape, index);
    }
    let axis = index.iter().zip(shape).find(|(at, len)| at >= len);
    axis.map_or_else(|| block::disagree(shape, index), |(&index, &len)| Error::OutOfBounds { index, len })
}

reads! {
    impl['t; T: ArrayElement, D: Dimension] NdArrayRef, NdArrayMut [T, D] {
        /// The length of each dimension.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no array of this
        /// type.
        fn shape() -> &'t [usize] = |this| this.parts().shape().unwrap_or_else(|| this.broken());
        /// For each dimension, how many elements lie between two neighbours in it.
        fn strides() -> &'t [usize] = |this| this.parts().steps().unwrap_or_else(|| this.broken());
        /// The number of dimensions.
        fn ndim() -> usize = |this| this.parts().layout.ndim;
        /// The number of elements.
        fn len() -> usize = |this| this.parts().layout.len;
        /// Whether there are none.
        fn is_empty() -> bool = |this| this.len() == 0;
        /// The element at an index: `[i, j]` in a matrix, `&[i, j]` where the number of dimensions is not part of the type.
        fn get(index: D::Index<'_>) -> Option<T> = |this| {
            let parts = this.parts();
            let at = place(parts.lengths(), index.as_ref()).filter(|&at| at < parts.layout.len)?;
            // SAFETY: below the length, so `size_of::<T>()` bytes inside the block are readable. They are looked at before
            // they become a `T`.
            unsafe {
                let element = parts.data.as_ptr().cast::<T>().add(at);
                if !are_elements(T::DTYPE, std::slice::from_raw_parts(element.cast(), size_of::<T>())) {
                    this.broken();
                }
                Some(element.read())
            }
        };
        /// The elements as a slice of the heap, in row-major order, without a copy. Of `bool` elements, all are looked at
        /// first.
        fn as_slice() -> &'t [T] = |this| {
            let parts = this.parts();
            // SAFETY: `parts` checked that so many bytes are there, aligned; nobody changes them for 't.
            let bytes = unsafe { std::slice::from_raw_parts(parts.data.as_ptr(), parts.layout.bytes as usize) };
            if !are_elements(T::DTYPE, bytes) {
                this.broken();
            }
            // SAFETY: as above; the bytes are elements of this type.
            unsafe { std::slice::from_raw_parts(parts.data.as_ptr().cast(), parts.layout.len) }
        };
        /// Copies the elements, in row-major order, into a buffer of as many.
        ///
        /// # Errors
        /// [`Error::BufferLength`] if the buffer is shorter or longer; nothing is copied then.
        fn copy_to_slice(buffer: &mut [T]) -> Result<(), Error> = |this| {
            let elements = this.as_slice();
            block::suits(this.shape(), elements.len(), buffer.len(), "elements")?;
            buffer.copy_from_slice(elements);
            Ok(())
        };
        /// The same array as one whose type is known at run time only.
        fn as_tensor() -> TensorRef<'t> = |this| TensorRef::new(this.slot);
        /// The array, copied out of the heap.
        fn load() -> NdArray<T, D> = |this| {
            let shape = D::shape_of(this.shape()).unwrap_or_else(|| this.broken());
            NdArray::from_parts(shape, this.as_slice().to_vec())
        };
    }
}

impl<T: ArrayElement, D: Dimension> fmt::Debug for NdArrayRef<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} × {}", self.shape(), T::DTYPE)
    }
}

impl<T: ArrayElement, D: Dimension> fmt::Debug for NdArrayMut<'_, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

/// Equal if shape and elements are.
impl<T: ArrayElement, D: Dimension> PartialEq for NdArrayRef<'_, T, D> {
    fn eq(&self, other: &Self) -> bool {
        self.shape() == other.shape() && self.as_slice() == other.as_slice()
    }
}

impl<T: ArrayElement, D: Dimension> PartialEq<NdArray<T, D>> for NdArrayRef<'_, T, D> {
    fn eq(&self, other: &NdArray<T, D>) -> bool {
        self.shape() == other.shape() && self.as_slice() == other.as_slice()
    }
}
