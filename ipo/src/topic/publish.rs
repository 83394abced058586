//! What publishers do, inside of a write turn: room for the message, the message, and what the slow have to bear.

use std::time::Duration;

use super::Topic;
use super::subscribe::{Slow, terms_of};
use crate::Error;
use crate::heap::{TurnOwner, WriteTurn};
use crate::journal::{Switch, Writer};
use crate::object::Shared;
use crate::object::feed::{CUT_OFF, Feed, Seat};
use crate::sync::Ordering;
use crate::sys::shim;
use crate::turn::{Bell, Limit};

/// The writer and one topic.
#[derive(Clone, Copy)]
pub(super) struct Inside<'a> {
    pub(super) writer: &'a Writer,
    pub(super) feed: Feed<'a>,
}

impl Inside<'_> {
    /// Publishes; false if a subscriber is behind by as much as it may be and wants publishers to wait.
    pub(super) fn publish<T: Shared>(&self, value: &T) -> Result<bool, Error> {
        self.settle::<T>()?;
        let next = &self.feed.words().next.0;
        // Relaxed: inside a turn.
        let position = next.load(Ordering::Relaxed);
        if position >= CUT_OFF - 1 {
            return Err(Error::corrupt(self.feed.offset_of(next), "a topic at the end of all positions"));
        }
        if self.somebody_blocks(position) {
            return Ok(false);
        }
        self.writer.scope(|| {
            let at = self.writer.make_message(value)?;
            // Behind the only step that is likely to fail; and before the old message is out, so that nobody comes to it.
            for seat in self.feed.seats() {
                self.make_room(seat, position);
            }
            let cell = self.feed.cell(position);
            let old = cell.block.load(Ordering::Relaxed);
            if old != 0 {
                self.retire::<T>(old)?;
            }
            self.writer.change_word(&cell.block, at)?;
            self.writer.change_word(next, position + 1)?;
            let stamp = cell.stamp.load(Ordering::Relaxed);
            self.writer.switch(Switch {
                word: self.feed.offset_of(&cell.stamp),
                claimed: stamp,
                committed: position + 1,
                undone: stamp,
                count: 0,
            })
        })?;
        self.writer.ring_later(&self.feed.words().arrivals.0);
        Ok(true)
    }

    /// Whether a live subscriber makes publishers wait. One that is dead loses its place.
    fn somebody_blocks(&self, position: u64) -> bool {
        self.feed.seats().iter().any(|seat| {
            let (bound, slow) = terms_of(seat, self.feed.facts.cells);
            let behind = backlog(seat, position).is_some_and(|backlog| backlog >= bound);
            behind && !self.clear_if_dead(seat) && slow == Slow::Block
        })
    }

    /// Takes the place of a subscriber whose process is gone.
    pub(super) fn clear_if_dead(&self, seat: &Seat) -> bool {
        let Some(owner) = seat.owner() else { return true };
        if self.writer.region().is_alive(owner.slot, owner.generation) {
            return false;
        }
        // The order in which a living one leaves. Nobody else writes: places are given away in turns, and this is one.
        shim::store(&seat.held, 0);
        shim::store(&seat.cursor, CUT_OFF);
        shim::store(&seat.owner, 0);
        true
    }

    /// Frees what subscribers were reading when it went out of the topic, as far as they have done so.
    pub(super) fn settle<T: Shared>(&self) -> Result<(), Error> {
        for seat in self.feed.seats() {
            // Relaxed: changed in turns.
            let owed = seat.owed.load(Ordering::Relaxed);
            // SeqCst: see `retire`.
            if owed == 0 || owed == seat.held.load(Ordering::SeqCst) && !self.clear_if_dead(seat) {
                continue;
            }
            self.writer.scope(|| {
                self.writer.change_word(&seat.owed, 0)?;
                self.retire::<T>(owed)
            })?;
        }
        Ok(())
    }

    /// Frees a message that is out of the topic, in the open scope, or leaves that to who is reading it.
    fn retire<T: Shared>(&self, mut block: u64) -> Result<(), Error> {
        // Each round puts a block where it is being read. A place reads one block, and nobody comes to a block that is out: so
        // there are no more rounds than places.
        loop {
            // SeqCst: pairs with `Subscription::claim`, which first says what it reads and then moves its cursor. Every cursor
            // was beyond this message before this look, so whoever reads it has said so.
            let reader = self.feed.seats().iter().find(|seat| seat.held.load(Ordering::SeqCst) == block);
            let Some(seat) = reader else { return self.writer.free_message::<T>(block) };
            let older = seat.owed.load(Ordering::Relaxed);
            self.writer.change_word(&seat.owed, block)?;
            if older == 0 || older == block {
                return Ok(());
            }
            block = older;
        }
    }

    /// Sees to it that a subscriber is behind by less than it may be.
    fn make_room(&self, seat: &Seat, position: u64) {
        let (bound, slow) = terms_of(seat, self.feed.facts.cells);
        let goal = match slow {
            Slow::Disconnect => CUT_OFF,
            // One that blocks was looked at before, and is not further behind since.
            Slow::Block | Slow::DropOldest => (position + 1).saturating_sub(bound),
        };
        loop {
            let Some(backlog) = backlog(seat, position) else { return };
            if backlog < bound || shim::exchange(&seat.cursor, position - backlog, goal) {
                return;
            }
            // The subscriber has moved on by itself.
        }
    }
}

