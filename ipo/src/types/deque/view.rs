//! The views of a deque: what reads it, and what changes elements in place.

use std::collections::VecDeque;
use std::fmt;

use super::iter::{DequeIter, DequeIterMut};
use super::ring::{DequeSlot, Ring};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Plain, Shared};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::depth::deeper_or_corrupt;
use crate::types::elements::ElementsMut;
use crate::types::reads::reads;

/// A deque in the heap, for reading.
///
/// # Example
///
/// ```
/// use std::collections::VecDeque;
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let line = heap.write()?.put(&VecDeque::from(["Ada".to_owned(), "Bob".to_owned()]))?;
///
/// let turn = heap.read()?;
/// let line = turn.get(line)?;
/// assert_eq!((line.len(), line.front(), line.back()), (2, Some("Ada"), Some("Bob")));
/// assert!(line.contains("Bob"));
/// assert_eq!(line.iter().rev().collect::<Vec<&str>>(), ["Bob", "Ada"]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct DequeRef<'t, T: Shared> {
    slot: SlotRef<'t, VecDeque<T>>,
}

impl<T: Shared> Clone for DequeRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for DequeRef<'_, T> {}

impl<T: Shared> fmt::Debug for DequeRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} × {}]", self.len(), T::NAME)
    }
}

impl<'t, T: Shared> DequeRef<'t, T> {
    #[inline]
    pub(super) fn ring(self) -> Ring<T> {
        // SAFETY: a SlotRef of a deque type is a live deque slot.
        unsafe { Ring::at(self.slot.ptr(), self.slot.space()) }
    }
}

reads! {
    impl['t; T: Shared] DequeRef, DequeMut [T] {
        /// The number of elements.
        ///
        /// # Panics
        /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no deque.
        fn len() -> usize = |deque| deque.ring().len;

        /// Whether there are none.
        fn is_empty() -> bool = |deque| deque.len() == 0;

        /// The element at `index`, counted from the front. Constant time.
        fn get(index: usize) -> Option<T::Ref<'t>> = |deque| {
            let ring = deque.ring();
            // SAFETY: `index` is below the length: a live element, readable for 't.
            (index < ring.len).then(|| T::view(unsafe { SlotRef::new(ring.cell(index), deque.slot.space()) }))
        };

        /// The first element.
        fn front() -> Option<T::Ref<'t>> = |deque| deque.get(0);

        /// The last element.
        fn back() -> Option<T::Ref<'t>> = |deque| deque.get(deque.len().wrapping_sub(1));

        /// The elements from front to back.
        fn iter() -> DequeIter<'t, T> = |deque| {
            DequeIter::new(deque.ring().elements(deque.slot.space()).map(|run| run.iter()))
        };

        /// Whether an element is equal to this one, which is given as setters take it. In proportion to the length.
        fn contains['a](value: T::Arg<'a>) -> bool where [T::Ref<'t>: PartialEq<T::Arg<'a>>] = |deque| {
            deque.iter().any(|element| element == value)
        };

        /// The numbers as two slices of the heap, the front ones first, without a copy. The second one is empty where the
        /// elements lie in one piece.
        fn as_slices() -> (&'t [T], &'t [T]) where [T: Plain] = |deque| {
            deque.ring().elements(deque.slot.space()).map(|run| run.as_slice()).into()
        };
    }
}

impl<'t, T: Shared> IntoIterator for DequeRef<'t, T> {
    type Item = T::Ref<'t>;
    type IntoIter = DequeIter<'t, T>;
    fn into_iter(self) -> DequeIter<'t, T> {
        self.iter()
    }
}

/// A deque in the heap, to be changed in place: a ring in one block. Every method is all-or-nothing. Other processes
/// see the change in their next turn.
///
/// A deque has no block until the first element. When its block is full, the elements move into one of twice the size;
/// what they own stays where it is.
///
/// # Example
///
/// ```
/// use std::collections::VecDeque;
/// use ipo::{Handle, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let line: Handle<VecDeque<String>> = turn.put(&VecDeque::new())?;
///
/// let mut line = turn.get_mut(line)?;
/// line.push_back("second")?;
/// line.push_back("third")?;
/// line.push_front("first")?;
/// line.front_mut().expect("not empty").push_str("!")?;
/// assert_eq!(line.pop_front()?.as_deref(), Some("first!"));
/// assert_eq!(line.iter().collect::<Vec<_>>(), ["second", "third"]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct DequeMut<'t, T: Shared> {
    pub(super) slot: SlotMut<'t, VecDeque<T>>,
}

