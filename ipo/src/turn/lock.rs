//! Taking a turn. W is the turn word; a reader's count lies in its own slot.
//!
//! The flag race: a reader raises its count, then looks at W; a writer takes W, then looks at the counts. Both use
//! SeqCst, so at least one of them sees the other.

use std::sync::Arc;
use std::time::Duration;

use super::drain::first_reader;
use super::queue::Queue;
use super::wait::{Backoff, Limit, Seat, World};
use super::word::{HAND, Me, WAIT};
use super::world::holder;
use crate::error::{Error, Holder};
use crate::sync::Ordering;
use crate::sync::turn::Instant;
use crate::trace;

/// A handed-over word that its heir has not taken for so long may be taken back.
const HAND_EXPIRES: Duration = Duration::from_millis(10);

/// How a turn was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entered {
    /// The last owner had left.
    Plainly,
    /// The last owner had died, and its change was undone or finished.
    Recovered,
}

/// How far `write_at_once` came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtOnce {
    /// The turn is taken.
    Entered,
    /// The word is this participant's, and readers are inside.
    OwnsWord,
    /// Nothing was done.
    Not,
}

/// The turns of one attached participant.
#[derive(Debug)]
pub(crate) struct Turns<W> {
    pub(super) world: W,
    queue: Arc<Queue>,
}

/// What a waiter found at the word.
pub(super) enum Found {
    /// Nobody owns it: try again from the start.
    Free,
    /// It is this process's by hand-over.
    Handed(u64),
    /// It was taken from a dead owner or a late heir; the flag says that a dead owner may have left a half-made change.
    Taken { dead_inside: bool },
}

impl<W: World> Turns<W> {
    pub(crate) fn new(world: W) -> Self {
        Turns { world, queue: Arc::default() }
    }

    /// The turns of the same participant as another world sees them. Its threads queue in one line with those of this.
    #[cfg(feature = "async")]
    pub(crate) fn beside<V: World>(&self, world: V) -> Turns<V> {
        Turns { world, queue: self.queue.clone() }
    }

    pub(crate) fn world(&self) -> &W {
        &self.world
    }

    // ---- write --------------------------------------------------------------------------------------------------

    /// Takes the write turn if that needs one exchange and one look.
    #[inline(always)]
    pub(crate) fn write_at_once(&self) -> AtOnce {
        // Looked up before the exchange, which holds up all that follows it.
        let (turn, in_use) = (self.world.turn(), self.world.in_use());
        let (seats, me) = (self.world.seats(), self.world.my_word());
        // SeqCst: the writer's half of the flag race; also Acquire, pairs with the Release that freed the word.
        let free = turn.compare_exchange(0, me, Ordering::SeqCst, Ordering::Relaxed);
        match free {
            Err(_) => AtOnce::Not,
            Ok(_) if first_reader(in_use, seats).is_some() => AtOnce::OwnsWord,
            Ok(_) => AtOnce::Entered,
        }
    }

    /// Takes the write turn, as far as `write_at_once` has not done so. `recover` repairs the heap; it runs while this
    /// participant owns the word.
    pub(crate) fn write(
        &self,
        so_far: AtOnce,
        limit: Limit,
        recover: &dyn Fn() -> Result<(), Error>,
    ) -> Result<Entered, Error> {
        let mut entered = Entered::Plainly;
        if so_far == AtOnce::Entered {
            return Ok(entered);
        }
        let start = Instant::now();
        let limit = limit.for_turn(start, &self.world);
        if so_far == AtOnce::OwnsWord && self.drain_or_pause(limit, start)? {
            return Ok(entered);
        }
        let Some(_front) = self.queue.front(limit, &self.world) else {
            return Err(self.too_late(limit, start, None));
        };
        let word = self.world.turn();
        let me = self.world.me().word();
        // SeqCst: as in `write_at_once`.
        if self.spin_first(limit, || word.compare_exchange(0, me, Ordering::SeqCst, Ordering::Relaxed).is_ok())
            && self.drain_or_pause(limit, start)?
        {
            return Ok(entered);
        }
        let _ticket = self.take_ticket();
        loop {
            let dead_inside = match self.await_word(limit, start, true)? {
                Found::Free => {
                    let word = self.world.turn();
                    // SeqCst: as in `write_at_once`.
                    if word.compare_exchange(0, self.world.me().word(), Ordering::SeqCst, Ordering::Relaxed).is_err() {
                        continue;
                    }
                    false
                }
                Found::Handed(word) => {
                    let turn = self.world.turn();
                    // SeqCst: as in `write_at_once`. WAIT stays, so that sleepers are woken at the release.
                    if turn.compare_exchange(word, word & !HAND, Ordering::SeqCst, Ordering::Relaxed).is_err() {
                        continue;
                    }
                    false
                }
                Found::Taken { dead_inside } => dead_inside,
            };
            if dead_inside {
                // At once, before the drain: a drain that ends by time gives the word back, and must not give back
                // half-made data. An active journal means that no live reader is inside.
                if let Err(error) = recover() {
                    self.release_word();
                    return Err(error);
                }
                self.world.count_recovery();
                entered = Entered::Recovered;
            }
            if self.drain_or_pause(limit, start)? {
                return Ok(entered);
            }
            // Paused for readers' sake; the word is free again.
        }
    }

