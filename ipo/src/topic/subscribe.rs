//! Getting a place: how far behind a subscriber may be, what happens then, and where it begins.

use super::Topic;
use super::publish::Inside;
use super::receive::Subscription;
use crate::Error;
use crate::heap::WriteTurn;
use crate::heap::named::invalid;
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::feed::{Seat, owner_word};
use crate::sync::Ordering;
use crate::turn::Limit;

/// What happens when a subscriber is behind by as many messages as it may be, and one more is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Slow {
    /// The oldest of its messages is left out for this subscriber, which can count what it lost
    /// ([`Subscription::lost`]).
    ///
    /// A publisher makes room before its message is there. If it dies in between, the message was never published, and the
    /// oldest one is left out, and counted, all the same: at most one for each such death.
    #[default]
    DropOldest,
    /// The publisher waits.
    Block,
    /// The subscriber gets no more messages: [`Error::Disconnected`].
    ///
    /// Also if the publisher of the message that was one too many died before it was published: the subscriber was behind by
    /// as many as it may be, and subscribes anew.
    Disconnect,
}

/// {bound: high 56 | policy: low 8}.
fn terms(bound: u64, slow: Slow) -> u64 {
    let policy = match slow {
        Slow::DropOldest => 0,
        Slow::Block => 1,
        Slow::Disconnect => 2,
    };
    bound << 8 | policy
}

/// The bound and the policy of a subscriber of a topic with so many cells.
pub(super) fn terms_of(seat: &Seat, cells: u64) -> (u64, Slow) {
    // Relaxed: changed in turns.
    let terms = seat.terms.load(Ordering::Relaxed);
    let slow = match terms & 0xFF {
        1 => Slow::Block,
        2 => Slow::Disconnect,
        _ => Slow::DropOldest,
    };
    // Bounds beyond these are no subscriber's: with 0 no message would come through, with more than there are cells one
    // could come to a message that is out.
    ((terms >> 8).clamp(1, cells), slow)
}

/// How somebody subscribes: see [`Topic::subscribe_options`].
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap, Slow};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let ticks = heap.topic::<u64>("ticks")?;
/// ticks.publish(&1)?;
/// ticks.publish(&2)?;
///
/// let mut late = ticks.subscribe_options().history(10).open()?; // what the topic still has
/// let mut lossy = ticks.subscribe_options().bound(1).slow(Slow::DropOldest).open()?;
/// let mut strict = ticks.subscribe_options().bound(1).slow(Slow::Disconnect).open()?;
/// ticks.publish(&3)?;
/// ticks.publish(&4)?;
/// assert_eq!([late.recv()?, late.recv()?, late.recv()?], [1, 2, 3]);
/// assert_eq!((lossy.recv()?, lossy.lost()), (4, 1));
/// assert!(matches!(strict.recv(), Err(Error::Disconnected { .. })));
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SubscribeOptions<'t, T: Shared> {
    topic: &'t Topic<T>,
    bound: u64,
    slow: Slow,
    history: u64,
}

impl<T: Shared> Topic<T> {
    /// Subscribes to what is published from now on; as [`subscribe_options`](Self::subscribe_options) with its defaults.
    ///
    /// # Errors
    /// As [`SubscribeOptions::open`].
    pub fn subscribe(&self) -> Result<Subscription<T>, Error> {
        self.subscribe_options().open()
    }

    /// How to subscribe: how far behind one may be, what happens then, and whether older messages are wanted.
    pub fn subscribe_options(&self) -> SubscribeOptions<'_, T> {
        SubscribeOptions { topic: self, bound: self.facts.cells, slow: Slow::default(), history: 0 }
    }
}

impl<T: Shared> SubscribeOptions<'_, T> {
    /// How many messages this subscriber may be behind: 1 to what the topic keeps, which is also what it is unless asked for.
    #[must_use]
    pub fn bound(mut self, messages: usize) -> Self {
        self.bound = messages as u64;
        self
    }

    /// What happens when it is behind by so many.
    #[must_use]
    pub fn slow(mut self, slow: Slow) -> Self {
        self.slow = slow;
        self
    }

    /// Begins with so many messages that were published before, as far as the topic still has them and the bound allows.
    #[must_use]
    pub fn history(mut self, messages: usize) -> Self {
        self.history = messages as u64;
        self
    }

    /// Subscribes. Takes a write turn; waiting for it is limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for a bound out of range; [`Error::TooManySubscribers`]; as
    /// [`Heap::write`](crate::Heap::write).
    pub fn open(&self) -> Result<Subscription<T>, Error> {
        self.check()?;
        let turn = WriteTurn::enter(&self.topic.inner, &Limit::Never)?;
        self.enter(turn.writer())
    }

    #[cfg(feature = "async")]
    pub(super) fn topic(&self) -> &Topic<T> {
        self.topic
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if (1..=self.topic.facts.cells).contains(&self.bound) {
            return Ok(());
        }
        invalid("bound", self.bound, "1 to as many messages as the topic keeps")
    }

    /// Takes a place. In a write turn.
    pub(super) fn enter(&self, writer: &Writer) -> Result<Subscription<T>, Error> {
        let inside = self.topic.inside(writer);
        inside.settle::<T>()?;
        let seats = inside.feed.seats();
        let free = seats.iter().position(|seat| inside.clear_if_dead(seat) && seat.owed.load(Ordering::Relaxed) == 0);
        let Some(place) = free else {
            return Err(Error::TooManySubscribers { limit: self.topic.facts.subscribers as u32 });
        };
        let cursor = inside.begin(self.history.min(self.bound));
        let owner = owner_word(writer.region().me());
        writer.scope(|| {
            let Seat { owner: owned_by, cursor: at, held, terms: on, .. } = &seats[place];
            writer.change_word(held, 0)?;
            writer.change_word(at, cursor)?;
            writer.change_word(on, terms(self.bound, self.slow))?;
            // Last: whoever owns a place has it whole.
            writer.change_word(owned_by, owner)
        })?;
        Ok(Subscription::new(self.topic.clone(), place, cursor))
    }
}

impl Inside<'_> {
    /// The position of the oldest of so many messages, as far as the topic has them.
    fn begin(&self, history: u64) -> u64 {
        // Relaxed, both: inside a turn.
        let next = self.feed.words().next.0.load(Ordering::Relaxed);
        let oldest = next.saturating_sub(history.min(self.feed.facts.cells));
        let there = |position: &u64| self.feed.cell(*position).stamp.load(Ordering::Relaxed) == position + 1;
        (oldest..next).find(there).unwrap_or(next)
    }
}
