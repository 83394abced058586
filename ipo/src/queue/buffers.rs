//! Buffers of a byte queue: blocks that stay with the queue, so that a long message needs neither a turn nor fresh memory.
//! The lowest free one is taken first: its bytes are the likeliest to be in a cache. A buffer's word names who holds it;
//! while a full cell names the buffer, the cell is the truth.

use std::mem::MaybeUninit;
use std::ptr::NonNull;

use super::inside::decode;
use crate::Error;
use crate::object::Shared;
use crate::object::ring::{Ring, held_by};
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::{cache, shim};
use crate::types::ListSlot;

impl Ring<'_> {
    /// A free buffer, from now on this participant's: its number and its room. One with room for `len` bytes if there is
    /// any.
    #[inline]
    pub(super) fn claim_buffer(&self, me: Me, len: u64) -> Option<(u64, u64)> {
        self.claim_buffer_if(me, |room| room >= len).or_else(|| self.claim_buffer_if(me, |_| true))
    }

    #[inline]
    fn claim_buffer_if(&self, me: Me, fits: impl Fn(u64) -> bool) -> Option<(u64, u64)> {
        let mut first = true;
        (0..self.facts.buffers).find_map(|number| {
            let [word, block, room] = self.buffer(number)?;
            // Relaxed: the exchange orders; the room is looked at again behind it.
            if !fits(room.load(Ordering::Relaxed)) {
                return None;
            }
            if std::mem::take(&mut first) {
                // In all likelihood this one is free, and all three were last changed by whoever took the last message from it.
                cache::will_change(word);
                self.touch(block, cache::will_change);
            }
            if word.load(Ordering::Relaxed) != 0 || !shim::exchange(word, 0, held_by(me)) {
                return None;
            }
            Some((number, room.load(Ordering::Relaxed)))
        })
    }

    /// Asks for the lines of a message in a buffer that are needed first, before its cell is claimed.
    #[inline]
    pub(super) fn expect_buffer(&self, number: u64) {
        if let Some([word, block, _]) = self.buffer(number) {
            cache::will_change(word);
            self.touch(block, cache::will_read);
        }
    }

    #[inline]
    fn touch(&self, block: &AtomicU64, advise: impl Fn(*const u8)) {
        // Relaxed: advice, of which nothing follows. The place is checked where it is used.
        if let Some(first) = self.space().check(block.load(Ordering::Relaxed), 64, 16) {
            advise(first.as_ptr());
        }
    }

    /// Notes that a buffer is this participant's: it took the cell that named it.
    #[inline]
    pub(super) fn hold_buffer(&self, me: Me, number: u64) {
        if let Some([word, ..]) = self.buffer(number) {
            shim::store(word, held_by(me));
        }
    }

    /// Gives a buffer back to the queue.
    #[inline]
    pub(super) fn free_buffer(&self, number: u64) {
        if let Some([word, ..]) = self.buffer(number) {
            // Behind it the caller looks for those who wait for a buffer.
            shim::publish(word, 0);
        }
    }

    /// Where the first `len` elements of that size lie in a buffer.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it has not so many.
    #[inline]
    pub(super) fn buffer_place(&self, number: u64, len: u64, size: u64) -> Result<NonNull<u8>, Error> {
        let broken = || Error::corrupt(self.at(), "a message that is longer than its buffer");
        let [_, block, room] = self.buffer(number).ok_or_else(broken)?;
        // Relaxed: both change only while somebody holds the buffer, who gave it on by a Release.
        let (block, room) = (block.load(Ordering::Relaxed), room.load(Ordering::Relaxed));
        let bytes = len.checked_mul(size).filter(|&bytes| bytes <= room).ok_or_else(broken)?;
        if bytes == 0 {
            return Ok(EMPTY);
        }
        if let Some(place) = self.space().check(block, bytes, 16) {
            return Ok(place);
        }
        // Memory that another process has committed since this one's last turn.
        self.space().refresh()?;
        self.space().check(block, bytes, 16).ok_or_else(broken)
    }

    /// The slot of a list whose elements are the first `len` of a buffer.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if the queue's messages are no lists, or the buffer is too short.
    pub(super) fn list_slot<T: Shared>(&self, number: u64, len: u64) -> Result<T::Slot, Error> {
        let size =
            T::plain_element().ok_or_else(|| Error::corrupt(self.at(), "a buffer in a queue without any"))? as u64;
        self.buffer_place(number, len, size)?;
        let [_, block, room] = self.buffer(number).ok_or_else(|| Error::corrupt(self.at(), "a buffer that is none"))?;
        let (block, room) = (block.load(Ordering::Relaxed), room.load(Ordering::Relaxed) / size);
        let list = if block == 0 { ListSlot::EMPTY } else { ListSlot::outside(block, len as usize, room as usize) };
        let mut slot = MaybeUninit::<T::Slot>::zeroed();
        assert_eq!(size_of::<T::Slot>(), size_of::<ListSlot>(), "the slot of a list");
        // SAFETY: the slot of a list is a ListSlot, says `plain_element`, and their sizes are equal.
        unsafe {
            slot.as_mut_ptr().cast::<ListSlot>().write_unaligned(list);
            Ok(slot.assume_init())
        }
    }

    /// The message in a buffer that this participant holds, itself or through a cell that it has claimed.
    pub(super) fn read_buffer<T: Shared>(&self, number: u64, len: u64) -> Result<T, Error> {
        Ok(decode(self, &self.list_slot::<T>(number, len)?))
    }
}

/// Where no bytes lie, aligned for any number.
const EMPTY: NonNull<u8> = NonNull::<u128>::dangling().cast();
