//! The views of tensors.

use std::fmt;

use super::block::{self, Content, Parts};
use super::dimension::Dimension;
use super::dlpack::Dlpack;
use super::dtype::{ArrayElement, DType, are_elements};
use super::tensor::{Tensor, check_type};
use super::view::{NdArrayMut, NdArrayRef};
use crate::alloc::corrupt;
use crate::error::Error;
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::reads::reads;

/// A tensor in the heap, for reading: its elements are a slice there, aligned to 64 bytes, in row-major order.
///
/// # Example
///
/// ```
/// use ipo::{DType, Heap, Tensor};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let tensor = heap.write()?.put(&Tensor::from_vec(&[3], vec![0.5_f32, 1.5, 2.5])?)?;
/// let turn = heap.read()?;
/// let tensor = turn.get(tensor)?;
/// assert_eq!((tensor.dtype(), tensor.shape()), (DType::F32, &[3][..]));
/// assert_eq!(tensor.as_slice::<f32>()?, [0.5, 1.5, 2.5]);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct TensorRef<'t> {
    slot: SlotRef<'t, Tensor>,
}

impl<'t> TensorRef<'t> {
    #[inline]
    pub(super) fn new(slot: SlotRef<'t, Tensor>) -> Self {
        TensorRef { slot }
    }

    #[inline]
    fn parts(self) -> Parts<'t> {
        block::of_slot(self.slot, None, None)
    }

    #[cold]
    fn broken(self) -> ! {
        corrupt(self.slot.offset(), block::BROKEN)
    }
}

/// A tensor in the heap, to be changed in place. Other processes see the change in their next turn.
///
/// [`assign`](Self::assign), [`set_zeros`](Self::set_zeros) and [`reshape`](Self::reshape) are all or nothing. Slices, and
/// [`fill`](Self::fill), are plain stores: a death in the middle leaves what was written so far, unless a
/// [transaction](crate::WriteTurn::transaction) is open, which saves all elements when the slice is taken.
///
/// # Example
///
/// ```
/// use ipo::{DType, Heap, Tensor};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let tensor = turn.put(&Tensor::default())?;
///
/// let mut tensor = turn.get_mut(tensor)?;
/// tensor.set_zeros(DType::I64, &[8, 8])?; // in the heap, without a copy here
/// tensor.as_mut_slice::<i64>()?[63] = 7;
/// tensor.reshape(&[4, 4, 4])?;
/// assert_eq!((tensor.shape(), tensor.strides()), (&[4, 4, 4][..], &[16, 4, 1][..]));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct TensorMut<'t> {
    slot: SlotMut<'t, Tensor>,
}

impl<'t> TensorMut<'t> {
    #[inline]
    pub(super) fn new(slot: SlotMut<'t, Tensor>) -> Self {
        TensorMut { slot }
    }

