//! Looking at messages that stay where they are.

use std::mem::MaybeUninit;

use super::Queue;
use super::inside::{decode, fits_in_cell};
use crate::Error;
use crate::alloc::List;
use crate::heap::ReadTurn;
use crate::object::Shared;
use crate::object::ring::{Content, Ring, State, Word};
use crate::sync::{Ordering, fence};
use crate::turn::Limit;

impl<T: Shared> Queue<T> {
    /// How many messages wait. Looks at every cell of the queue; what others do meanwhile may be counted or not.
    pub fn len(&self) -> usize {
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        ring.all_full().count() + (lists.front.len() + lists.back.len()) as usize
    }

    /// Whether no message waits.
    pub fn is_empty(&self) -> bool {
        !self.has_some()
    }

    /// A copy of the first message, which stays. Takes a read turn; waiting for it is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::NoMessages`], and as [`Heap::read`](crate::Heap::read).
    ///
    /// # Panics
    /// As [`take`](Self::take).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let numbers = heap.queue::<i64>("numbers")?;
    /// (1..=3).try_for_each(|n| numbers.send(&n))?;
    /// assert_eq!(numbers.peek()?, 1);
    /// assert_eq!(numbers.messages()?, [1, 2, 3]);
    /// assert_eq!(numbers.len(), 3);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn peek(&self) -> Result<T, Error> {
        self.copies(1)?.pop().ok_or(Error::NoMessages)
    }

    /// Copies of all messages that wait, in the order in which they would be taken. Takes a read turn, as [`peek`](Self::peek)
    /// does. What others send or take meanwhile may be among them or not.
    ///
    /// # Errors
    /// As [`Heap::read`](crate::Heap::read).
    ///
    /// # Panics
    /// As [`take`](Self::take).
    pub fn messages(&self) -> Result<Vec<T>, Error> {
        self.copies(usize::MAX)
    }

    /// The first `most` messages.
    fn copies(&self, most: usize) -> Result<Vec<T>, Error> {
        let turn = ReadTurn::enter(&self.inner, &Limit::Never)?;
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        let mut copies = Vec::new();
        self.copy_list(&lists.front, most, &mut copies)?;
        for found in ring.snapshot() {
            if copies.len() < most {
                copies.extend(copy_of(&ring, found)?);
            }
        }
        self.copy_list(&lists.back, most, &mut copies)?;
        drop(turn);
        Ok(copies)
    }

    fn copy_list(&self, list: &List, most: usize, copies: &mut Vec<T>) -> Result<(), Error> {
        let space = self.inner.space();
        let mut at = list.first.load(Ordering::Relaxed);
        for _ in 0..list.len() {
            if at == 0 || copies.len() >= most {
                break;
            }
            let message = space.message(at)?;
            copies.push(T::load(T::view(space.message_slot::<T>(message)?)));
            at = message.next;
        }
        Ok(())
    }
}

/// A copy of the message in a cell, unless somebody takes it meanwhile.
fn copy_of<T: Shared>(ring: &Ring<'_>, (position, word): (u64, Word)) -> Result<Option<T>, Error> {
    debug_assert_eq!(word.state(), State::Full);
    let unchanged = || {
        // Acquire: the reads before it stay before it; and they saw what the cell's own word says, if that is the same.
        fence(Ordering::Acquire);
        ring.word(position).load(Ordering::Relaxed) == word.0
    };
    let content = Content::of(ring.content(position).load(Ordering::Relaxed));
    match content {
        Content::Inline if fits_in_cell::<T>(ring) => {
            let mut slot = MaybeUninit::<T::Slot>::uninit();
            // SAFETY: the cell has so many bytes.
            unsafe { copy_racing(ring.payload(position).as_ptr(), slot.as_mut_ptr().cast(), size_of::<T::Slot>()) };
            // SAFETY: any bytes are a slot.
            Ok(unchanged().then(|| decode(ring, unsafe { slot.assume_init_ref() })))
        }
        // In a read turn nobody frees a block.
        Content::Block(at) if unchanged() => {
            let slot = ring.space().message_slot::<T>(ring.space().message(at)?)?;
            Ok(Some(T::load(T::view(slot))))
        }
        Content::Buffer { number, len } if unchanged() => copy_of_buffer::<T>(ring, number, len, unchanged),
        Content::Inline if unchanged() => {
            Err(Error::corrupt(ring.at(), "a message in a cell that is too small for it"))
        }
        _ => Ok(None),
    }
}

/// A copy of what lies in a buffer, if the cell that names it is still the same afterwards.
fn copy_of_buffer<T: Shared>(
    ring: &Ring<'_>,
    number: u64,
    len: u64,
    unchanged: impl Fn() -> bool,
) -> Result<Option<T>, Error> {
    let size = T::plain_element().unwrap_or(1) as u64;
    let from = ring.buffer_place(number, len, size)?;
    // Behind the look at the length, which has to fit into the buffer.
    let mut bytes = vec![0; (len * size) as usize];
    // SAFETY: so many bytes can be read, which was just checked.
    unsafe { copy_racing(from.as_ptr(), bytes.as_mut_ptr(), bytes.len()) };
    Ok(if unchanged() { T::from_plain_bytes(&bytes) } else { None })
}

/// Copies bytes that another process may be changing: the copy then means nothing and is thrown away.
///
/// # Safety
/// `from` is readable and `to` writable for `len` bytes.
unsafe fn copy_racing(from: *const u8, to: *mut u8, len: usize) {
    for i in 0..len {
        // SAFETY: by the caller. Volatile: nothing is concluded from a byte before the cell's word was seen unchanged.
        unsafe { to.add(i).write(from.add(i).read_volatile()) };
    }
}
