//! `Tensor`: an array whose type and number of dimensions are known at run time only.

use std::fmt;

use super::block::{self, count};
use super::dimension::{Dimension, row_major};
use super::dtype::{ArrayElement, DType, are_elements, bytes_of};
use super::plain::NdArray;
use crate::error::Error;

/// Bytes that `Debug` prints.
const SHOWN: usize = 64;

/// An array of any type and shape, in row-major order: what a program takes that does not know before what it will get.
///
/// This is the plain Rust side; in the heap, [`TensorRef`](crate::TensorRef) and [`TensorMut`](crate::TensorMut) give the
/// elements in place, aligned to 64 bytes, and as [DLPack](crate::dlpack) pointers for other programs' tensors. Reading
/// elements checks the type. Two tensors are equal if their types, shapes and bytes are.
///
/// # Example
///
/// ```
/// use ipo::{DType, Error, Heap, Ix2, NdArray, Tensor};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let tensor = turn.put(&Tensor::from_vec(&[2, 2], vec![1_i32, 2, 3, 4])?)?;
///
/// let mut tensor = turn.get_mut(tensor)?;
/// match tensor.dtype() {
///     DType::I32 => tensor.as_mut_slice::<i32>()?.iter_mut().for_each(|n| *n += 10),
///     other => panic!("no arithmetic for {other}"),
/// }
/// assert!(matches!(tensor.as_slice::<f32>(), Err(Error::WrongKind { found: "i32", .. })));
/// assert_eq!(tensor.as_ndarray::<i32, Ix2>()?.get([1, 0]), Some(13)); // the same bytes
///
/// let copy = NdArray::<i32, Ix2>::try_from(tensor.load())?;
/// assert_eq!(copy.as_slice(), [11, 12, 13, 14]);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Tensor {
    dtype: DType,
    shape: Vec<usize>,
    /// The elements' bytes, and zeros behind them. Words, so that the elements are aligned.
    words: Box<[u64]>,
}

impl Tensor {
    /// A tensor of zeros. Large ones are better made in the heap: by [`put_zeros`](crate::WriteTurn::put_zeros), or by
    /// [`set_zeros`](crate::TensorMut::set_zeros) on an empty one.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for a shape of more than `isize::MAX` bytes, lengths of 0 counted as 1, or of more than 64
    /// dimensions.
    pub fn zeros(dtype: DType, shape: &[usize]) -> Result<Tensor, Error> {
        let bytes = count(shape, dtype)? * dtype.size();
        Ok(Tensor { dtype, shape: shape.to_vec(), words: vec![0; bytes.div_ceil(8)].into() })
    }

    /// A tensor of that shape, with a copy of these elements in row-major order.
    ///
    /// # Errors
    /// [`Error::BufferLength`] if there are not as many as the shape says; [`Error::TooLarge`], as
    /// [`zeros`](Self::zeros).
    pub fn from_slice<T: ArrayElement>(shape: &[usize], elements: &[T]) -> Result<Tensor, Error> {
        block::check_len(shape, T::DTYPE, elements.len())?;
        let mut tensor = Tensor::zeros(T::DTYPE, shape)?;
        tensor.bytes_mut().copy_from_slice(bytes_of(elements));
        Ok(tensor)
    }

    /// As [`from_slice`](Self::from_slice), from a vector.
    ///
    /// # Errors
    /// As there.
    pub fn from_vec<T: ArrayElement>(shape: &[usize], elements: Vec<T>) -> Result<Tensor, Error> {
        Tensor::from_slice(shape, &elements)
    }

    /// A tensor of that type and shape, with a copy of these bytes: elements in row-major order, in the machine's byte
    /// order.
    ///
    /// # Errors
    /// [`Error::BufferLength`] if there are not as many as type and shape say, counted in bytes;
    /// [`Error::WrongKind`] for truth values that are neither 0 nor 1; [`Error::TooLarge`], as [`zeros`](Self::zeros).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{DType, Tensor};
    ///
    /// // Numbers that Rust has no type for are given, and read, as their bits.
    /// let halves = Tensor::from_bytes(DType::F16, &[2], &[0x00, 0x3C, 0x00, 0xC0])?;
    /// assert_eq!(halves.as_slice::<u16>()?, [0x3C00, 0xC000]); // 1.0 and -2.0
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn from_bytes(dtype: DType, shape: &[usize], bytes: &[u8]) -> Result<Tensor, Error> {
        block::suits(shape, count(shape, dtype)? * dtype.size(), bytes.len(), "bytes")?;
        if !are_elements(dtype, bytes) {
            return Err(Error::WrongKind { expected: "truth values of 0 and 1", found: "other bytes" });
        }
        let mut tensor = Tensor::zeros(dtype, shape)?;
        tensor.bytes_mut().copy_from_slice(bytes);
        Ok(tensor)
    }

