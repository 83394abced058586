//! `Vec<T>`: views with the methods of std's vector.

use std::fmt;
use std::ptr::NonNull;

use super::bytes::{self, ListSlot};
use super::depth::deeper_or_corrupt;
use super::elements::{Elements, ElementsMut, Iter, IterMut};
use super::list_end::ListEnd;
use crate::alloc::corrupt;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::schema::{Kind, Schema};
use crate::object::shared::{Plain, Shared};
use crate::object::slot::{SlotMut, SlotRef};
use crate::types::Value;
use crate::types::value::{of_elements, to_elements};

/// Up to so many bytes, a list is overwritten in its block, with the old bytes saved in the journal; a longer one gets
/// a new block.
pub(super) const IN_PLACE: usize = 1024;

/// A list in the heap, for reading.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let names = heap.write()?.put(&vec!["Ada".to_owned(), "Bob".to_owned()])?;
///
/// let turn = heap.read()?;
/// let names = turn.get(names)?;
/// assert_eq!((names.len(), names.last()), (2, Some("Bob")));
/// assert_eq!(names.iter().rev().collect::<Vec<&str>>(), ["Bob", "Ada"]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ListRef<'t, T: Shared> {
    slot: SlotRef<'t, Vec<T>>,
}

impl<T: Shared> Clone for ListRef<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shared> Copy for ListRef<'_, T> {}

impl<T: Shared> fmt::Debug for ListRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} × {}]", self.len(), T::NAME)
    }
}

impl<'t, T: Shared> ListRef<'t, T> {
    #[inline]
    pub(super) fn elements(self) -> Elements<'t, T> {
        bytes::elements(self.slot)
    }

    /// The number of elements.
    ///
    /// # Panics
    /// Here and in the other methods: with a [`Corrupt`](crate::Corrupt) payload if the bytes are no list.
    #[inline]
    pub fn len(self) -> usize {
        self.elements().len
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<T::Ref<'t>> {
        self.elements().get(index)
    }

    /// The first element.
    #[inline]
    pub fn first(self) -> Option<T::Ref<'t>> {
        self.get(0)
    }

    /// The last element.
    #[inline]
    pub fn last(self) -> Option<T::Ref<'t>> {
        let elements = self.elements();
        elements.get(elements.len.wrapping_sub(1))
    }

    /// The elements in order.
    #[inline]
    pub fn iter(self) -> Iter<'t, T> {
        self.elements().iter()
    }

    /// The numbers, or other plain values, as a slice of the heap, without a copy.
    #[inline]
    pub fn as_slice(self) -> &'t [T]
    where
        T: Plain,
    {
        self.elements().as_slice()
    }
}

impl<'t, T: Shared> IntoIterator for ListRef<'t, T> {
    type Item = T::Ref<'t>;
    type IntoIter = Iter<'t, T>;
    fn into_iter(self) -> Iter<'t, T> {
        self.iter()
    }
}

/// A list in the heap, to be changed in place. Every method is all-or-nothing: a death in the middle leaves the list as
/// it was. Other processes see the change in their next turn.
///
/// # Example
///
/// ```
/// use ipo::{Heap, SharedStruct};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// #[derive(SharedStruct, Clone)]
/// struct Item { name: String, count: u32 }
///
/// let mut turn = heap.write()?;
/// let items = turn.put(&Vec::<Item>::new())?;
/// let mut items = turn.get_mut(items)?;
/// items.push(&Item { name: "torch".into(), count: 1 })?;
/// items.push(&Item { name: "rope".into(), count: 2 })?;
/// for mut item in items.iter_mut() {
///     item.set_count(item.count() + 10);
/// }
/// items.get_mut(0).unwrap().set_name("lamp")?;
///
/// let all: Vec<(&str, u32)> = items.iter().map(|item| (item.name(), item.count())).collect();
/// assert_eq!(all, [("lamp", 11), ("rope", 12)]);
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// One view for many elements is faster than many views: the first [`push`](Self::push) checks where the list's block lies,
/// and the next ones trust it until the view changes the list in another way.
pub struct ListMut<'t, T: Shared> {
    slot: SlotMut<'t, Vec<T>>,
    /// Where the next elements go, once it was looked at: that stays as it is until this view changes the list, and nobody
    /// else can.
    pub(super) end: ListEnd<T::Slot>,
}

