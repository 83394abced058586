//! Taking long messages in place: a taker reads where the sender wrote, without a copy and without a turn.

use std::fmt;
use std::ops::Deref;
use std::ptr::NonNull;
use std::time::Duration;

use super::Queue;
use super::cells::Claim;
use super::inside::End;
use super::seen::Next;
use crate::Error;
use crate::heap::{TurnOwner, WriteTurn};
use crate::object::ring::{Content, Ring};
use crate::object::{Handle, Plain, Shared};
use crate::sync::Ordering;
use crate::turn::Limit;

/// A message that was taken and lies where its sender wrote it: see [`Queue::take_in_place`].
///
/// Its memory goes back to the queue when it is dropped, or when its process dies.
pub struct Taken<'q, P: Plain> {
    queue: &'q Queue<Vec<P>>,
    memory: Memory<P>,
    redelivered: bool,
}

enum Memory<P> {
    /// In a buffer, which this participant holds.
    Buffer { number: u64, place: NonNull<P>, len: usize },
    /// It came another way, and was copied.
    Copied(Vec<P>),
    /// It has become an object.
    Kept,
}

/// A message in a buffer that this participant holds.
#[derive(Clone, Copy)]
struct InBuffer {
    number: u64,
    place: NonNull<u8>,
    len: usize,
    redelivered: bool,
}

impl InBuffer {
    #[inline(always)]
    fn of<P: Plain>(self, queue: &Queue<Vec<P>>) -> Taken<'_, P> {
        let memory = Memory::Buffer { number: self.number, place: self.place.cast(), len: self.len };
        Taken { queue, memory, redelivered: self.redelivered }
    }
}

// SAFETY: the memory is this value's alone, like that of a Vec, and numbers go to any thread.
unsafe impl<P: Plain + Send> Send for Taken<'_, P> {}
// SAFETY: as above; a shared reference only reads.
unsafe impl<P: Plain + Sync> Sync for Taken<'_, P> {}

impl<P: Plain> fmt::Debug for Taken<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taken").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Plain values in place: for queues of `Vec<u8>`, `Vec<f64>`, `Vec<[f32; 3]>`, `Vec<Pod<Tick>>` and the like.
impl<P: Plain> Queue<Vec<P>> {
    /// Takes the first message where it lies; waits for one, [`take_in_place_timeout`](Self::take_in_place_timeout)
    /// with a limit. A message that was sent by [`reserve`](Self::reserve) or
    /// [`send`](Self::send) is not copied, and no turn is taken.
    ///
    /// The message is gone from the queue, also if the process dies before it has read it.
    ///
    /// One that lies elsewhere is copied in a turn, waiting for which is also limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// As [`take`](Self::take).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(4 << 20).create_anonymous()?;
    /// let rows = heap.queue::<Vec<f64>>("rows")?;
    /// rows.send(&vec![0.5, 1.5])?;
    /// let row = rows.take_in_place()?;
    /// assert_eq!(row.iter().sum::<f64>(), 2.0);
    ///
    /// // The same memory as an object of the heap.
    /// let row = row.keep(&mut heap.write()?)?;
    /// assert_eq!(heap.read()?.get(row)?.as_slice(), [0.5, 1.5]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn take_in_place(&self) -> Result<Taken<'_, P>, Error> {
        self.receive(Limit::Never, self.needs_turns(), || self.take_place(Limit::Never))
    }

    /// As [`take_in_place`](Self::take_in_place), but does not wait.
    ///
    /// # Errors
    /// As [`try_take`](Self::try_take).
    #[inline]
    pub fn try_take_in_place(&self) -> Result<Taken<'_, P>, Error> {
        match self.take_at_once() {
            Ok(taken) => Ok(taken.of(self)),
            Err(empty) => self.no_place(empty),
        }
    }

    /// After `take_at_once` found nothing, or something else than what it can take.
    #[inline(never)]
    fn no_place(&self, empty: bool) -> Result<Taken<'_, P>, Error> {
        if !empty {
            if let Some(taken) = self.take_place(Limit::Try)? {
                return Ok(taken);
            }
        }
        self.check_drained()?;
        let again = if self.look_at_times()? { self.take_place(Limit::Try)? } else { None };
        again.ok_or(Error::NoMessages)
    }

    /// As [`take_in_place`](Self::take_in_place), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// As [`take_timeout`](Self::take_timeout).
    pub fn take_in_place_timeout(&self, timeout: Duration) -> Result<Taken<'_, P>, Error> {
        let limit = Limit::after(timeout);
        self.receive(limit, self.needs_turns(), || self.take_place(limit))
    }

    /// Takes the first message, if it is one in a buffer and nothing has to be seen to before; else whether there is none.
    // Always, and in registers: what is returned through memory would be read behind the stores to the message's lines, which
    // take their time.
    #[inline(always)]
    fn take_at_once(&self) -> Result<InBuffer, bool> {
        let ring = self.ring();
        let words = ring.words();
        // Relaxed, in `len`: a turn looks again.
        if self.may_change().is_err()
            || !self.caught_up(&ring)
            || words.leased.0.len() != 0
            || words.lists.0.front.len() != 0
        {
            return Err(false);
        }
        loop {
            let found = match self.seen.next(&ring) {
                Next::Found(found) => found,
                Next::Behind => return Err(false),
                Next::Nowhere => return Err(true),
            };
            let Content::Buffer { number, .. } = Content::of(ring.content(found.0).load(Ordering::Relaxed)) else {
                return Err(false);
            };
            ring.expect_buffer(number);
            if let Some(claim) = ring.claim_full(self.me, found) {
                return self.open(&ring, claim).map_err(|_| false);
            }
        }
    }

    /// The message of a cell that was claimed; the cell is put back if it is not one in a buffer, or cannot be.
    #[inline(always)]
    fn open(&self, ring: &Ring<'_>, claim: Claim) -> Result<InBuffer, Option<Error>> {
        // What it was before the claim may be another message's.
        let Content::Buffer { number, len } = Content::of(ring.content(claim.position).load(Ordering::Relaxed)) else {
            ring.put_back(claim);
            return Err(None);
        };
        match ring.buffer_place(number, len, size_of::<P>() as u64) {
            Ok(place) => {
                ring.hold_buffer(self.me, number);
                ring.empty(claim);
                Ok(InBuffer { number, place, len: len as usize, redelivered: claim.word.redelivered() })
            }
            Err(error) => {
                ring.put_back(claim);
                Err(Some(error))
            }
        }
    }

    fn take_place(&self, limit: Limit) -> Result<Option<Taken<'_, P>>, Error> {
        self.may_change()?;
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        self.catch_up(limit)?;
        // Relaxed: a turn looks again.
        if lists.front.len() == 0 {
            loop {
                let found = match self.seen.next(&ring) {
                    Next::Found(found) => found,
                    Next::Behind => break,
                    Next::Nowhere => return Ok(None),
                };
                let Content::Buffer { number, .. } = Content::of(ring.content(found.0).load(Ordering::Relaxed)) else {
                    break;
                };
                ring.expect_buffer(number);
                let Some(claim) = ring.claim_full(self.me, found) else { continue };
                match self.open(&ring, claim) {
                    Ok(taken) => return Ok(Some(taken.of(self))),
                    Err(Some(error)) => return Err(error),
                    Err(None) => break,
                }
            }
        }
        self.take_copy(limit)
    }

    /// Takes the first message in a turn: one that does not lie in a buffer.
    #[cold]
    #[inline(never)]
    fn take_copy(&self, limit: Limit) -> Result<Option<Taken<'_, P>>, Error> {
        let received = self.inside(limit, |inside| inside.take::<Vec<P>>(End::First))?;
        Ok(received.map(|received| Taken {
            queue: self,
            memory: Memory::Copied(received.value),
            redelivered: received.redelivered,
        }))
    }
}

