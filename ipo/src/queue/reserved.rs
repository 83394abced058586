//! Sending long messages in place: memory of the heap that a sender fills, without a copy and without a turn.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::time::Duration;

use super::Queue;
use crate::Error;
use crate::alloc::BlockKind;
use crate::object::ring::{Content, Ring};
use crate::object::{Plain, Shared};
use crate::sync::Ordering;
use crate::sys::shim;
use crate::turn::{Bell, Limit};

/// Memory of the heap for a message that is being written: see [`Queue::reserve`].
///
/// Dropped without [`commit`](Reserved::commit), nothing is sent.
pub struct Reserved<'q, P: Plain> {
    queue: &'q Queue<Vec<P>>,
    /// `None` once it was sent.
    number: Option<u64>,
    place: NonNull<P>,
    len: usize,
}

// SAFETY: the memory is this value's alone, like that of a Vec, and numbers go to any thread.
unsafe impl<P: Plain + Send> Send for Reserved<'_, P> {}
// SAFETY: as above; a shared reference only reads.
unsafe impl<P: Plain + Sync> Sync for Reserved<'_, P> {}

impl<P: Plain> fmt::Debug for Reserved<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reserved").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Plain values in place: for queues of `Vec<u8>`, `Vec<f64>`, `Vec<[f32; 3]>`, `Vec<Pod<Tick>>` and the like.
impl<P: Plain> Queue<Vec<P>> {
    /// Memory in the heap for a message of so many numbers, to be written in place and then [sent](Reserved::commit) without
    /// a copy. What it holds at first is whatever an older message left.
    ///
    /// It is one of the queue's buffers, which grow as they are needed and stay with the queue: the one that was used last
    /// is the first to be used again, while it is in the caches. With a buffer that is large enough this takes no turn;
    /// waits while all buffers are in use, [`reserve_timeout`](Self::reserve_timeout) with a limit. Where a buffer has to grow,
    /// waiting for the turn is also limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::Closed`], [`Error::ReadOnly`], [`Error::Forked`]; where a buffer has to grow as
    /// [`Heap::write`](crate::Heap::write), and [`Error::OutOfSpace`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(4 << 20).create_anonymous()?;
    /// let frames = heap.queue::<Vec<u8>>("frames")?;
    ///
    /// let mut frame = frames.reserve(400_000)?;
    /// frame[0] = 7; // written where the taker will read it
    /// frame.commit()?;
    ///
    /// let frame = frames.take_in_place()?;
    /// assert_eq!((frame.len(), frame[0]), (400_000, 7));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn reserve(&self, len: usize) -> Result<Reserved<'_, P>, Error> {
        self.reserve_until(len, Limit::Never)
    }

    /// As [`reserve`](Self::reserve), but does not wait.
    ///
    /// # Errors
    /// [`Error::QueueFull`] if all buffers are in use; [`Error::WouldBlock`] if one has to grow and another one has the turn;
    /// and as `reserve`.
    pub fn try_reserve(&self, len: usize) -> Result<Reserved<'_, P>, Error> {
        match self.reserve_once(len, Limit::Try)? {
            Some(reserved) => Ok(reserved),
            None => Err(Error::QueueFull { bound: self.facts.buffers }),
        }
    }

    /// As [`reserve`](Self::reserve), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as `reserve`.
    pub fn reserve_timeout(&self, len: usize, timeout: Duration) -> Result<Reserved<'_, P>, Error> {
        self.reserve_until(len, Limit::after(timeout))
    }

    fn reserve_until(&self, len: usize, limit: Limit) -> Result<Reserved<'_, P>, Error> {
        let ring = self.ring();
        if ring.facts.buffers == 0 {
            return Err(Error::QueueFull { bound: 0 });
        }
        self.wait(Bell(&ring.words().departures.0), limit, || self.reserve_once(len, limit))
    }

    fn reserve_once(&self, len: usize, limit: Limit) -> Result<Option<Reserved<'_, P>>, Error> {
        self.may_change()?;
        if self.ring().words().lists.0.closed.load(Ordering::Relaxed) != 0 {
            return Err(self.closed());
        }
        let Some((number, place)) = self.buffer_for(len as u64, size_of::<P>() as u64, limit)? else { return Ok(None) };
        Ok(Some(Reserved { queue: self, number: Some(number), place: place.cast(), len }))
    }
}

impl<P: Plain> Deref for Reserved<'_, P> {
    type Target = [P];
    #[inline]
    fn deref(&self) -> &[P] {
        // SAFETY: the place has room for so many numbers, any bytes are such, and nobody else uses a buffer that this
        // participant holds.
        unsafe { std::slice::from_raw_parts(self.place.as_ptr(), self.len) }
    }
}

impl<P: Plain> DerefMut for Reserved<'_, P> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [P] {
        // SAFETY: as in `deref`.
        unsafe { std::slice::from_raw_parts_mut(self.place.as_ptr(), self.len) }
    }
}