impl<T: Shared> fmt::Debug for ListMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

impl<'t, T: Shared> ListMut<'t, T> {
    #[inline]
    pub(super) fn elements_mut(&mut self) -> ElementsMut<'_, T> {
        // SAFETY: a SlotMut of a list type is a live list slot.
        match unsafe { bytes::parts::<T>(self.slot.ptr(), self.slot.writer().space()) } {
            Some(list) => ElementsMut { ptr: list.ptr, len: list.len, writer: self.slot.writer() },
            None => corrupt(self.slot.as_ref().offset(), "a list that cannot be right"),
        }
    }

    /// The same elements for all of the view's time, which is used up.
    #[inline]
    fn into_elements_mut(self) -> ElementsMut<'t, T> {
        // SAFETY: as in `elements_mut`.
        match unsafe { bytes::parts::<T>(self.slot.ptr(), self.slot.writer().space()) } {
            Some(list) => ElementsMut { ptr: list.ptr, len: list.len, writer: self.slot.writer() },
            None => corrupt(self.slot.as_ref().offset(), "a list that cannot be right"),
        }
    }

    /// The same list for reading.
    #[inline]
    pub fn as_ref(&self) -> ListRef<'_, T> {
        ListRef { slot: self.slot.as_ref() }
    }

    /// The same list for a shorter time.
    #[inline]
    pub fn reborrow(&mut self) -> ListMut<'_, T> {
        // The other view may change the list.
        ListMut { end: self.end.take(), slot: self.slot.reborrow() }
    }

    /// The list's slot, for changing what is in it.
    #[inline]
    pub(super) fn changing(&mut self) -> (NonNull<ListSlot>, &'t Writer) {
        self.end = ListEnd::UNKNOWN;
        self.place()
    }

    /// The list's slot, for what leaves `end` right.
    #[inline]
    pub(super) fn place(&self) -> (NonNull<ListSlot>, &'t Writer) {
        (self.slot.ptr(), self.slot.writer())
    }

    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.as_ref().len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Elements that fit without a new block.
    pub fn capacity(&self) -> usize {
        // SAFETY: as in `elements_mut`.
        unsafe { bytes::parts::<T>(self.slot.ptr(), self.slot.writer().space()) }.map_or(0, |list| list.room)
    }

    /// The element at `index`.
    #[inline]
    pub fn get(&self, index: usize) -> Option<T::Ref<'_>> {
        self.as_ref().get(index)
    }

    /// The first element.
    #[inline]
    pub fn first(&self) -> Option<T::Ref<'_>> {
        self.as_ref().first()
    }

    /// The last element.
    #[inline]
    pub fn last(&self) -> Option<T::Ref<'_>> {
        self.as_ref().last()
    }

    /// The elements in order.
    #[inline]
    pub fn iter(&self) -> Iter<'_, T> {
        self.as_ref().iter()
    }

    /// The element at `index`, to be changed in place.
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<T::Mut<'_>> {
        // SAFETY: the list's elements are live and belong to this view alone.
        unsafe { self.elements_mut().get(index) }
    }

    /// As [`get_mut`](Self::get_mut), for all of the view's time.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&vec!["a".to_owned(), "b".to_owned()])?;
    /// // `get_mut` would borrow from the list's view, which ends with the block.
    /// let mut word = {
    ///     let words = turn.get_mut(words)?;
    ///     words.into_get_mut(1).unwrap()
    /// };
    /// word.push_str("c")?;
    /// assert_eq!(word.as_str(), "bc");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn into_get_mut(self, index: usize) -> Option<T::Mut<'t>> {
        // SAFETY: as in `get_mut`; this view is used up.
        unsafe { self.into_elements_mut().get(index) }
    }

    /// The elements in order, to be changed in place.
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        // SAFETY: as in `get_mut`.
        unsafe { self.elements_mut().opened() }.iter()
    }

    /// The numbers, or other plain values, as a slice of the heap, without a copy.
    #[inline]
    pub fn as_slice(&self) -> &[T]
    where
        T: Plain,
    {
        self.as_ref().as_slice()
    }

    /// The numbers, or other plain values, as a slice of the heap, without a copy. A death while it is written leaves what was written so far,
    /// unless a transaction is open.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let numbers = turn.put(&vec![3_i64, 1, 2])?;
    /// turn.get_mut(numbers)?.as_mut_slice().sort_unstable();
    /// assert_eq!(turn.get(numbers)?.as_slice(), [1, 2, 3]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [T]
    where
        T: Plain,
    {
        // SAFETY: as in `get_mut`; Plain: any bytes are numbers.
        unsafe {
            let elements = self.elements_mut().opened();
            std::slice::from_raw_parts_mut(elements.ptr.as_ptr(), elements.len)
        }
    }
}