impl<P: Plain> Deref for Taken<'_, P> {
    type Target = [P];
    #[inline]
    fn deref(&self) -> &[P] {
        match &self.memory {
            // SAFETY: the buffer has so many numbers, any bytes are such, and nobody changes a buffer that this participant
            // holds.
            Memory::Buffer { place, len, .. } => unsafe { std::slice::from_raw_parts(place.as_ptr(), *len) },
            Memory::Copied(numbers) => numbers,
            Memory::Kept => &[],
        }
    }
}

impl<P: Plain> Taken<'_, P> {
    /// Whether somebody had the message before and may not have finished with it.
    pub fn redelivered(&self) -> bool {
        self.redelivered
    }

    /// Makes the message an object of the heap, which lies where the message does: no copy.
    ///
    /// # Errors
    /// [`Error::OtherHeap`] if the turn is another heap's; [`Error::OutOfSpace`], [`Error::JournalFull`]; the message is lost
    /// then.
    pub fn keep<O: TurnOwner>(mut self, turn: &mut WriteTurn<'_, O>) -> Result<Handle<Vec<P>>, Error> {
        let writer = turn.writer();
        if writer.region().identity() != self.queue.inner.region().identity() {
            return Err(Error::OtherHeap);
        }
        let ring = self.queue.ring();
        let kept = match &self.memory {
            Memory::Buffer { number, len, .. } => writer.scope(|| {
                writer.register(<Vec<P>>::schema(), <Vec<P>>::deep())?;
                let slot = self.queue.with(writer).give_away::<Vec<P>>(*number, *len as u64)?;
                writer.put_slot(slot)
            })?,
            Memory::Copied(numbers) => return turn.put(numbers),
            Memory::Kept => unreachable!("a message is kept once"),
        };
        if let Memory::Buffer { number, .. } = std::mem::replace(&mut self.memory, Memory::Kept) {
            ring.free_buffer(number);
            self.queue.tell_senders(&ring);
        }
        Ok(kept)
    }
}

impl<P: Plain> Drop for Taken<'_, P> {
    #[inline]
    fn drop(&mut self) {
        if let (Memory::Buffer { number, .. }, false) = (&self.memory, self.queue.inner.region().forked()) {
            let ring = self.queue.ring();
            ring.free_buffer(*number);
            self.queue.tell_senders(&ring);
        }
    }
}
