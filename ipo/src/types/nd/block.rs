//! How an array lies in the heap, and everything that changes its block.
//!
//! ```text
//! slot:  block | number of elements | type: low 8 bits, dimensions: next 8, 0
//! block: elements, row-major ... | gap to 8 | length of each dimension | step of each dimension, in elements
//! ```
//! The block's payload is aligned to 64 bytes, and so is the first element. Without a block all lengths are 0. All zero is
//! such an array, too: of the type and the dimensions that its view expects, or of one dimension of `f64`.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::dimension::row_major;
use super::dtype::DType;
use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sys::shim;

/// Most dimensions of an array.
pub(crate) const MAX_DIMENSIONS: usize = 64;

/// Up to so many bytes, an array is overwritten in its block, with the old bytes saved in the journal; a longer one gets
/// a new block.
const IN_PLACE: u64 = 1024;

const TYPE_BITS: u32 = 8;
const TYPE: u64 = (1 << TYPE_BITS) - 1;

/// Lengths and steps of an array without a block.
static NO_LENGTHS: [usize; MAX_DIMENSIONS] = [0; MAX_DIMENSIONS];
static NO_STEPS: [usize; MAX_DIMENSIONS] = [1; MAX_DIMENSIONS];

/// The slot of `NdArray<T, D>` and `Tensor`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArraySlot {
    words: [u64; 3],
}

// SAFETY: three integers; zero is an array without elements, which owns nothing.
unsafe impl Slot for ArraySlot {}

/// Where the parts of an array lie, as its slot says: no sum or product in it is too large.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) dtype: DType,
    /// The block's payload; 0 without one.
    pub(crate) block: u64,
    pub(crate) len: usize,
    pub(crate) ndim: usize,
    /// Bytes of all elements.
    pub(crate) bytes: u64,
    /// Where the dimensions' lengths begin, from the payload's start.
    pub(crate) dims: u64,
    /// Bytes of the whole.
    pub(crate) total: u64,
}

impl Layout {
    fn new(dtype: DType, block: u64, len: u64, ndim: usize) -> Option<Layout> {
        let bytes = len.checked_mul(dtype.size() as u64)?;
        let dims = bytes.checked_next_multiple_of(8)?;
        let total = dims.checked_add(16 * ndim as u64)?;
        Some(Layout { dtype, block, len: len as usize, ndim, bytes, dims, total })
    }

    /// What a slot says, of this type and number of dimensions where they are known; `None` if it cannot be right.
    #[inline]
    pub(crate) fn of(words: [u64; 3], dtype: Option<DType>, ndim: Option<usize>) -> Option<Layout> {
        let [block, len, kind] = words;
        if kind == 0 {
            return if block | len == 0 {
                Layout::new(dtype.unwrap_or(DType::F64), 0, 0, ndim.unwrap_or(1))
            } else {
                None
            };
        }
        let (number, found) = ((kind & TYPE) as u8, (kind >> TYPE_BITS) as usize);
        let dtype = match dtype {
            Some(dtype) if dtype.number() != number => return None,
            Some(dtype) => dtype,
            None => DType::of_number(number)?,
        };
        let ndim = match ndim {
            Some(ndim) if ndim != found => return None,
            Some(ndim) => ndim,
            None if found > MAX_DIMENSIONS => return None,
            None => found,
        };
        if block == 0 && (len > 0 || ndim == 0) {
            return None;
        }
        Layout::new(dtype, block, len, ndim)
    }

    /// Whether an array of so many elements can have that shape, and those are its steps. One word each.
    pub(crate) fn fits(&self, shape: &[usize], steps: &[usize]) -> bool {
        self.has_shape(shape) && is_row_major(shape, steps)
    }

    fn has_shape(&self, shape: &[usize]) -> bool {
        count(shape, self.dtype).is_ok_and(|len| len == self.len)
    }

    fn slot(&self) -> ArraySlot {
        let kind = u64::from(self.dtype.number()) | (self.ndim as u64) << TYPE_BITS;
        ArraySlot { words: [self.block, self.len as u64, kind] }
    }

