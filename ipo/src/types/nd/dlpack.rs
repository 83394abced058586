//! Tensors as DLPack has them: how numerical programs and libraries show each other memory that holds numbers.
//!
//! A [`Dlpack`] is a tensor of the heap in that form, for as long as its view lasts;
//! [`Tensor::from_dlpack`](crate::Tensor::from_dlpack) copies one of another library in. The structs are those of
//! `include/dlpack/dlpack.h`, major version 1, in the repository <https://github.com/dmlc/dlpack>.

use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::null_mut;

use super::block::{MAX_DIMENSIONS, Parts};
use super::dimension::row_major;
use super::dtype::{DType, are_elements};
use super::tensor::Tensor;
use crate::error::Error;

/// `DLDevice`: where the numbers lie.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DLDevice {
    /// 1 for the memory of the CPU ([`CPU`]).
    pub device_type: i32,
    /// Which of several; 0 for the CPU.
    pub device_id: i32,
}

/// `DLDataType`: what the numbers are.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DLDataType {
    /// 0 for integers, 1 for those without a sign, 2 for floats, 4 for bfloat16, 5 for complex numbers, 6 for truth values.
    pub code: u8,
    /// Bits of one number.
    pub bits: u8,
    /// Numbers of one element: 1 here.
    pub lanes: u16,
}

/// `DLTensor`: a view of numbers that somebody else owns.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct DLTensor {
    /// The first element; null if there are none.
    pub data: *mut c_void,
    /// Where they lie.
    pub device: DLDevice,
    /// The number of dimensions.
    pub ndim: i32,
    /// The elements' type.
    pub dtype: DLDataType,
    /// The length of each dimension.
    pub shape: *mut i64,
    /// For each dimension, how many elements lie between two neighbours; null for row-major order.
    pub strides: *mut i64,
    /// Bytes from `data` to the first element.
    pub byte_offset: u64,
}

// The structs' layout in C, on 64-bit machines.
const _: () = assert!(
    size_of::<DLDevice>() == 8
        && size_of::<DLDataType>() == 4
        && size_of::<DLTensor>() == 48
        && std::mem::offset_of!(DLTensor, ndim) == 16
        && std::mem::offset_of!(DLTensor, dtype) == 20
        && std::mem::offset_of!(DLTensor, shape) == 24
        && std::mem::offset_of!(DLTensor, byte_offset) == 40
);

/// The memory of the CPU, as a [`DLDevice`] names it (`kDLCPU`).
pub const CPU: DLDevice = DLDevice { device_type: 1, device_id: 0 };

/// Each type's code and bits (`DLDataTypeCode`).
const TYPES: [(DType, u8, u8); 15] = [
    (DType::I8, 0, 8),
    (DType::I16, 0, 16),
    (DType::I32, 0, 32),
    (DType::I64, 0, 64),
    (DType::U8, 1, 8),
    (DType::U16, 1, 16),
    (DType::U32, 1, 32),
    (DType::U64, 1, 64),
    (DType::F16, 2, 16),
    (DType::F32, 2, 32),
    (DType::F64, 2, 64),
    (DType::BF16, 4, 16),
    (DType::Complex64, 5, 64),
    (DType::Complex128, 5, 128),
    (DType::Bool, 6, 8),
];

/// A tensor in the heap in DLPack's form. What it points to is valid for `'t`, the time of the view that it was made of;
/// whoever gets the pointer must be done with it by then.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Tensor};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let tensor = turn.put(&Tensor::from_vec(&[2, 3], vec![1.5_f32; 6])?)?;
///
/// let view = turn.get(tensor)?;
/// let shown = view.as_dlpack();
/// assert_eq!((shown.tensor().ndim, shown.tensor().dtype.bits), (2, 32));
/// assert_eq!(shown.tensor().data as usize % 64, 0);
/// // SAFETY: `shown` lives, and nobody changes what it points to.
/// let copy = unsafe { Tensor::from_dlpack(shown.as_ptr()) }?;
/// assert!(view == copy);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Dlpack<'t> {
    tensor: DLTensor,
    /// What `shape` and `strides` point to: lengths, then steps.
    dims: Box<[i64]>,
    life: PhantomData<&'t mut [u8]>,
}

impl<'t> Dlpack<'t> {
    pub(super) fn new(parts: &Parts<'t>, shape: &[usize], strides: &[usize]) -> Self {
        // Below `isize::MAX`, as the shape was checked.
        let mut dims: Box<[i64]> = shape.iter().chain(strides).map(|&n| n as i64).collect();
        let shape_ptr = dims.as_mut_ptr();
        let dtype = parts.layout.dtype;
        let (code, bits) = TYPES.iter().find(|known| known.0 == dtype).map_or((3, 0), |known| (known.1, known.2));
        let tensor = DLTensor {
            data: if parts.layout.len == 0 { null_mut() } else { parts.data.as_ptr().cast() },
            device: CPU,
            ndim: shape.len() as i32,
            dtype: DLDataType { code, bits, lanes: 1 },
            shape: shape_ptr,
            strides: shape_ptr.wrapping_add(shape.len()),
            byte_offset: 0,
        };
        Dlpack { tensor, dims, life: PhantomData }
    }

    /// The struct. Its pointers are valid as long as this value lives.
    pub fn tensor(&self) -> &DLTensor {
        &self.tensor
    }

    /// The struct's address, for C. Valid until this value is moved or dropped. Only what
    /// [`as_dlpack_mut`](crate::TensorMut::as_dlpack_mut) gave may be written to, and truth values only 0 and 1.
    pub fn as_ptr(&self) -> *const DLTensor {
        &self.tensor
    }
}