    // ---- read ---------------------------------------------------------------------------------------------------

    /// Takes a read turn if nobody owns the word.
    #[inline]
    pub(crate) fn read_at_once(&self) -> bool {
        self.raise_and_look()
    }

    /// Raises this slot's count and says whether no writer is there; lowers it again otherwise.
    #[inline]
    fn raise_and_look(&self) -> bool {
        let count = self.world.my_seat().count();
        // SeqCst: the reader's half of the flag race.
        count.fetch_add(1, Ordering::SeqCst);
        if self.world.turn().load(Ordering::SeqCst) == 0 {
            return true;
        }
        self.leave_read();
        false
    }

    /// Takes a read turn, after `read_at_once` did not. `recover` is `None` for a participant that cannot repair the
    /// heap.
    pub(crate) fn read(&self, limit: Limit, recover: Option<&dyn Fn() -> Result<(), Error>>) -> Result<Entered, Error> {
        let start = Instant::now();
        let limit = limit.for_turn(start, &self.world);
        let Some(_front) = self.queue.front(limit, &self.world) else {
            return Err(self.too_late(limit, start, None));
        };
        if self.spin_first(limit, || self.raise_and_look()) {
            return Ok(Entered::Plainly);
        }
        let _ticket = self.take_ticket();
        loop {
            match self.await_word(limit, start, recover.is_some())? {
                Found::Free => {
                    if self.raise_and_look() {
                        return Ok(Entered::Plainly);
                    }
                }
                Found::Handed(word) => {
                    let count = self.world.my_seat().count();
                    // SeqCst: counted before the word is free, so that no writer drains past this reader.
                    count.fetch_add(1, Ordering::SeqCst);
                    let turn = self.world.turn();
                    // SeqCst: the count above is seen by whoever takes the word next.
                    if turn.compare_exchange(word, 0, Ordering::SeqCst, Ordering::Relaxed).is_ok() {
                        self.world.wake(turn);
                        return Ok(Entered::Plainly);
                    }
                    self.leave_read();
                }
                Found::Taken { dead_inside } => {
                    let mut entered = Entered::Plainly;
                    if dead_inside {
                        if let Some(Err(error)) = recover.map(|recover| recover()) {
                            self.release_word();
                            return Err(error);
                        }
                        self.world.count_recovery();
                        entered = Entered::Recovered;
                    }
                    let count = self.world.my_seat().count();
                    // SeqCst: as for the hand-over.
                    count.fetch_add(1, Ordering::SeqCst);
                    self.free_word();
                    return Ok(entered);
                }
            }
        }
    }

    /// Ends a read turn, or takes back a count that was raised for one.
    #[inline]
    pub(crate) fn leave_read(&self) {
        let count = self.world.my_seat().count();
        // SeqCst, the two: of a writer that takes the word and then sees the old count, this reader sees the word, and
        // wakes it; with Release here it could sleep until its time is over. Also Release: this turn's reads end before it;
        // pairs with the drain's load.
        count.fetch_sub(1, Ordering::SeqCst);
        if self.world.turn().load(Ordering::SeqCst) != 0 {
            self.world.wake(count);
        }
    }

    // ---- waiting ------------------------------------------------------------------------------------------------

    /// Before a ticket is taken: looks at the word for some microseconds, seldom, and tries to `enter` when it is free.
    /// Tickets and frequent looks slow the owner down, and most turns are short.
    fn spin_first(&self, limit: Limit, enter: impl Fn() -> bool) -> bool {
        let turn = self.world.turn();
        !matches!(limit, Limit::Try)
            && self.world.pace().brief_looks().any(|()| {
                // Relaxed: `enter` orders.
                turn.load(Ordering::Relaxed) == 0 && enter()
            })
    }