    /// The layout of a new array, without its block.
    pub(super) fn plan(dtype: DType, shape: &[usize]) -> Result<Layout, Error> {
        let len = count(shape, dtype)? as u64;
        Layout::new(dtype, 0, len, shape.len()).ok_or_else(|| too_large(u64::MAX))
    }
}

fn is_row_major(shape: &[usize], steps: &[usize]) -> bool {
    let mut right = true;
    row_major(shape, |axis, step| right &= steps.get(axis) == Some(&step));
    right
}

fn too_large(size: u64) -> Error {
    Error::TooLarge { what: "an array's size", size, limit: isize::MAX as u64 }
}

/// The number of elements of that shape. Lengths of 0 count as 1 for the limit: so the steps are numbers, too.
pub(super) fn count(shape: &[usize], dtype: DType) -> Result<usize, Error> {
    if shape.len() > MAX_DIMENSIONS {
        let (size, limit) = (shape.len() as u64, MAX_DIMENSIONS as u64);
        return Err(Error::TooLarge { what: "a number of dimensions", size, limit });
    }
    let full = shape.iter().try_fold(dtype.size(), |product, &dim| product.checked_mul(dim.max(1)));
    match full {
        Some(full) if isize::try_from(full).is_ok() => Ok(if shape.contains(&0) { 0 } else { full / dtype.size() }),
        full => Err(too_large(full.map_or(u64::MAX, |full| full as u64))),
    }
}

/// Whether a buffer of `len` elements suits a shape.
pub(super) fn check_len(shape: &[usize], dtype: DType, len: usize) -> Result<(), Error> {
    suits(shape, count(shape, dtype)?, len, "elements")
}

/// Whether a buffer is as long as an array of that shape needs it.
pub(super) fn suits(shape: &[usize], needed: usize, found: usize, unit: &'static str) -> Result<(), Error> {
    if needed == found { Ok(()) } else { Err(Error::BufferLength { shape: shape.to_vec(), needed, found, unit }) }
}

pub(super) fn disagree(expected: &[usize], found: &[usize]) -> Error {
    Error::ShapeMismatch { expected: expected.to_vec(), found: found.to_vec() }
}

/// An array whose place in the heap was checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'t> {
    pub(super) layout: Layout,
    /// The first element; dangling, but aligned, without a block.
    pub(super) data: NonNull<u8>,
    life: PhantomData<&'t ()>,
}

impl<'t> Parts<'t> {
    fn words(&self, from: usize, without: &'static [usize; MAX_DIMENSIONS]) -> &'t [usize] {
        let ndim = self.layout.ndim;
        if self.layout.block == 0 {
            return &without[..ndim];
        }
        // SAFETY: the lengths and steps lie behind the elements, as `parts` checked up to `total`; the payload is aligned
        // to 64 and `dims` is a multiple of 8; words of the heap are `usize`s; nobody changes them for 't.
        unsafe {
            let dims = self.data.as_ptr().add(self.layout.dims as usize).cast::<usize>();
            std::slice::from_raw_parts(dims.add(from), ndim)
        }
    }

    /// Saves the elements if a transaction is open. Without any, there is no place that could be saved.
    #[inline]
    pub(super) fn open(&self, writer: &Writer) {
        if self.layout.bytes > 0 {
            // SAFETY: `parts` checked that so many bytes are there.
            unsafe { writer.opening(self.data.as_ptr(), self.layout.bytes as usize) };
        }
    }

    /// The shape as it lies there, which may be that of another number of elements.
    #[inline]
    pub(super) fn lengths(&self) -> &'t [usize] {
        self.words(0, &NO_LENGTHS)
    }

    /// The shape; `None` if it is that of another number of elements.
    #[inline]
    pub(super) fn shape(&self) -> Option<&'t [usize]> {
        Some(self.lengths()).filter(|shape| self.layout.has_shape(shape))
    }

    /// The steps of the dimensions; `None` if they cannot be right.
    pub(super) fn steps(&self) -> Option<&'t [usize]> {
        Some(self.words(self.layout.ndim, &NO_STEPS)).filter(|steps| self.layout.fits(self.lengths(), steps))
    }
}

