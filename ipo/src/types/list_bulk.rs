//! The methods of a list that add, take out or move several elements at once. Each is one journal scope: all or
//! nothing.

use std::ops::RangeBounds;

use super::bytes;
use super::list::{ListMut, ListRef};
use super::list_read::checked_positions;
use super::taken_in::taken_in;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;

impl<T: Shared> ListMut<'_, T> {
    /// Appends what an iterator gives, as [`push`](Self::push) takes it, all or nothing. To append numbers from a slice,
    /// [`extend_from_plain`](Self::extend_from_plain) is faster. All that the iterator gives is taken in before the list
    /// changes.
    ///
    /// # Errors
    /// Here and in the other methods that add elements: [`Error::OutOfSpace`], [`Error::JournalFull`],
    /// [`Error::TooLarge`]; the list is unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&Vec::<String>::new())?;
    /// let mut words = turn.get_mut(words)?;
    /// words.extend("to be or not".split(' '))?;
    /// words.resize(5, "?")?;
    /// assert_eq!(words.drain(1..3)?, ["be", "or"]);
    /// assert_eq!(words.swap_remove(0)?, "to");
    /// assert_eq!(words.iter().collect::<Vec<_>>(), ["?", "not"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend<'a>(&mut self, values: impl IntoIterator<Item = T::Arg<'a>>) -> Result<(), Error> {
        let (writer, size) = (self.place().1, size_of::<T::Slot>());
        let values = values.into_iter();
        if T::OWNS {
            let values = taken_in(writer, size, values.map(Ok))?;
            return self.extend_by(|writer| {
                // SAFETY: `extend_by` stores them, in its scope.
                values.into_iter().map(|value| unsafe { T::build(writer, value) }).collect()
            });
        }
        // SAFETY: a value that owns nothing allocates nothing: no scope is needed.
        let slots = taken_in(writer, size, values.map(|value| unsafe { T::build(writer, value) }))?;
        self.extend_by(|_| Ok(slots))
    }

    /// Appends what `build` makes, in one scope.
    fn extend_by(&mut self, build: impl FnOnce(&Writer) -> Result<Vec<T::Slot>, Error>) -> Result<(), Error> {
        let len = self.len();
        self.replace(len, 0, build)
    }

    /// Appends copies of another list's elements, with all that they own. The other list, which may be in another heap,
    /// stays as it is; [`append`](Self::append) moves elements.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if an element cannot be what it should be.
    pub fn extend_from_list(&mut self, other: ListRef<'_, T>) -> Result<(), Error> {
        let len = self.len();
        self.replace(len, 0, |writer| {
            // SAFETY: `replace` stores them, in its scope.
            other.iter().map(|view| unsafe { T::build_ref(writer, &T::load(view)) }).collect::<Result<Vec<_>, _>>()
        })
    }

    /// Appends a copy of an element that is given by its view, from this heap or another one, with all that it owns. Where
    /// [`push`](Self::push) takes what a getter gives, as for numbers and text, that is faster.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the element cannot be what it should be.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, SharedStruct};
    ///
    /// #[derive(SharedStruct)]
    /// struct Item { name: String }
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let item = turn.put(&Item { name: "torch".into() })?;
    /// let bag = turn.put(&Vec::<Item>::new())?;
    /// let other = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut other_turn = other.write()?;
    /// let other_bag = other_turn.put(&Vec::<Item>::new())?;
    ///
    /// other_turn.get_mut(other_bag)?.push_from(turn.get(item)?)?;
    /// turn.get_mut(bag)?.extend_from_list(other_turn.get(other_bag)?)?;
    /// assert_eq!(turn.get(bag)?.first().unwrap().name(), "torch");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn push_from(&mut self, view: T::Ref<'_>) -> Result<(), Error> {
        self.push(T::load(view).to_arg())
    }

    /// Moves all elements of another list to the end of this one, as std does: the other one is empty afterwards.
    ///
    /// # Errors
    /// As [`move_to`](Self::move_to).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let lists = turn.put(&vec![vec!["a".to_owned(), "b".into()], vec!["c".into()]])?;
    /// let mut lists = turn.get_mut(lists)?;
    /// let mut both = lists.iter_mut();
    /// let (mut one, mut two) = (both.next().unwrap(), both.next().unwrap());
    /// two.append(&mut one)?;
    /// assert_eq!(two.iter().collect::<String>(), "cab");
    /// two.move_to(1.., &mut one, 0)?; // the other way, in part
    /// assert_eq!((one.len(), two.len()), (2, 1));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn append(&mut self, other: &mut ListMut<'_, T>) -> Result<(), Error> {
        let len = self.len();
        other.move_to(.., self, len)
    }

    /// Moves the elements in a range out of this list and into another one, before its element at `at`, all or nothing.
    /// What they own stays where it is.
    ///
    /// If the other list lies in another heap, the values are copied there first and then removed here: each of the two
    /// is all or nothing, and a death in between leaves them in both lists.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; else as [`extend`](Self::extend). Both lists are unchanged then.
    pub fn move_to(
        &mut self,
        range: impl RangeBounds<usize>,
        other: &mut ListMut<'_, T>,
        at: usize,
    ) -> Result<(), Error> {
        let (range, len) = (checked_positions(range, self.len())?, other.len());
        if at > len {
            return Err(Error::OutOfBounds { index: at, len });
        }
        let writer = self.place().1;
        if !std::ptr::eq(writer, other.place().1) {
            let values: Vec<T> = self.as_ref().elements().part(range.clone()).iter().map(T::load).collect();
            other.replace(at, 0, |writer| {
                // SAFETY: `replace` stores them, in its scope.
                values.iter().map(|value| unsafe { T::build_ref(writer, value) }).collect::<Result<Vec<_>, _>>()
            })?;
            return self.replace(range.start, range.len(), |_| Ok([]));
        }
        let elements = self.as_ref().elements().part(range.clone());
        let slots: Vec<T::Slot> = (0..elements.len).filter_map(|i| elements.slot(i)).map(|slot| slot.get()).collect();
        let (from, to) = (self.changing().0, other.changing().0);
        // SAFETY: both slots are live and exclusive, and not the same one: two views for changing never are. What goes into
        // one list leaves the other in the same scope; the positions were checked.
        writer.scope(|| unsafe {
            bytes::exchange::<T>(to, writer, at, 0, &slots)?;
            bytes::exchange::<T>(from, writer, range.start, range.len(), &[])
        })
    }

    /// Makes the list `len` elements long: shortens it, or appends `value` as often as needed.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    pub fn resize<'a>(&mut self, len: usize, value: T::Arg<'a>) -> Result<(), Error>
    where
        T::Arg<'a>: Clone,
    {
        let old = self.len();
        match len.checked_sub(old) {
            Some(more) => self.replace(old, 0, |writer| {
                // SAFETY: `replace` stores what is built, in its scope.
                unsafe { repeat::<T>(writer, value, more) }
            }),
            None => self.truncate(len),
        }
    }

    /// Overwrites every element with `value`, all or nothing.
    ///
    /// # Errors
    /// As [`extend`](Self::extend).
    pub fn fill<'a>(&mut self, value: T::Arg<'a>) -> Result<(), Error>
    where
        T::Arg<'a>: Clone,
    {
        let len = self.len();
        self.replace(0, len, |writer| {
            // SAFETY: `replace` stores what is built, in its scope.
            unsafe { repeat::<T>(writer, value, len) }
        })
    }

    /// Takes the element at `index` away and copies it out; the last one takes its place. Constant time.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; [`Error::JournalFull`].
    pub fn swap_remove(&mut self, index: usize) -> Result<T, Error> {
        let (ptr, writer) = self.changing();
        let (elements, len) = (self.as_ref().elements(), self.len());
        let out_of_bounds = Error::OutOfBounds { index, len };
        let (Some(slot), Some(last)) = (elements.slot(index), elements.slot(len.wrapping_sub(1))) else {
            return Err(out_of_bounds);
        };
        let value = T::load(T::view(slot));
        writer.scope(|| {
            if T::OWNS {
                // SAFETY: the element is overwritten, or goes, below.
                unsafe { T::release(slot, writer)? };
            }
            // SAFETY: both are live elements of this exclusive list; the last one's place goes below, in this scope.
            unsafe {
                if index + 1 < len {
                    writer.write_logged(slot.ptr(), last.get())?;
                }
                bytes::exchange::<T>(ptr, writer, len - 1, 1, &[])
            }
        })?;
        Ok(value)
    }

    /// Takes the elements in a range away and copies them out, all or nothing; the ones behind move down. The block keeps
    /// its size.
    ///
    /// A `Vec`, where std's method gives an iterator that takes them away as it is dropped: here all are gone, or none,
    /// when the call returns.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`]; [`Error::JournalFull`], [`Error::OutOfSpace`]. The list is unchanged then.
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Result<Vec<T>, Error> {
        let range = checked_positions(range, self.len())?;
        let values = self.as_ref().elements().part(range.clone()).iter().map(T::load).collect();
        self.replace(range.start, range.len(), |_| Ok([]))?;
        Ok(values)
    }
}

/// So many slots of one value.
///
/// # Safety
/// As `Shared::build`.
pub(super) unsafe fn repeat<'a, T: Shared>(
    writer: &Writer,
    value: T::Arg<'a>,
    times: usize,
) -> Result<Vec<T::Slot>, Error>
where
    T::Arg<'a>: Clone,
{
    if (times as u64).saturating_mul(size_of::<T::Slot>() as u64) > writer.space().total_len() {
        // Before anything of that length is made here: it gives the error.
        bytes::allocate::<T>(writer, times)?;
    }
    if !T::OWNS {
        // SAFETY: by the caller.
        return Ok(vec![unsafe { T::build(writer, value)? }; times]);
    }
    // SAFETY: by the caller.
    std::iter::repeat_n(value, times).map(|value| unsafe { T::build(writer, value) }).collect()
}
