//! Sending and taking outside of turns: at once where a cell is enough, else in a short write turn of its own.

use std::time::Duration;

use super::Queue;
use super::inside::{End, Inside, Received, decode, fits_in_cell, raw_slot, write_slot};
use super::recover::something_left;
use super::seen::{Next, Seen};
use crate::Error;
use crate::heap::WriteTurn;
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::ring::{Content, Ring};
use crate::sync::Ordering;
use crate::turn::{Bell, Limit};

/// Attempts in vain between two looks at the clock, and the time between two looks for what the dead have left.
const ATTEMPTS: u64 = 64;
const LOOK_AFTER: Duration = Duration::from_millis(10);

impl<T: Shared> Queue<T> {
    #[inline]
    pub(super) fn ring(&self) -> Ring<'_> {
        // SAFETY: found in this heap; the block of a queue is never freed.
        unsafe { Ring::known(self.inner.space(), self.at, self.facts) }
    }

    #[inline]
    pub(super) fn may_change(&self) -> Result<(), Error> {
        self.inner.check_process()?;
        if self.inner.region().read_only() { Err(Error::ReadOnly) } else { Ok(()) }
    }

    /// This queue in the turn of that writer, which is the same heap's.
    pub(super) fn with<'a>(&'a self, writer: &'a Writer) -> Inside<'a> {
        let ring = self.ring();
        Inside::new(writer, ring, self.caught_up(&ring))
    }

    /// Works in a write turn of its own.
    pub(super) fn inside<R>(
        &self,
        limit: Limit,
        work: impl FnOnce(Inside<'_>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        if !limit.allows_turns() {
            return Err(Error::WouldBlock { holder: None });
        }
        let turn = WriteTurn::enter(&self.inner, &limit)?;
        work(self.with(turn.writer()))
    }

    // ---- sending ------------------------------------------------------------------------------------------------

    /// Sends if there is room.
    #[inline]
    pub(super) fn send_once(&self, value: &T, limit: Limit) -> Result<Option<()>, Error> {
        self.may_change()?;
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        // Relaxed: whoever closes does so in a turn, and nobody is promised that a send at the same time fails.
        if lists.closed.load(Ordering::Relaxed) != 0 {
            return Err(self.closed());
        }
        if fits_in_cell::<T>(&ring) && ring.is_straight() {
            // SAFETY: the value owns nothing: no writer is needed to make its slot.
            let slot = unsafe { T::build_ref(self.inner.writer(), value)? };
            let sent = ring.put(self.me, |claim| {
                // SAFETY: just claimed, and it fits.
                unsafe { write_slot::<T>(&ring, claim, slot) };
                Content::Inline
            });
            if sent {
                return Ok(Some(()));
            }
            if ring.facts.bound > 0 {
                return Ok(None);
            }
        }
        if let (Some(size), Some(bytes), true) = (T::plain_element(), value.plain_bytes(), ring.facts.buffers > 0) {
            // Before anything is copied.
            if ring_is_full(&ring) {
                return Ok(None);
            }
            if let Some(()) = self.send_plain(bytes, size, limit)? {
                return Ok(Some(()));
            }
        }
        self.send_inside(value, limit)
    }

    #[cold]
    #[inline(never)]
    fn send_inside(&self, value: &T, limit: Limit) -> Result<Option<()>, Error> {
        // A cell that a dead one was at stands in the way of the ring.
        self.look_at_times()?;
        if ring_is_full(&self.ring()) {
            return Ok(None);
        }
        self.inside(limit, |inside| Ok(inside.send(value)?.then_some(())))
    }

    // ---- taking -------------------------------------------------------------------------------------------------

    /// Whether this handle has looked after all messages that were returned.
    #[inline]
    pub(super) fn caught_up(&self, ring: &Ring<'_>) -> bool {
        self.seen.caught_up(ring)
    }

    /// Looks after messages that were returned: leases that were given up come to the front.
    #[inline]
    pub(super) fn catch_up(&self, limit: Limit) -> Result<(), Error> {
        let ring = self.ring();
        // Relaxed, in `len`: a turn looks again.
        if self.caught_up(&ring) && ring.words().leased.0.len() == 0 { Ok(()) } else { self.catch_up_on(&ring, limit) }
    }

    #[cold]
    fn catch_up_on(&self, ring: &Ring<'_>, limit: Limit) -> Result<(), Error> {
        if self.caught_up(ring) {
            // Where messages always wait nobody sleeps, and the leases of the dead are to come back all the same.
            return self.look_at_times().map(drop);
        }
        self.seen.catch_up(ring, || Ok(ring.words().leased.0.len() == 0 || self.look_for_dead(limit)?))
    }

    /// Takes a message if there is one.
    #[inline]
    pub(super) fn take_once(&self, limit: Limit) -> Result<Option<Received<T>>, Error> {
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
                let content = Content::of(ring.content(found.0).load(Ordering::Relaxed));
                if matches!(content, Content::Block(_)) || !matches!(content, Content::Buffer { .. }) && T::OWNS {
                    return self.take_inside(limit);
                }
                if let (true, Content::Buffer { number, .. }) = (T::OWNS, content) {
                    ring.expect_buffer(number);
                }
                let Some(claim) = ring.claim_full(self.me, found) else { continue };
                let redelivered = claim.word.redelivered();
                // What it was before the claim may be another message's.
                match Content::of(ring.content(claim.position).load(Ordering::Relaxed)) {
                    Content::Inline if !T::OWNS => {
                        // SAFETY: just claimed.
                        let slot = unsafe { raw_slot::<T>(&ring, claim) };
                        ring.empty(claim);
                        self.tell_senders(&ring);
                        return Ok(Some(Received { value: decode(&ring, &slot?), redelivered }));
                    }
                    Content::Buffer { number, len } => {
                        ring.hold_buffer(self.me, number);
                        ring.empty(claim);
                        let value = ring.read_buffer::<T>(number, len);
                        ring.free_buffer(number);
                        self.tell_senders(&ring);
                        return Ok(Some(Received { value: value?, redelivered }));
                    }
                    _ => {
                        ring.put_back(claim);
                        return self.take_inside(limit);
                    }
                }
            }
        }
        self.take_inside(limit)
    }

    #[cold]
    #[inline(never)]
    fn take_inside(&self, limit: Limit) -> Result<Option<Received<T>>, Error> {
        self.inside(limit, |inside| inside.take::<T>(End::First))
    }

    /// Whether a message waits, as far as one look tells.
    pub(super) fn has_some(&self) -> bool {
        let ring = self.ring();
        let lists = &ring.words().lists.0;
        // A look that moves the hints is not for those who can only read.
        let in_ring = || match self.inner.region().read_only() {
            true => ring.all_full().next().is_some(),
            false => self.seen.look(&ring).is_some(),
        };
        lists.front.len() > 0 || Seen::has_some(&ring, in_ring)
    }

    #[inline(always)]
    pub(super) fn tell_senders(&self, ring: &Ring<'_>) {
        if ring.facts.bound > 0 || ring.facts.buffers > 0 {
            Bell(&ring.words().departures.0).ring();
        }
    }

    // ---- waiting ------------------------------------------------------------------------------------------------

    /// Repeats `attempt` until it gives something, and sees to what the dead have left while nobody rings.
    pub(super) fn wait<R>(
        &self,
        bell: Bell<'_>,
        limit: Limit,
        attempt: impl FnMut() -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        bell.wait(self.inner.region().pace(), limit, attempt, |limit| {
            self.look_for_dead(limit)?;
            self.look_everywhere();
            Ok(())
        })
    }

    /// The next look is at every cell: who returned a message behind the head may have died before it could say so.
    pub(super) fn look_everywhere(&self) {
        self.seen.look_everywhere(&self.ring());
    }

    /// Recovers what dead participants have left in the queue, and leases that were given up. False if the turn for it was not
    /// to be had within the call's own limit: then it is for another one, or later.
    ///
    /// # Errors
    /// [`Error::TimedOut`] of a call without one: what it waits for may be what the dead have left.
    #[cold]
    pub(super) fn look_for_dead(&self, limit: Limit) -> Result<bool, Error> {
        if !something_left(self.inner.region(), &self.ring()) {
            return Ok(true);
        }
        match self.inside(limit, |inside| inside.recover()) {
            Ok(()) => Ok(true),
            Err(Error::WouldBlock { .. } | Error::WouldDeadlock { .. }) => Ok(false),
            Err(Error::TimedOut { .. }) if !matches!(limit, Limit::Never) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// After an attempt in vain of one who does not wait: sees to the dead now and then. True if it is worth another try.
    #[cold]
    pub(super) fn look_at_times(&self) -> Result<bool, Error> {
        // Relaxed, all: this handle's own notes.
        let count = self.vain.load(Ordering::Relaxed);
        self.vain.store(count.wrapping_add(1), Ordering::Relaxed);
        if count % ATTEMPTS != 0 {
            return Ok(false);
        }
        let now = self.made.elapsed().as_millis() as u64;
        if now.wrapping_sub(self.looked.load(Ordering::Relaxed)) < LOOK_AFTER.as_millis() as u64 {
            return Ok(false);
        }
        self.looked.store(now, Ordering::Relaxed);
        self.look_for_dead(Limit::Try)?;
        self.look_everywhere();
        Ok(self.has_some())
    }
}

/// Whether a bounded queue has no room, as far as one look tells.
pub(super) fn ring_is_full(ring: &Ring<'_>) -> bool {
    ring.facts.bound > 0 && ring.in_use() + ring.words().lists.0.back.len() >= ring.facts.bound
}