/// The parts of an array; `None` if they cannot be right.
///
/// # Safety
/// `ptr` is a live array slot in the mapping of `space`; its block is not changed for 't by others than the caller.
#[inline]
pub(super) unsafe fn parts<'t>(
    ptr: NonNull<ArraySlot>,
    space: &Space,
    dtype: Option<DType>,
    ndim: Option<usize>,
) -> Option<Parts<'t>> {
    // SAFETY: by the caller.
    let layout = Layout::of(unsafe { ptr.as_ptr().read() }.words, dtype, ndim)?;
    let data = match layout.block {
        // 64, as an address.
        0 => NonNull::<Aligned>::dangling().cast(),
        block => space.check(block, layout.total, 64)?,
    };
    Some(Parts { layout, data, life: PhantomData })
}

#[repr(align(64))]
struct Aligned;

pub(super) const BROKEN: &str = "an array that cannot be right";

/// As `parts`, for accessors.
///
/// # Panics
/// With a `Corrupt` payload.
#[inline]
pub(super) fn of_slot<'t, A: Shared<Slot = ArraySlot>>(
    slot: SlotRef<'t, A>,
    dtype: Option<DType>,
    ndim: Option<usize>,
) -> Parts<'t> {
    // SAFETY: a SlotRef of an array type is a live array slot, readable for 't.
    match unsafe { parts(slot.ptr(), slot.space(), dtype, ndim) } {
        Some(parts) => parts,
        None => corrupt(slot.offset(), BROKEN),
    }
}

/// As `parts`, for calls that can return an error, of any number of dimensions.
///
/// # Safety
/// As `parts`.
unsafe fn checked<'t>(ptr: NonNull<ArraySlot>, space: &Space, dtype: Option<DType>) -> Result<Parts<'t>, Error> {
    // SAFETY: by the caller.
    unsafe { parts(ptr, space, dtype, None) }
        .ok_or_else(|| Error::corrupt(space.offset_of(ptr.as_ptr().cast()), BROKEN))
}

// ---- changing: by the exclusive holder of the slot ---------------------------------------------------------------------

/// What an array's elements are to be.
pub(super) enum Content<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// Zeros.
    Zeros,
    /// What this writes to a place with room for all of them.
    #[cfg_attr(not(feature = "ndarray"), allow(dead_code))]
    Written(&'a dyn Fn(*mut u8)),
}

impl Content<'_> {
    /// # Safety
    /// `data` has room for all elements; nobody can reach it, or its bytes are saved.
    unsafe fn write(&self, data: *mut u8, bytes: u64) {
        // SAFETY: by the caller. `Bytes` are as many (`check_len` by those who make them).
        unsafe {
            match self {
                Content::Bytes(from) => {
                    debug_assert_eq!(from.len() as u64, bytes);
                    shim::copy(from.as_ptr(), data, from.len());
                }
                Content::Zeros => shim::zero(data, bytes as usize),
                Content::Written(write) => write(data),
            }
        }
    }
}

/// Writes the lengths and steps behind the elements.
///
/// # Safety
/// `data` is the payload of a block with room for `layout`; nobody can reach it, or its bytes are saved.
unsafe fn write_dims(data: NonNull<u8>, layout: &Layout, shape: &[usize]) {
    let ndim = shape.len();
    let mut words = [0; 2 * MAX_DIMENSIONS];
    words[..ndim].copy_from_slice(shape);
    row_major(shape, |axis, step| words[ndim + axis] = step);
    // SAFETY: by the caller; `2 * ndim` words lie behind `dims`.
    unsafe {
        shim::copy(words.as_ptr().cast(), data.as_ptr().add(layout.dims as usize), 16 * ndim);
    }
}

/// Whether an array of that shape needs a block.
fn needs_block(shape: &[usize]) -> bool {
    shape.is_empty() || shape.iter().any(|&dim| dim > 0)
}

/// A block with these elements and that shape, in the open scope; `layout` then has it.
fn fresh(writer: &Writer, layout: &mut Layout, shape: &[usize], content: &Content<'_>) -> Result<(), Error> {
    if needs_block(shape) {
        let (block, data) = writer.allocate(layout.total, true, BlockKind::Data)?;
        // SAFETY: a fresh block with room for the whole.
        unsafe {
            content.write(data.as_ptr(), layout.bytes);
            write_dims(data, layout, shape);
        }
        layout.block = block;
    }
    Ok(())
}