impl<P: Plain> Reserved<'_, P> {
    /// Makes the message shorter: only the first `len` numbers are sent. One that is not longer stays as it is.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Sends the message where it lies. Waits for room if the queue is bounded; [`commit_timeout`](Self::commit_timeout) has a
    /// limit. What the ring has no room for takes a turn, waiting for which is also limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::Closed`], and as [`Queue::send`]: nothing was sent.
    pub fn commit(self) -> Result<(), Error> {
        self.commit_until(Limit::Never)
    }

    /// As [`commit`](Self::commit), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as `commit`: nothing was sent.
    pub fn commit_timeout(self, timeout: Duration) -> Result<(), Error> {
        self.commit_until(Limit::after(timeout))
    }

    fn commit_until(mut self, limit: Limit) -> Result<(), Error> {
        let Some(number) = self.number else { return Ok(()) };
        let (queue, len) = (self.queue, self.len as u64);
        let ring = queue.ring();
        if !queue.send_buffer_at_once(&ring, number, len) {
            queue.wait(Bell(&ring.words().departures.0), limit, || queue.send_buffer(number, len, limit))?;
        }
        self.number = None;
        Ok(())
    }
}

impl<P: Plain> Drop for Reserved<'_, P> {
    fn drop(&mut self) {
        if let (Some(number), false) = (self.number, self.queue.inner.region().forked()) {
            let ring = self.queue.ring();
            ring.free_buffer(number);
            self.queue.tell_senders(&ring);
        }
    }
}

impl<T: Shared> Queue<T> {
    /// A buffer with room for `len` elements of that size, held by this participant from now on: its number and its place.
    pub(super) fn buffer_for(&self, len: u64, size: u64, limit: Limit) -> Result<Option<(u64, NonNull<u8>)>, Error> {
        let ring = self.ring();
        let bytes = len.checked_mul(size).filter(|&bytes| bytes <= ring.space().total_len());
        let too_long = || Error::TooLarge { what: "a message", size: len, limit: ring.space().total_len() / size };
        let bytes = bytes.ok_or_else(too_long)?;
        let Some((number, room)) = ring.claim_buffer(self.me, bytes) else { return Ok(None) };
        let place = if room >= bytes { Ok(()) } else { self.grow_buffer(&ring, number, bytes, limit) }
            .and_then(|()| ring.buffer_place(number, len, size));
        match place {
            Ok(place) => Ok(Some((number, place))),
            Err(error) => {
                ring.free_buffer(number);
                self.tell_senders(&ring);
                Err(error)
            }
        }
    }

    #[cold]
    fn grow_buffer(&self, ring: &Ring<'_>, number: u64, bytes: u64, limit: Limit) -> Result<(), Error> {
        let Some([_, block, room]) = ring.buffer(number) else { return Ok(()) };
        self.inside(limit, |inside| {
            let writer = inside.writer;
            writer.scope(|| {
                let old = block.load(Ordering::Relaxed);
                if old != 0 {
                    writer.free(old, BlockKind::Data)?;
                }
                let (at, _) = writer.allocate(bytes, true, BlockKind::Data)?;
                writer.change_word(block, at)?;
                writer.change_word(room, writer.block_room(at)?)
            })
        })
    }

    /// Sends what lies in a buffer that this participant holds. `None` if the queue is bounded and full.
    pub(super) fn send_buffer(&self, number: u64, len: u64, limit: Limit) -> Result<Option<()>, Error> {
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        if lists.closed.load(Ordering::Relaxed) != 0 {
            return Err(self.closed());
        }
        if self.send_buffer_at_once(&ring, number, len) {
            return Ok(Some(()));
        }
        if super::outside::ring_is_full(&ring) {
            return Ok(None);
        }
        let sent = self.inside(limit, |inside| inside.send_given_away::<T>(number, len))?;
        if sent {
            ring.free_buffer(number);
        }
        Ok(sent.then_some(()))
    }

    /// As `send_buffer`, if that needs a free cell only and there is one; or does nothing, and says so.
    #[inline]
    fn send_buffer_at_once(&self, ring: &Ring<'_>, number: u64, len: u64) -> bool {
        // Relaxed: as in `send_once`.
        if ring.words().lists.0.closed.load(Ordering::Relaxed) != 0 || !ring.is_straight() {
            return false;
        }
        // Once it is sent, the cell says whose the buffer is.
        ring.put(self.me, |_| Content::Buffer { number, len })
    }

    /// Sends a list of plain values of that size through a buffer. `None` if the queue is bounded and full, or has no buffer left.
    #[inline]
    pub(super) fn send_plain(&self, bytes: &[u8], size: usize, limit: Limit) -> Result<Option<()>, Error> {
        let len = (bytes.len() / size) as u64;
        let Some((number, place)) = self.buffer_for(len, size as u64, limit)? else { return Ok(None) };
        // SAFETY: a buffer of at least so many bytes, which nobody else uses.
        unsafe { shim::copy(bytes.as_ptr(), place.as_ptr(), bytes.len()) };
        let ring = self.ring();
        let sent = self.send_buffer(number, len, limit);
        if !matches!(sent, Ok(Some(()))) {
            ring.free_buffer(number);
            self.tell_senders(&ring);
        }
        sent
    }
}
