//! What subscribers do, without a turn.

use std::fmt;
use std::time::Duration;

use super::Topic;
use crate::Error;
use crate::object::Shared;
use crate::object::feed::{CUT_OFF, Seat};
use crate::object::slot::SlotRef;
use crate::sync::Ordering;
use crate::sys::shim;
use crate::turn::{Bell, Limit};

/// A place at a topic: gets each message that is published while it exists. Dropping it, or dying, leaves the topic.
pub struct Subscription<T: Shared> {
    topic: Topic<T>,
    place: usize,
    /// The position behind the last message that was received.
    expected: u64,
    lost: u64,
}

impl<T: Shared> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("backlog", &self.backlog())
            .field("lost", &self.lost)
            .finish_non_exhaustive()
    }
}

/// A message that is read where it lies. It stays there as long as this exists, whatever is published meanwhile.
pub struct InPlace<'s, T: Shared> {
    slot: SlotRef<'s, T>,
    subscription: &'s Subscription<T>,
}

impl<T: Shared> fmt::Debug for InPlace<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InPlace").field(&self.slot).finish()
    }
}

impl<T: Shared> InPlace<'_, T> {
    /// The message's view, as in a turn.
    ///
    /// # Panics
    /// Its methods: with a [`Corrupt`](crate::Corrupt) payload if a part of the message cannot be what it should be.
    pub fn get(&self) -> T::Ref<'_> {
        T::shorten(T::view(self.slot))
    }
}

impl<T: Shared> Drop for InPlace<'_, T> {
    fn drop(&mut self) {
        if self.subscription.topic.inner.check_process().is_err() {
            return; // the parent is reading
        }
        // Release: what was read was read before.
        shim::store(&self.subscription.seat().held, 0);
    }
}

impl<T: Shared> Subscription<T> {
    pub(super) fn new(topic: Topic<T>, place: usize, expected: u64) -> Subscription<T> {
        Subscription { topic, place, expected, lost: 0 }
    }

    fn seat(&self) -> &Seat {
        &self.topic.feed().seats()[self.place]
    }

    /// The next message; waits for one as long as it takes, [`recv_timeout`](Self::recv_timeout) with a limit. Copies it out;
    /// takes no turn.
    ///
    /// # Errors
    /// [`Error::Disconnected`]; [`Error::Forked`].
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the message cannot be what it should be.
    pub fn recv(&mut self) -> Result<T, Error> {
        self.recv_until(Limit::Never)
    }

    /// As [`recv`](Self::recv), but does not wait.
    ///
    /// # Errors
    /// [`Error::NoMessages`], and as there.
    ///
    /// # Panics
    /// As there.
    pub fn try_recv(&mut self) -> Result<T, Error> {
        Ok(T::load(self.try_recv_in_place()?.get()))
    }

    /// As [`recv`](Self::recv), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as there.
    ///
    /// # Panics
    /// As there.
    pub fn recv_timeout(&mut self, timeout: Duration) -> Result<T, Error> {
        self.recv_until(Limit::after(timeout))
    }