/// A slot with these elements, built in the open scope.
pub(super) fn build(writer: &Writer, dtype: DType, shape: &[usize], content: &Content<'_>) -> Result<ArraySlot, Error> {
    let mut layout = Layout::plan(dtype, shape)?;
    fresh(writer, &mut layout, shape, content)?;
    Ok(layout.slot())
}

/// Replaces the array, all or nothing: in its block if that is short and stays as long, else in a new one. Without space for
/// a new block, and if the old one is as long, the old bytes go to the journal.
///
/// # Safety
/// `ptr` is a live array slot that nobody else uses; `content` does not lie in its block.
pub(super) unsafe fn assign(
    ptr: NonNull<ArraySlot>,
    writer: &Writer,
    dtype: DType,
    shape: &[usize],
    content: &Content<'_>,
) -> Result<(), Error> {
    // SAFETY: by the caller.
    let old = unsafe { checked(ptr, writer.space(), None)? };
    let mut new = Layout::plan(dtype, shape)?;
    let as_long = old.layout.block != 0 && old.layout.total == new.total && needs_block(shape);
    let in_place = |mut new: Layout| {
        new.block = old.layout.block;
        // SAFETY: the block is this slot's own and as long as the new content; all of it is saved before it is overwritten.
        writer.scope(|| unsafe {
            writer.save(old.data.as_ptr(), new.total as usize)?;
            writer.write_logged(ptr, new.slot())?;
            content.write(old.data.as_ptr(), new.bytes);
            write_dims(old.data, &new, shape);
            Ok(())
        })
    };
    if as_long && new.total <= IN_PLACE {
        return in_place(new);
    }
    let planned = new;
    let moved = writer.scope(|| {
        fresh(writer, &mut new, shape, content)?;
        // SAFETY: the slot is live and exclusive.
        unsafe { writer.write_logged(ptr, new.slot())? };
        free(old.layout.block, writer)
    });
    match moved {
        Err(full @ Error::OutOfSpace { .. }) if as_long => in_place(planned).map_err(|_| full),
        other => other,
    }
}

/// Gives the elements another shape, all or nothing. They move only where more dimensions do not fit into the block.
///
/// # Safety
/// As `assign`.
pub(super) unsafe fn reshape(
    ptr: NonNull<ArraySlot>,
    writer: &Writer,
    dtype: Option<DType>,
    shape: &[usize],
) -> Result<(), Error> {
    // SAFETY: by the caller.
    let old = unsafe { checked(ptr, writer.space(), dtype)? };
    let mut new = Layout::plan(old.layout.dtype, shape)?;
    if new.len != old.layout.len {
        return Err(disagree(old.lengths(), shape));
    }
    let block = old.layout.block;
    writer.scope(|| {
        if block != 0 && new.total <= writer.block_room(block)? {
            new.block = block;
            // SAFETY: the lengths and steps are saved before they are overwritten, and the block has room for the new
            // ones: what lies behind the old ones is nobody's. The slot is live and exclusive.
            return unsafe {
                if old.layout.ndim > 0 {
                    writer.save(old.data.as_ptr().add(new.dims as usize), 16 * old.layout.ndim)?;
                }
                writer.write_logged(ptr, new.slot())?;
                write_dims(old.data, &new, shape);
                Ok(())
            };
        }
        // SAFETY: the elements of the old block, which is another than the new one; empty without one.
        let bytes = unsafe { std::slice::from_raw_parts(old.data.as_ptr(), new.bytes as usize) };
        fresh(writer, &mut new, shape, &Content::Bytes(bytes))?;
        // SAFETY: the slot is live and exclusive.
        unsafe { writer.write_logged(ptr, new.slot())? };
        free(block, writer)
    })
}

fn free(block: u64, writer: &Writer) -> Result<(), Error> {
    if block != 0 { writer.free(block, BlockKind::Data) } else { Ok(()) }
}

/// Frees what the array owns.
///
/// # Safety
/// As `Shared::release`.
pub(super) unsafe fn release(ptr: NonNull<ArraySlot>, writer: &Writer) -> Result<(), Error> {
    // SAFETY: by the caller.
    free(unsafe { checked(ptr, writer.space(), None)? }.layout.block, writer)
}