    /// Waits until the word is free, handed to this participant, or can be taken from a dead one.
    fn await_word(&self, limit: Limit, start: Instant, may_take: bool) -> Result<Found, Error> {
        let turn = self.world.turn();
        let me = self.world.me();
        let mut backoff = Backoff::new(self.world.pace());
        let (mut seen, mut since) = (0, start);
        let mut probed = false;
        loop {
            // SeqCst: orders this waiter after the release that it acts on.
            let word = turn.load(Ordering::SeqCst);
            if word == 0 {
                return Ok(Found::Free);
            }
            if me.owns(word) && word & HAND != 0 {
                return Ok(Found::Handed(word));
            }
            if !matches!(limit, Limit::Try) && backoff.spin() {
                continue;
            }
            // Not before: looking at the clock takes longer than a short turn.
            if word & !WAIT != seen {
                (seen, since) = (word & !WAIT, Instant::now());
            }
            let Some(step) = limit.left(backoff.next_sleep()) else {
                // Also the last look finds a dead owner.
                if !probed {
                    probed = true;
                    if let Some(found) = self.probe(word, since, may_take)? {
                        return Ok(found);
                    }
                    continue;
                }
                return Err(self.too_late(limit, start, Some((word, since))));
            };
            if word & WAIT == 0
                // Relaxed: announces a sleeper, publishes nothing else.
                && turn.compare_exchange(word, word | WAIT, Ordering::Relaxed, Ordering::Relaxed).is_err()
            {
                continue;
            }
            self.world.sleep(turn, (word | WAIT) as u32, step);
            let now = turn.load(Ordering::SeqCst);
            if now == word | WAIT {
                if let Some(found) = self.probe(now, since, may_take)? {
                    return Ok(found);
                }
            }
        }
    }

    /// Looks whether the owner in `word` is dead, or an heir that is late, and takes the word then.
    fn probe(&self, word: u64, since: Instant, may_take: bool) -> Result<Option<Found>, Error> {
        let me = self.world.me();
        let owner = Me::of(word);
        let handed = word & HAND != 0;
        if owner == me && !handed {
            // Another thread of this process holds it.
            return Ok(None);
        }
        let alive = self.world.is_alive(owner);
        if alive && !(handed && since.elapsed() > HAND_EXPIRES) {
            return Ok(None);
        }
        if !may_take && !handed {
            return if self.a_writer_lives() { Ok(None) } else { Err(Error::NeedsRecovery) };
        }
        if !alive {
            self.drop_ticket_of(owner);
        }
        // SeqCst: the drain that follows must see every reader that saw the word free. Acquire of the dead owner's
        // stores: the kernel dropped its lock after they were made.
        let taken = self.world.turn().compare_exchange(word, me.word() | WAIT, Ordering::SeqCst, Ordering::Relaxed);
        if taken.is_ok() {
            trace::took_over(owner.slot, self.holder(owner, since).map(|holder| holder.pid), !alive);
        }
        Ok(taken.is_ok().then_some(Found::Taken { dead_inside: !handed }))
    }

    /// Whether some participant lives that could repair the heap.
    fn a_writer_lives(&self) -> bool {
        let me = self.world.me();
        self.world.participants().iter().enumerate().any(|(slot, p)| {
            // Acquire: pairs with the Release that stored the generation.
            let generation = (p.word.0.load(Ordering::Acquire) >> 32) as u32;
            let who = Me { slot: slot as u32, generation };
            // Relaxed: noted before the slot was put to use.
            who != me && p.read_only.load(Ordering::Relaxed) == 0 && generation != 0 && self.world.is_alive(who)
        })
    }

    pub(super) fn too_late(&self, limit: Limit, start: Instant, held: Option<(u64, Instant)>) -> Error {
        let (word, since) = held.unwrap_or_else(|| {
            // Relaxed: for a message.
            (self.world.turn().load(Ordering::Relaxed), start)
        });
        let holder = if word == 0 {
            // A writer of this process gave the word back for a moment, and waits for a reader.
            let reader = first_reader(self.world.in_use(), self.world.seats());
            reader.and_then(|(slot, word)| self.holder(Me { slot, generation: (word >> 32) as u32 }, since))
        } else {
            self.holder(Me::of(word), since)
        };
        match limit {
            Limit::Try => Error::WouldBlock { holder },
            _ => Error::TimedOut { waited: limit.waited(start), holder },
        }
    }

    /// What is known of a participant, for messages.
    pub(super) fn holder(&self, who: Me, since: Instant) -> Option<Holder> {
        holder(self.world.participants(), who, since.elapsed())
    }

    /// Recoveries so far.
    #[inline]
    pub(crate) fn recoveries(&self) -> u64 {
        self.world.recoveries()
    }
}