impl<'t, T: Shared> IntoIterator for ListMut<'t, T> {
    type Item = T::Mut<'t>;
    type IntoIter = IterMut<'t, T>;
    fn into_iter(self) -> IterMut<'t, T> {
        // SAFETY: as in `get_mut`; this view is used up.
        unsafe { self.into_elements_mut().opened() }.iter()
    }
}

// SAFETY: the slot is a list of `T::Slot`s, as the schema says; `release` frees its block and what its elements own.
unsafe impl<T: Shared> Shared for Vec<T> {
    type Slot = ListSlot;
    type Arg<'a> = &'a [T];
    type Ref<'t> = ListRef<'t, T>;
    type Mut<'t> = ListMut<'t, T>;
    type Set = Result<(), Error>;
    const NAME: &'static str = "Vec";
    const OWNS: bool = true;

    fn schema() -> &'static Schema {
        const { &Schema::new::<Self>("Vec", size_of::<ListSlot>(), 8, Kind::List { element: T::schema, owns: T::OWNS }) }
    }
    #[inline]
    fn to_arg(&self) -> &[T] {
        self
    }
    unsafe fn build(writer: &Writer, value: &[T]) -> Result<ListSlot, Error> {
        bytes::build(writer, value)
    }
    #[inline]
    fn view(slot: SlotRef<'_, Self>) -> ListRef<'_, T> {
        ListRef { slot }
    }
    #[inline]
    fn view_mut(slot: SlotMut<'_, Self>) -> ListMut<'_, T> {
        ListMut { slot, end: ListEnd::UNKNOWN }
    }
    #[inline]
    fn plain_element() -> Option<usize> {
        (T::PLAIN && size_of::<T>() > 0).then_some(size_of::<T>())
    }
    #[inline]
    fn plain_bytes(&self) -> Option<&[u8]> {
        // SAFETY: so many live values without padding (PLAIN).
        T::PLAIN.then(|| unsafe { std::slice::from_raw_parts(self.as_ptr().cast(), size_of_val(self.as_slice())) })
    }
    fn from_plain_bytes(bytes: &[u8]) -> Option<Vec<T>> {
        let size = Self::plain_element()?;
        let len = bytes.len() / size;
        let mut list: Vec<T> = Vec::with_capacity(len);
        // SAFETY: `len` elements are readable, and there is room for them; any bytes are a `T` (PLAIN).
        unsafe {
            list.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), len * size);
            list.set_len(len);
        }
        Some(list)
    }
    fn load(view: ListRef<'_, T>) -> Vec<T> {
        // As in `build`: an empty list is no level.
        if T::OWNS && !view.is_empty() { deeper_or_corrupt(|| view.elements().load()) } else { view.elements().load() }
    }
    unsafe fn release(slot: SlotRef<'_, Self>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe { bytes::release::<T, Self>(slot, writer) }
    }
    fn to_value(view: ListRef<'_, T>) -> Option<Value> {
        of_elements::<T>(view.iter(), Value::List)
    }
    fn from_value(value: Value) -> Result<Self, Value> {
        to_elements(value, |value| match value {
            Value::List(values) => Ok(values),
            other => Err(other),
        })
    }
    #[inline]
    fn shorten<'s, 'l: 's>(view: ListRef<'l, T>) -> ListRef<'s, T> {
        ListRef { slot: view.slot }
    }
}