    /// The elements' type.
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The length of each dimension.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// For each dimension, how many elements lie between two neighbours in it.
    pub fn strides(&self) -> Vec<usize> {
        let mut strides = vec![0; self.ndim()];
        row_major(&self.shape, |axis, step| strides[axis] = step);
        strides
    }

    /// The number of dimensions.
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shape.contains(&0)
    }

    /// The elements' bytes, in row-major order.
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the words hold that many bytes, which are initialised.
        unsafe { std::slice::from_raw_parts(self.words.as_ptr().cast(), self.len() * self.dtype.size()) }
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        let bytes = self.len() * self.dtype.size();
        // SAFETY: as in `as_bytes`; any bytes are words.
        unsafe { std::slice::from_raw_parts_mut(self.words.as_mut_ptr().cast(), bytes) }
    }

    /// The elements in row-major order; `u16` for the bits of floats of 16 bits.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if they are of another type.
    pub fn as_slice<T: ArrayElement>(&self) -> Result<&[T], Error> {
        check_type::<T>(self.dtype)?;
        // SAFETY: the words hold that many elements of this type, which are aligned to at most 8 bytes.
        Ok(unsafe { std::slice::from_raw_parts(self.words.as_ptr().cast(), self.len()) })
    }

    /// As [`as_slice`](Self::as_slice), to be changed.
    ///
    /// # Errors
    /// As there.
    pub fn as_mut_slice<T: ArrayElement>(&mut self) -> Result<&mut [T], Error> {
        check_type::<T>(self.dtype)?;
        let len = self.len();
        // SAFETY: as in `as_slice`; any elements are words.
        Ok(unsafe { std::slice::from_raw_parts_mut(self.words.as_mut_ptr().cast(), len) })
    }
}

/// Whether elements of that type can be read as `T`s.
pub(super) fn check_type<T: ArrayElement>(dtype: DType) -> Result<(), Error> {
    if T::reads(dtype) { Ok(()) } else { Err(Error::WrongKind { expected: T::DTYPE.name(), found: dtype.name() }) }
}

/// Without elements: one dimension of the length 0, of `f64`.
impl Default for Tensor {
    fn default() -> Tensor {
        Tensor { dtype: DType::F64, shape: vec![0], words: Box::default() }
    }
}

/// Shows type, shape, and the first bytes.
impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.as_bytes();
        write!(f, "{:?} × {} ", self.shape, self.dtype)?;
        bytes.iter().take(SHOWN).try_for_each(|byte| write!(f, "{byte:02x}"))?;
        if bytes.len() > SHOWN { f.write_str("..") } else { Ok(()) }
    }
}

/// Copies the elements.
impl<T: ArrayElement, D: Dimension> From<&NdArray<T, D>> for Tensor {
    fn from(array: &NdArray<T, D>) -> Tensor {
        let elements = bytes_of(array.as_slice());
        let words = vec![0; elements.len().div_ceil(8)].into();
        let mut tensor = Tensor { dtype: T::DTYPE, shape: array.shape().to_vec(), words };
        tensor.bytes_mut().copy_from_slice(elements);
        tensor
    }
}

/// Copies the elements.
impl<T: ArrayElement, D: Dimension> From<NdArray<T, D>> for Tensor {
    fn from(array: NdArray<T, D>) -> Tensor {
        Tensor::from(&array)
    }
}

/// Copies the elements. The error is [`Error::WrongKind`] for another type, [`Error::ShapeMismatch`] for another number of
/// dimensions.
impl<T: ArrayElement, D: Dimension> TryFrom<&Tensor> for NdArray<T, D> {
    type Error = Error;
    fn try_from(tensor: &Tensor) -> Result<Self, Error> {
        let elements = tensor.as_slice::<T>()?;
        let shape = D::shape_of(tensor.shape()).ok_or_else(|| block::disagree(D::empty().as_ref(), tensor.shape()))?;
        Ok(NdArray::from_parts(shape, elements.to_vec()))
    }
}

/// Copies the elements; as from `&Tensor`.
impl<T: ArrayElement, D: Dimension> TryFrom<Tensor> for NdArray<T, D> {
    type Error = Error;
    fn try_from(tensor: Tensor) -> Result<Self, Error> {
        NdArray::try_from(&tensor)
    }
}
