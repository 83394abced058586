//! Buffers of a byte queue: blocks that stay with the queue, so that a long message needs neither a turn nor fresh memory.
//! The lowest free one is taken first: its bytes are the likeliest to be in a cache. A buffer's word names who holds it;
//! while a full cell names the buffer, the cell is the truth.

use crate::Error;
use crate::object::ring::{Ring, held_by};
use crate::region::participant::Me;
use crate::sync::Ordering;
use crate::sys::shim;

impl<'a> Ring<'a> {
    /// A free buffer, from now on this participant's: its number and its room. One with room for `len` bytes if there is
    /// any.
    #[inline]
    pub(super) fn claim_buffer(&self, me: Me, len: u64) -> Option<(u64, u64)> {
        self.claim_buffer_if(me, |room| room >= len).or_else(|| self.claim_buffer_if(me, |_| true))
    }

    #[inline]
    fn claim_buffer_if(&self, me: Me, fits: impl Fn(u64) -> bool) -> Option<(u64, u64)> {
        (0..self.facts.buffers).find_map(|number| {
            let [word, _, room] = self.buffer(number)?;
            // Relaxed: the exchange orders; the room is looked at again behind it.
            let free = word.load(Ordering::Relaxed) == 0 && fits(room.load(Ordering::Relaxed));
            if !free || !shim::exchange(word, 0, held_by(me)) {
                return None;
            }
            Some((number, room.load(Ordering::Relaxed)))
        })
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
            shim::store(word, 0);
        }
    }

    /// Where the first `len` bytes of a buffer lie.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it has not so many.
    #[inline]
    pub(super) fn buffer_bytes(&self, number: u64, len: u64) -> Result<std::ptr::NonNull<u8>, Error> {
        let broken = || Error::corrupt(self.at(), "a message that is longer than its buffer");
        let [_, block, room] = self.buffer(number).ok_or_else(broken)?;
        // Relaxed: both change only while somebody holds the buffer, who gave it on by a Release.
        let (block, room) = (block.load(Ordering::Relaxed), room.load(Ordering::Relaxed));
        if len > room {
            return Err(broken());
        }
        if len == 0 {
            return Ok(std::ptr::NonNull::dangling());
        }
        if let Some(bytes) = self.space().check(block, len, 16) {
            return Ok(bytes);
        }
        // Memory that another process has committed since this one's last turn.
        self.space().refresh()?;
        self.space().check(block, len, 16).ok_or_else(broken)
    }

    /// The bytes of a message in a buffer that this participant holds, itself or through a cell that it has claimed.
    pub(super) fn bytes_of(&self, number: u64, len: u64) -> Result<&'a [u8], Error> {
        let bytes = self.buffer_bytes(number, len)?;
        // SAFETY: in bounds; nobody else writes to it while this participant holds it.
        Ok(unsafe { std::slice::from_raw_parts(bytes.as_ptr(), len as usize) })
    }
}