    /// The same tensor for reading.
    #[inline]
    pub fn as_ref(&self) -> TensorRef<'_> {
        TensorRef { slot: self.slot.as_ref() }
    }

    /// The same tensor for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> TensorMut<'_> {
        TensorMut { slot: self.slot.reborrow() }
    }

    /// Saves the elements if a transaction is open.
    fn open(&mut self) -> Parts<'_> {
        let parts = self.as_ref().parts();
        parts.open(self.slot.writer());
        parts
    }

    /// The elements as a slice of the heap, in row-major order, without a copy; `u16` for the bits of floats of 16 bits. A
    /// death while it is written leaves what was written so far, unless a transaction is open. Of truth values, all are
    /// looked at first.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if they are of another type.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn as_mut_slice<T: ArrayElement>(&mut self) -> Result<&mut [T], Error> {
        let len = self.as_ref().as_slice::<T>()?.len();
        let parts = self.open();
        // SAFETY: `as_slice` saw `len` elements; they belong to this view alone, and any bytes that can be written through
        // `&mut T` are elements.
        Ok(unsafe { std::slice::from_raw_parts_mut(parts.data.as_ptr().cast(), len) })
    }

    /// The same tensor as an array of that type and number of dimensions, to be changed.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if the elements are of another type, [`Error::ShapeMismatch`] for another number of dimensions.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn as_ndarray_mut<T: ArrayElement, D: Dimension>(&mut self) -> Result<NdArrayMut<'_, T, D>, Error> {
        self.as_ref().as_ndarray::<T, D>()?;
        Ok(NdArrayMut::new(self.slot.reborrow()))
    }

    /// The elements as a DLPack tensor that others may write to. In a transaction all of them are saved first.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn as_dlpack_mut(&mut self) -> Dlpack<'_> {
        self.open();
        self.as_ref().as_dlpack()
    }

    /// Overwrites every element. A death in the middle leaves some of the old ones, unless a transaction is open.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if they are of another type.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn fill<T: ArrayElement>(&mut self, value: T) -> Result<(), Error> {
        self.as_mut_slice()?.fill(value);
        Ok(())
    }

    /// Replaces type, shape and elements, all or nothing. A long tensor gets a new block: both are there for a moment. Only
    /// where there is no space for that, and the new one is as long, the old bytes go to the journal.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; nothing is changed then.
    pub fn assign(&mut self, value: &Tensor) -> Result<(), Error> {
        self.assign_content(value.dtype(), value.shape(), &Content::Bytes(value.as_bytes()))
    }

    /// As [`assign`](Self::assign); copies the old tensor out.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
    pub fn replace(&mut self, value: &Tensor) -> Result<Tensor, Error> {
        let old = self.as_ref().load();
        self.assign(value)?;
        Ok(old)
    }

    /// Makes it a tensor of that type and shape and of zeros, all or nothing: in the heap, without a copy of it in this
    /// process.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; [`Error::TooLarge`] for a shape of more bytes than there are
    /// addresses. Nothing is changed then.
    pub fn set_zeros(&mut self, dtype: DType, shape: &[usize]) -> Result<(), Error> {
        self.assign_content(dtype, shape, &Content::Zeros)
    }

    /// Gives the elements another shape of as many elements, all or nothing. They stay where they are; only where the
    /// lengths of more dimensions than before do not fit behind them, the whole moves.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for another number of elements, [`Error::TooLarge`]; [`Error::JournalFull`],
    /// [`Error::OutOfSpace`].
    pub fn reshape(&mut self, shape: &[usize]) -> Result<(), Error> {
        // SAFETY: a SlotMut of a tensor is a live array slot that nobody else uses.
        unsafe { block::reshape(self.slot.ptr(), self.slot.writer(), None, shape) }
    }

    pub(super) fn assign_content(&mut self, dtype: DType, shape: &[usize], content: &Content<'_>) -> Result<(), Error> {
        // SAFETY: a SlotMut of a tensor is a live array slot that nobody else uses. The content is not in its block: it
        // would borrow from this view.
        unsafe { block::assign(self.slot.ptr(), self.slot.writer(), dtype, shape, content) }
    }
}