impl fmt::Debug for Dlpack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dlpack({:?}, {:?})", &self.dims[..self.dims.len() / 2], self.tensor.dtype)
    }
}

fn refused(found: &'static str) -> Error {
    Error::WrongKind { expected: "a DLPack tensor that can be copied", found }
}

impl Tensor {
    /// Copies a tensor of another library in, into row-major order.
    ///
    /// # Errors
    /// [`Error::WrongKind`] for a null pointer, another device than the CPU, an element type that has no [`DType`], several
    /// lanes, a negative length, and truth values that are neither 0 nor 1; [`Error::TooLarge`] for too many dimensions or
    /// bytes.
    ///
    /// # Safety
    /// `tensor` is null, or points to a `DLTensor` of DLPack's major version 1 that is as it says: `shape`, and `strides` if
    /// it is not null, hold `ndim` numbers, and every element that they name can be read at `data` and nobody writes to it
    /// meanwhile.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::dlpack::{CPU, DLDataType, DLTensor};
    /// use ipo::{DType, Tensor};
    ///
    /// // Column-major, as some libraries have it: two rows of three.
    /// let mut numbers = [1_i32, 4, 2, 5, 3, 6];
    /// let (mut shape, mut strides) = ([2, 3], [1, 2]);
    /// let theirs = DLTensor {
    ///     data: numbers.as_mut_ptr().cast(),
    ///     device: CPU,
    ///     ndim: 2,
    ///     dtype: DLDataType { code: 0, bits: 32, lanes: 1 },
    ///     shape: shape.as_mut_ptr(),
    ///     strides: strides.as_mut_ptr(),
    ///     byte_offset: 0,
    /// };
    /// // SAFETY: it describes the array above.
    /// let tensor = unsafe { Tensor::from_dlpack(&theirs) }?;
    /// assert_eq!((tensor.dtype(), tensor.shape()), (DType::I32, &[2, 3][..]));
    /// assert_eq!(tensor.as_slice::<i32>()?, [1, 2, 3, 4, 5, 6]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub unsafe fn from_dlpack(tensor: *const DLTensor) -> Result<Tensor, Error> {
        // SAFETY: null, or a struct that may be read, by the caller.
        let Some(theirs) = (unsafe { tensor.as_ref() }) else { return Err(refused("a null pointer")) };
        let DLDataType { code, bits, lanes } = theirs.dtype;
        if theirs.device.device_type != CPU.device_type {
            return Err(refused("one in the memory of another device"));
        }
        let known = TYPES.iter().find(|known| (known.1, known.2) == (code, bits));
        let Some(&(dtype, ..)) = known.filter(|_| lanes == 1) else { return Err(refused("one of another type")) };
        let ndim = usize::try_from(theirs.ndim).map_err(|_| refused("one of less than no dimensions"))?;
        if ndim > MAX_DIMENSIONS {
            let (size, limit) = (ndim as u64, MAX_DIMENSIONS as u64);
            return Err(Error::TooLarge { what: "a number of dimensions", size, limit });
        }
        if ndim > 0 && theirs.shape.is_null() {
            return Err(refused("one without a shape"));
        }
        let mut shape = vec![0; ndim];
        for (axis, length) in shape.iter_mut().enumerate() {
            // SAFETY: `ndim` numbers, by the caller.
            let theirs = unsafe { theirs.shape.add(axis).read() };
            *length = usize::try_from(theirs).map_err(|_| refused("one with a negative length"))?;
        }
        let mut strides = vec![0; ndim];
        row_major(&shape, |axis, step| strides[axis] = step as isize);
        let mut ours = Tensor::zeros(dtype, &shape)?;
        if ours.is_empty() {
            return Ok(ours);
        }
        if theirs.data.is_null() {
            return Err(refused("one without elements"));
        }
        let mut row_major_there = true;
        if !theirs.strides.is_null() {
            for (axis, stride) in strides.iter_mut().enumerate() {
                // SAFETY: as many as there are dimensions, by the caller.
                let theirs = unsafe { theirs.strides.add(axis).read() } as isize;
                // The step of a dimension of one element is never made.
                row_major_there &= theirs == *stride || shape[axis] == 1;
                *stride = theirs;
            }
        }
        // SAFETY: the elements' start, by the caller.
        let first = unsafe { theirs.data.cast::<u8>().cast_const().add(theirs.byte_offset as usize) };
        let (size, bytes) = (dtype.size(), ours.bytes_mut());
        if row_major_there {
            // SAFETY: all elements, one behind the other, by the caller.
            unsafe { bytes.copy_from_slice(std::slice::from_raw_parts(first, bytes.len())) };
        } else {
            let mut index = vec![0_usize; ndim];
            for element in bytes.chunks_exact_mut(size) {
                let at: isize = index.iter().zip(&strides).map(|(&at, stride)| at as isize * stride).sum();
                // SAFETY: an element that the shape and the strides name, by the caller.
                let theirs = unsafe { std::slice::from_raw_parts(first.offset(at * size as isize), size) };
                element.copy_from_slice(theirs);
                advance(&mut index, &shape);
            }
        }
        if !are_elements(dtype, ours.as_bytes()) {
            return Err(refused("one with truth values that are neither"));
        }
        Ok(ours)
    }
}

/// The index behind this one, in row-major order.
fn advance(index: &mut [usize], shape: &[usize]) {
    for (at, &length) in index.iter_mut().zip(shape).rev() {
        *at += 1;
        if *at < length {
            return;
        }
        *at = 0;
    }
}