impl<T: Shared> fmt::Debug for DequeMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t, T: Shared> DequeMut<'t, T> {
    #[inline]
    pub(super) fn ring(&self) -> Ring<T> {
        self.as_ref().ring()
    }

    /// The same deque for reading.
    #[inline]
    pub fn as_ref(&self) -> DequeRef<'_, T> {
        DequeRef { slot: self.slot.as_ref() }
    }

    /// The same deque for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> DequeMut<'_, T> {
        DequeMut { slot: self.slot.reborrow() }
    }

    /// Elements that fit without a new block.
    pub fn capacity(&self) -> usize {
        self.ring().room
    }

    /// The view of the element at `index`, for any time that this view's slot allows.
    ///
    /// # Safety
    /// No other view of the element is in use for `'s`.
    #[inline]
    unsafe fn open<'s>(&self, index: usize) -> Option<T::Mut<'s>>
    where
        't: 's,
    {
        let ring = self.ring();
        if index >= ring.len {
            return None;
        }
        // SAFETY: a live element of this deque, exclusive by the caller.
        unsafe { ElementsMut::<T> { ptr: ring.cell(index), len: 1, writer: self.slot.writer() }.get(0) }
    }

    /// The element at `index`, to be changed in place. In a transaction, its slot is copied into the journal, once.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_i64, 2]))?;
    /// let mut line = turn.get_mut(line)?;
    /// *line.get_mut(1).expect("two elements") += 40;
    /// assert_eq!(line.get(1), Some(42));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<T::Mut<'_>> {
        // SAFETY: this view is borrowed exclusively.
        unsafe { self.open(index) }
    }

    /// As [`get_mut`](Self::get_mut), for all of the view's time.
    #[inline]
    pub fn into_get_mut(self, index: usize) -> Option<T::Mut<'t>> {
        // SAFETY: this view is used up.
        unsafe { self.open(index) }
    }

    /// The first element, to be changed in place.
    #[inline]
    pub fn front_mut(&mut self) -> Option<T::Mut<'_>> {
        self.get_mut(0)
    }

    /// The last element, to be changed in place.
    #[inline]
    pub fn back_mut(&mut self) -> Option<T::Mut<'_>> {
        let last = self.len().wrapping_sub(1);
        self.get_mut(last)
    }

    /// Both runs of elements, saved if a transaction is open.
    ///
    /// # Safety
    /// No other view of the elements is in use for `'s`.
    unsafe fn opened<'s>(&self) -> [ElementsMut<'s, T>; 2]
    where
        't: 's,
    {
        let writer = self.slot.writer();
        // SAFETY: live elements of this deque, exclusive by the caller.
        self.ring().runs(0, self.len()).map(|(ptr, len)| unsafe { ElementsMut { ptr, len, writer }.opened() })
    }

    /// The elements from front to back, to be changed in place.
    #[inline]
    pub fn iter_mut(&mut self) -> DequeIterMut<'_, T> {
        // SAFETY: this view is borrowed exclusively.
        DequeIterMut::new(unsafe { self.opened() }.map(|run| run.iter()))
    }

    /// The numbers as two slices of the heap, the front ones first, without a copy. A death while they are written
    /// leaves what was written so far, unless a transaction is open.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let line = turn.put(&VecDeque::from([1_i64, 2]))?;
    /// let mut line = turn.get_mut(line)?;
    /// line.push_front(0)?;
    /// let (front, back) = line.as_mut_slices();
    /// front.iter_mut().chain(back).for_each(|n| *n += 1);
    /// assert_eq!(line.iter().collect::<Vec<_>>(), [1, 2, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T])
    where
        T: Plain,
    {
        // SAFETY: this view is borrowed exclusively; the runs do not overlap; Plain: any bytes are numbers.
        unsafe { self.opened().map(|run| std::slice::from_raw_parts_mut(run.ptr.as_ptr(), run.len)) }.into()
    }
}

impl<'t, T: Shared> IntoIterator for DequeMut<'t, T> {
    type Item = T::Mut<'t>;
    type IntoIter = DequeIterMut<'t, T>;
    fn into_iter(self) -> DequeIterMut<'t, T> {
        // SAFETY: this view is used up.
        DequeIterMut::new(unsafe { self.opened() }.map(|run| run.iter()))
    }
}

/// Copies of all elements: of both runs, one behind the other.
fn copied<T: Shared>(view: DequeRef<'_, T>) -> VecDeque<T> {
    let [mut front, back] = view.ring().elements(view.slot.space()).map(|run| run.load());
    front.extend(back);
    front.into()
}

// SAFETY: the slot is a ring of `T::Slot`s, as the schema says; `release` frees its block and what its elements own.
unsafe impl<T: Shared> Shared for VecDeque<T> {
    type Slot = DequeSlot;
    type Arg<'a> = &'a VecDeque<T>;
    type Ref<'t> = DequeRef<'t, T>;
    type Mut<'t> = DequeMut<'t, T>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "VecDeque";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("VecDeque", size_of::<DequeSlot>(), 8, Kind::Deque { element: T::schema }) }
    }
    #[inline]
    fn to_arg(&self) -> &Self {
        self
    }
    unsafe fn build(writer: &Writer, value: &Self) -> Result<DequeSlot, Error> {
        // SAFETY: by the caller.
        unsafe { Ring::build(writer, value.len(), value.iter()) }
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> DequeRef<'_, T> {
        DequeRef { slot }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> DequeMut<'_, T> {
        DequeMut { slot }
    }
    fn load(view: DequeRef<'_, T>) -> Self {
        // As in `build`: an empty deque is no level.
        if T::OWNS && !view.is_empty() { deeper_or_corrupt(|| copied(view)) } else { copied(view) }
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { Ring::<T>::release(slot.ptr(), writer) }
    }
    fn to_value(view: DequeRef<'_, T>) -> Option<Value> {
        view.iter().map(T::to_value).collect::<Option<_>>().map(Value::List)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::List(values) => values.into_iter().map(T::from_value).collect(),
            other => Err(other),
        }
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: DequeRef<'l, T>) -> DequeRef<'s, T> {
        DequeRef { slot: view.slot }
    }
}