    /// The next message where it lies, without a copy and without waiting. While it is being read, this subscriber gets no
    /// other.
    ///
    /// # Errors
    /// [`Error::NoMessages`], and as [`recv`](Self::recv).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let frames = heap.topic::<Vec<u8>>("frames")?;
    /// let mut viewer = frames.subscribe()?;
    /// frames.publish(&vec![7; 100_000])?;
    /// let frame = viewer.try_recv_in_place()?;
    /// assert_eq!(frame.get().as_slice()[99_999], 7);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn try_recv_in_place(&mut self) -> Result<InPlace<'_, T>, Error> {
        match self.claim()? {
            Some(block) => self.open(block),
            None => Err(Error::NoMessages),
        }
    }

    /// As [`try_recv_in_place`](Self::try_recv_in_place), but waits for a message, no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as [`recv`](Self::recv).
    pub fn recv_in_place(&mut self, timeout: Duration) -> Result<InPlace<'_, T>, Error> {
        let block = self.await_block(Limit::after(timeout))?;
        self.open(block)
    }

    /// How many messages were left out for this subscriber so far because it was slow. Told with the first message behind
    /// them.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// How many messages are before this subscriber now.
    pub fn backlog(&self) -> u64 {
        let next = self.topic.feed().words().next.0.load(Ordering::Relaxed);
        // Relaxed, both: a number that may be another one by the time it is heard.
        match self.seat().cursor.load(Ordering::Relaxed) {
            CUT_OFF => 0,
            cursor => next.saturating_sub(cursor),
        }
    }

    /// The topic.
    pub fn topic(&self) -> &Topic<T> {
        &self.topic
    }

    fn recv_until(&mut self, limit: Limit) -> Result<T, Error> {
        let block = self.await_block(limit)?;
        Ok(T::load(self.open(block)?.get()))
    }

    fn await_block(&mut self, limit: Limit) -> Result<u64, Error> {
        if let Some(block) = self.claim()? {
            return Ok(block);
        }
        let topic = self.topic.clone();
        topic.wait(Bell(&topic.feed().words().arrivals.0), limit, || self.claim())
    }

    /// Takes the next message, if there is one: says which block is being read, then moves the cursor on.
    pub(super) fn claim(&mut self) -> Result<Option<u64>, Error> {
        self.topic.inner.check_process()?;
        let feed = self.topic.feed();
        let seat = &feed.seats()[self.place];
        loop {
            // SeqCst, here and below: pairs with the publisher, which first moves cursors and then looks at what is held.
            let position = seat.cursor.load(Ordering::SeqCst);
            if position == CUT_OFF {
                return Err(Error::Disconnected { received: self.expected });
            }
            let cell = feed.cell(position);
            // Acquire of the stamp's store: the message is whole. SeqCst: who waits announces itself before this look, and the
            // publisher looks for sleepers behind the stamp.
            let stamp = cell.stamp.load(Ordering::SeqCst);
            if stamp != position + 1 {
                if seat.cursor.load(Ordering::SeqCst) != position {
                    continue; // left behind meanwhile
                }
                return if stamp <= position { Ok(None) } else { Err(broken(position)) };
            }
            let block = cell.block.load(Ordering::Acquire);
            shim::publish(&seat.held, block);
            if shim::exchange(&seat.cursor, position, position + 1) {
                // The cursor was here, so the cell was not used again before the block was read from it.
                self.lost = self.lost.saturating_add(position.saturating_sub(self.expected));
                self.expected = position + 1;
                Bell(&feed.words().departures.0).ring();
                return Ok(Some(block));
            }
            shim::store(&seat.held, 0);
        }
    }

    /// The message in a block that was claimed.
    pub(super) fn open(&self, block: u64) -> Result<InPlace<'_, T>, Error> {
        let space = self.topic.feed().space();
        let slot = self.find(block).or_else(|_| {
            // It may lie further than what this process knew to be committed.
            space.refresh()?;
            self.find(block)
        });
        match slot {
            Ok(slot) => Ok(InPlace { slot, subscription: self }),
            Err(error) => {
                shim::store(&self.seat().held, 0);
                Err(error)
            }
        }
    }

    fn find(&self, block: u64) -> Result<SlotRef<'_, T>, Error> {
        let space = self.topic.feed().space();
        space.message_slot::<T>(space.message(block)?)
    }
}

#[cold]
fn broken(position: u64) -> Error {
    Error::corrupt(position, "a topic's cell with a message of the future")
}

impl<T: Shared> Drop for Subscription<T> {
    fn drop(&mut self) {
        if self.topic.inner.check_process().is_err() {
            return; // the place is the parent's
        }
        let feed = self.topic.feed();
        let seat = &feed.seats()[self.place];
        // In this order: a place without an owner is whole, whoever dies in between.
        shim::store(&seat.held, 0);
        shim::publish(&seat.cursor, CUT_OFF);
        shim::publish(&seat.owner, 0);
        Bell(&feed.words().departures.0).ring();
    }
}