/// How many messages a subscriber has before it.
pub(super) fn backlog(seat: &Seat, position: u64) -> Option<u64> {
    seat.owner()?;
    // SeqCst: pairs with the exchange in `Subscription::claim`.
    match seat.cursor.load(Ordering::SeqCst) {
        CUT_OFF => None,
        cursor => Some(position.saturating_sub(cursor)),
    }
}

impl<T: Shared> Topic<T> {
    /// Publishes a copy of the value, in a write turn of its own. Waits for subscribers that are behind as far as they may be
    /// and want that ([`Slow::Block`]); [`publish_timeout`](Self::publish_timeout) has a limit. Waiting for the turn is also
    /// limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`], and as
    /// [`Heap::write`](crate::Heap::write).
    pub fn publish(&self, value: &T) -> Result<(), Error> {
        self.publish_until(value, Limit::Never)
    }

    /// As [`publish`](Self::publish), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`]: without a `holder` if a subscriber is behind, with one if the turn was not to be had; and as there.
    pub fn publish_timeout(&self, value: &T, timeout: Duration) -> Result<(), Error> {
        self.publish_until(value, Limit::after(timeout))
    }

    /// As [`publish`](Self::publish), but does not wait.
    ///
    /// # Errors
    /// [`Error::Behind`] if a subscriber is; [`Error::WouldBlock`] if another one has the turn; and as there.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap, Slow};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let ticks = heap.topic::<u64>("ticks")?;
    /// let mut careful = ticks.subscribe_options().bound(2).slow(Slow::Block).open()?;
    /// ticks.publish(&1)?;
    /// ticks.publish(&2)?;
    /// assert!(matches!(ticks.try_publish(&3), Err(Error::Behind { .. })));
    /// assert_eq!(careful.recv()?, 1);
    /// ticks.try_publish(&3)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn try_publish(&self, value: &T) -> Result<(), Error> {
        self.publish_once(value, Limit::Try)?.ok_or(Error::Behind)
    }

    fn publish_until(&self, value: &T, limit: Limit) -> Result<(), Error> {
        self.wait(Bell(&self.feed().words().departures.0), limit, || self.publish_once(value, limit))
    }

    fn publish_once(&self, value: &T, limit: Limit) -> Result<Option<()>, Error> {
        let turn = WriteTurn::enter(&self.inner, &limit)?;
        Ok(self.inside(turn.writer()).publish(value)?.then_some(()))
    }

    pub(super) fn inside<'a>(&'a self, writer: &'a Writer) -> Inside<'a> {
        Inside { writer, feed: self.feed() }
    }
}

impl<O: TurnOwner> WriteTurn<'_, O> {
    /// Publishes a copy of the value in this turn, at once and for good: subscribers see it although the turn goes on. There is
    /// no publishing in a transaction, as others may have read the message before it fails.
    ///
    /// # Errors
    /// [`Error::Behind`] if a subscriber is that wants publishers to wait; [`Error::OtherHeap`]; [`Error::OutOfSpace`],
    /// [`Error::JournalFull`], [`Error::TooLarge`].
    pub fn publish<T: Shared>(&mut self, topic: &Topic<T>, value: &T) -> Result<(), Error> {
        let writer = self.writer();
        if writer.region().identity() != topic.inner.region().identity() {
            return Err(Error::OtherHeap);
        }
        topic.inside(writer).publish(value)?.then_some(()).ok_or(Error::Behind)
    }
}