reads! {
    impl['t;] TensorRef, TensorMut [] {
        /// The elements' type.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no tensor.
        fn dtype() -> DType = |this| this.parts().layout.dtype;
        /// The length of each dimension.
        fn shape() -> &'t [usize] = |this| this.parts().shape().unwrap_or_else(|| this.broken());
        /// For each dimension, how many elements lie between two neighbours in it.
        fn strides() -> &'t [usize] = |this| this.parts().steps().unwrap_or_else(|| this.broken());
        /// The number of dimensions.
        fn ndim() -> usize = |this| this.parts().layout.ndim;
        /// The number of elements.
        fn len() -> usize = |this| this.parts().layout.len;
        /// Whether there are none.
        fn is_empty() -> bool = |this| this.len() == 0;
        /// The elements' bytes in the heap, in row-major order. Of truth values, all are looked at first.
        fn as_bytes() -> &'t [u8] = |this| {
            let Parts { layout, data, .. } = this.parts();
            // SAFETY: `parts` checked that so many bytes are there; nobody changes them for 't.
            let bytes = unsafe { std::slice::from_raw_parts(data.as_ptr(), layout.bytes as usize) };
            if are_elements(layout.dtype, bytes) { bytes } else { this.broken() }
        };
        /// The elements as a slice of the heap, in row-major order, without a copy; `u16` for the bits of floats of 16 bits.
        ///
        /// # Errors
        /// [`Error::WrongKind`] if they are of another type.
        fn as_slice[T: ArrayElement]() -> Result<&'t [T], Error> = |this| {
            let layout = this.parts().layout;
            check_type::<T>(layout.dtype)?;
            // SAFETY: as many bytes as `len` elements, which they are (`as_bytes` looked), aligned to 64.
            Ok(unsafe { std::slice::from_raw_parts(this.as_bytes().as_ptr().cast(), layout.len) })
        };
        /// Copies the elements, in row-major order, into a buffer of as many.
        ///
        /// # Errors
        /// [`Error::WrongKind`] if they are of another type; [`Error::BufferLength`] if the buffer is shorter or longer.
        /// Nothing is copied then.
        ///
        /// # Example
        ///
        /// ```
        /// use ipo::{DType, Error, Heap, Tensor};
        ///
        /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        /// let mut turn = heap.write()?;
        /// let tensor = turn.put_zeros::<Tensor>((DType::F32, vec![2, 3]))?;
        /// let mut buffer = [1.0_f32; 6];
        /// turn.get(tensor)?.copy_to_slice(&mut buffer)?;
        /// assert_eq!(buffer, [0.0; 6]);
        ///
        /// let short = turn.get(tensor)?.copy_to_slice(&mut buffer[1..]).unwrap_err();
        /// assert_eq!(short.to_string(), "a buffer of 5 elements where an array of the shape [2, 3] has 6");
        /// # Ok::<(), ipo::Error>(())
        /// ```
        fn copy_to_slice[T: ArrayElement](buffer: &mut [T]) -> Result<(), Error> = |this| {
            let elements = this.as_slice::<T>()?;
            block::suits(this.shape(), elements.len(), buffer.len(), "elements")?;
            buffer.copy_from_slice(elements);
            Ok(())
        };
        /// The same tensor as an array of that type and number of dimensions.
        ///
        /// # Errors
        /// [`Error::WrongKind`] if the elements are of another type, [`Error::ShapeMismatch`] for another number of
        /// dimensions.
        fn as_ndarray[T: ArrayElement, D: Dimension]() -> Result<NdArrayRef<'t, T, D>, Error> = |this| {
            let layout = this.parts().layout;
            if layout.dtype != T::DTYPE {
                return Err(Error::WrongKind { expected: T::DTYPE.name(), found: layout.dtype.name() });
            }
            if D::NDIM.is_some_and(|ndim| ndim != layout.ndim) {
                return Err(block::disagree(D::empty().as_ref(), this.shape()));
            }
            Ok(NdArrayRef::new(this.slot))
        };
        /// The elements as a DLPack tensor, for reading. It allocates the lengths and strides that it refers to.
        fn as_dlpack() -> Dlpack<'t> = |this| {
            // Looks at truth values. Not its pointer: this one may be written through, where the view may be.
            this.as_bytes();
            Dlpack::new(&this.parts(), this.shape(), this.strides())
        };
        /// The tensor, copied out of the heap.
        fn load() -> Tensor = |this| match Tensor::from_bytes(this.dtype(), this.shape(), this.as_bytes()) {
            Ok(tensor) => tensor,
            Err(_) => this.broken(),
        };
    }
}

impl fmt::Debug for TensorRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} × {}", self.shape(), self.dtype())
    }
}

impl fmt::Debug for TensorMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

/// Equal if type, shape and bytes are.
impl PartialEq for TensorRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.dtype(), self.shape(), self.as_bytes()) == (other.dtype(), other.shape(), other.as_bytes())
    }
}

impl PartialEq<Tensor> for TensorRef<'_> {
    fn eq(&self, other: &Tensor) -> bool {
        (self.dtype(), self.shape(), self.as_bytes()) == (other.dtype(), other.shape(), other.as_bytes())
    }
}
