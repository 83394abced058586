//! `[T; N]`: the elements' slots in place.

use std::fmt;
use std::mem::MaybeUninit;

use super::elements::{Elements, ElementsMut, Iter, IterMut};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Inline, Outcome, Plain, Shared, Slot};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::value::{of_elements, to_elements};

// SAFETY: an array of slots may be any bytes, is empty when zero, and has its elements' alignment.
unsafe impl<S: Slot, const N: usize> Slot for [S; N] {}

/// An array in the heap, for reading.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let matrix = heap.write()?.put(&[[1.0_f32, 2.0], [3.0, 4.0]])?;
/// let turn = heap.read()?;
/// let second = turn.get(matrix)?.get(1).unwrap();
/// assert_eq!(second.as_slice(), [3.0, 4.0]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ArrayRef<'t, T: Shared, const N: usize> {
    slot: SlotRef<'t, [T; N]>,
}

impl<T: Shared, const N: usize> Clone for ArrayRef<'_, T, N> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared, const N: usize> Copy for ArrayRef<'_, T, N> {}

impl<T: Shared, const N: usize> fmt::Debug for ArrayRef<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}; {N}]", T::NAME)
    }
}

impl<'t, T: Shared, const N: usize> ArrayRef<'t, T, N> {
    #[inline]
    fn elements(self) -> Elements<'t, T> {
        Elements { ptr: self.slot.ptr().cast(), len: N, space: self.slot.space() }
    }

    /// The number of elements.
    #[inline]
    pub fn len(self) -> usize {
        N
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        N == 0
    }

    /// The element at `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<T::Ref<'t>> {
        self.elements().get(index)
    }

    /// The elements in order.
    #[inline]
    pub fn iter(self) -> Iter<'t, T> {
        self.elements().iter()
    }

    /// The numbers as a slice of the heap.
    #[inline]
    pub fn as_slice(self) -> &'t [T]
    where
        T: Plain,
    {
        self.elements().as_slice()
    }
}

impl<'t, T: Shared, const N: usize> IntoIterator for ArrayRef<'t, T, N> {
    type Item = T::Ref<'t>;
    type IntoIter = Iter<'t, T>;
    fn into_iter(self) -> Iter<'t, T> {
        self.iter()
    }
}

/// An array in the heap, to be changed in place: each method is all or nothing. Other processes see the change in their
/// next turn.
///
/// As in std, [`get`](Self::get) and [`get_mut`](Self::get_mut) give `None` where there is no such element; methods that
/// return a `Result` give [`Error::OutOfBounds`], where std would panic.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let words = turn.put(&[const { String::new() }; 2])?;
/// let mut words = turn.get_mut(words)?;
/// words.set(0, "first")?;
/// words.get_mut(1).unwrap().push_str("second")?;
/// words.swap(0, 1)?;
/// assert_eq!(words.iter().collect::<Vec<_>>(), ["second", "first"]);
/// assert!(words.get(2).is_none() && words.set(2, "third").is_err());
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ArrayMut<'t, T: Shared, const N: usize> {
    slot: SlotMut<'t, [T; N]>,
}

impl<T: Shared, const N: usize> fmt::Debug for ArrayMut<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t, T: Shared, const N: usize> ArrayMut<'t, T, N> {
    #[inline]
    fn elements_mut(&mut self) -> ElementsMut<'_, T> {
        ElementsMut { ptr: self.slot.ptr().cast(), len: N, writer: self.slot.writer() }
    }

    /// The same array for reading.
    #[inline]
    pub fn as_ref(&self) -> ArrayRef<'_, T, N> {
        ArrayRef { slot: self.slot.as_ref() }
    }

    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        N
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        N == 0
    }

    /// The element at `index`.
    #[inline]
    pub fn get(&self, index: usize) -> Option<T::Ref<'_>> {
        self.as_ref().get(index)
    }

    /// The element at `index`, to be changed in place.
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<T::Mut<'_>> {
        // SAFETY: the slots are this array's own, exclusive through `self`, and were saved with its slot.
        unsafe { self.elements_mut().get(index) }
    }

    /// As [`get_mut`](Self::get_mut), for all of the view's time.
    #[inline]
    pub fn into_get_mut(self, index: usize) -> Option<T::Mut<'t>> {
        let elements: ElementsMut<'t, T> =
            ElementsMut { ptr: self.slot.ptr().cast(), len: N, writer: self.slot.writer() };
        // SAFETY: as in `get_mut`; this view is used up.
        unsafe { elements.get(index) }
    }

    /// Overwrites the element at `index`, all or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`], as of a list; [`Error::OutOfSpace`], [`Error::JournalFull`] where the element may allocate.
    #[inline]
    pub fn set(&mut self, index: usize, value: T::Arg<'_>) -> Result<(), Error> {
        if index >= N {
            return Err(Error::OutOfBounds { index, len: N });
        }
        // SAFETY: as in `get_mut`.
        let slot = unsafe { self.slot.reborrow().field(index * size_of::<T::Slot>()) };
        T::set(slot, value).into_result()
    }

    /// Overwrites every element with `value`, all or nothing.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; [`Error::OutOfSpace`] where elements may allocate. The array is unchanged then.
    pub fn fill<'a>(&mut self, value: T::Arg<'a>) -> Result<(), Error>
    where
        T::Arg<'a>: Clone,
    {
        // SAFETY: as in `get_mut`.
        unsafe { self.elements_mut().fill(value) }
    }

    /// Swaps two elements, all or nothing. Constant time.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`], [`Error::JournalFull`]; the array is unchanged then.
    pub fn swap(&mut self, a: usize, b: usize) -> Result<(), Error> {
        // SAFETY: as in `get_mut`.
        unsafe { self.elements_mut().swap(a, b) }
    }

    /// The elements in order.
    #[inline]
    pub fn iter(&self) -> Iter<'_, T> {
        self.as_ref().iter()
    }

    /// The elements in order, to be changed in place.
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.elements_mut().iter()
    }

    /// The numbers as a slice of the heap.
    #[inline]
    pub fn as_slice(&self) -> &[T]
    where
        T: Plain,
    {
        self.as_ref().as_slice()
    }

    /// The numbers as a slice of the heap, with all that slices can do, such as sorting. A death while it is written leaves
    /// the elements written so far, unless a transaction is open.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T]
    where
        T: Plain,
    {
        // SAFETY: the slot is the array of numbers itself, live and exclusive through `self`; Plain: any bytes are numbers.
        unsafe { std::slice::from_raw_parts_mut(self.slot.ptr().as_ptr().cast(), N) }
    }
}

impl<'t, T: Shared, const N: usize> IntoIterator for ArrayMut<'t, T, N> {
    type Item = T::Mut<'t>;
    type IntoIter = IterMut<'t, T>;
    fn into_iter(self) -> IterMut<'t, T> {
        ElementsMut { ptr: self.slot.ptr().cast(), len: N, writer: self.slot.writer() }.iter()
    }
}

// SAFETY: the slot is the elements, which are their own slots; nothing lies between them.
unsafe impl<T: Plain, const N: usize> Plain for [T; N] {}

// SAFETY: the slot is the elements' slots one behind the other, as the schema says; `release` passes on to them.
unsafe impl<T: Shared, const N: usize> Shared for [T; N] {
    type Slot = [T::Slot; N];
    type Arg<'a> = &'a [T; N];
    type Ref<'t> = ArrayRef<'t, T, N>;
    type Mut<'t> = ArrayMut<'t, T, N>;
    type Set = T::Set;
    const NAME: &'static str = "array";
    const OWNS: bool = T::OWNS && N > 0;
    const ATOMIC: bool = T::ATOMIC && N > 0;
    const PLAIN: bool = T::PLAIN;

    fn schema() -> &'static Schema {
        const {
            &Schema::new::<Self>(
                "array",
                size_of::<Self::Slot>(),
                align_of::<Self::Slot>(),
                Kind::Array { element: T::schema, len: N },
            )
        }
    }
    #[inline]
    fn to_arg(&self) -> &[T; N] {
        self
    }
    unsafe fn build(writer: &Writer, value: &[T; N]) -> Result<Self::Slot, Error> {
        let mut slots = MaybeUninit::<Self::Slot>::zeroed();
        let first = slots.as_mut_ptr().cast::<T::Slot>();
        for (i, element) in value.iter().enumerate() {
            // SAFETY: `i` is below N.
            unsafe { first.add(i).write(T::build_ref(writer, element)?) };
        }
        // SAFETY: every element was written.
        Ok(unsafe { slots.assume_init() })
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> ArrayRef<'_, T, N> {
        ArrayRef { slot }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> ArrayMut<'_, T, N> {
        ArrayMut { slot }
    }
    fn load(view: ArrayRef<'_, T, N>) -> [T; N] {
        let mut elements = view.iter();
        std::array::from_fn(|_| T::load(elements.next().expect("an array has N elements")))
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        let elements = ArrayRef { slot }.elements();
        (0..N).filter_map(|i| elements.slot(i)).try_for_each(|element| {
            // SAFETY: by the caller.
            unsafe { T::release(element, writer) }
        })
    }
    fn to_value(view: ArrayRef<'_, T, N>) -> Option<Value> {
        of_elements::<T>(view.iter(), Value::Tuple)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        let elements = to_elements::<T>(value, |value| match value {
            Value::Tuple(parts) if parts.len() == N => Ok(parts),
            other => Err(other),
        })?;
        elements.try_into().map_err(|others: Vec<T>| Value::from(format!("{} elements", others.len())))
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: ArrayRef<'l, T, N>) -> ArrayRef<'s, T, N> {
        ArrayRef { slot: view.slot }
    }
}

// SAFETY: owns nothing where `T` owns nothing, and `build` fails only where `T`'s does.
unsafe impl<T: Inline, const N: usize> Inline for [T; N] {}
