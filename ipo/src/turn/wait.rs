//! Waiting: how long at most, spinning before sleeping, and what the lock needs from the world around it.

use std::time::Duration;

use super::word::Me;
use crate::region::layout::{BITMAP_WORDS, Participant};
use crate::region::options::Wait;
use crate::sync::AtomicU64;
use crate::sync::turn::{Instant, MODEL};

/// What the protocol needs from outside: the shared words, who lives, and how to sleep.
pub(crate) trait World {
    /// How often `attend` is called while other threads of the process are first.
    const ATTEND_EVERY: Duration = Duration::from_secs(1);

    type Seat: Seat;
    /// W.
    fn turn(&self) -> &AtomicU64;
    /// One bit per participant that is attached.
    fn in_use(&self) -> &[AtomicU64; BITMAP_WORDS];
    /// One bit per participant that may hold a ticket.
    fn tickets(&self) -> &[AtomicU64; BITMAP_WORDS];
    /// A place per participant.
    fn seats(&self) -> &[Self::Seat];
    /// The place of this participant.
    #[inline]
    fn my_seat(&self) -> &Self::Seat {
        &self.seats()[self.me().slot as usize]
    }

    /// Counts that the word was taken from a dead owner.
    fn count_recovery(&self);
    /// How often that happened.
    fn recoveries(&self) -> u64;
    fn me(&self) -> Me;

    /// The word with this participant as its owner.
    #[inline]
    fn my_word(&self) -> u64 {
        self.me().word()
    }

    /// All places, used or not.
    fn participants(&self) -> &[Participant];
    /// Whether that participant lives: its generation stands in the slot and its liveness lock is held.
    fn is_alive(&self, who: Me) -> bool;
    /// Sleeps while the low half of `word` is `low`, at most that long; may wake for no reason.
    fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration);
    /// Wakes all who sleep on `word`.
    fn wake(&self, word: &AtomicU64);
    /// How long a waiter spins.
    fn pace(&self) -> Pace;
    /// How long a call waits for the word if it has no limit of its own; `None`: as long as it takes.
    fn turn_timeout(&self) -> Option<Duration> {
        None
    }
    /// What else the waiting thread has to see to.
    fn attend(&self) {}
}

/// A participant's words.
pub(crate) trait Seat {
    /// {generation: high 32, running read turns: low 32}.
    fn count(&self) -> &AtomicU64;
    /// {generation: high 32, age + 1: low 32}, or 0 without a ticket.
    fn ticket(&self) -> &AtomicU64;
}

/// How long a call may wait.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    /// Not at all.
    Try,
    /// Not at all, and without a turn, even if that is free. Of calls that can do without.
    #[cfg(feature = "async")]
    NoTurn,
    /// Until then, of a call that began at that time: the whole wait is never shorter than its limit.
    Until { began: Instant, end: Instant },
    /// The call has no limit of its own: as long as it takes, and for a turn as long as [`World::turn_timeout`] says.
    Never,
}

/// Longer than any machine runs, and short enough for a clock to have room for it.
const FAR: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Limit {
    /// The limit of a call that has one, however far: it is never [`Limit::Never`].
    pub(crate) fn after(timeout: Duration) -> Limit {
        Limit::since(Instant::now(), timeout)
    }

    fn since(began: Instant, timeout: Duration) -> Limit {
        Limit::Until { began, end: began.checked_add(timeout.min(FAR)).expect("a clock has room for a century") }
    }

    /// How long the call has waited: since its beginning, or since `start` if it has no limit.
    pub(crate) fn waited(self, start: Instant) -> Duration {
        match self {
            Limit::Until { began, .. } => began.elapsed(),
            _ => start.elapsed(),
        }
    }

    /// The limit of waiting for a turn, which began at `start`: the call's own, or else its attachment's.
    pub(super) fn for_turn(self, start: Instant, world: &impl World) -> Limit {
        match (self, world.turn_timeout()) {
            (Limit::Never, Some(timeout)) => Limit::since(start, timeout),
            _ => self,
        }
    }

    /// Whether a turn may be taken.
    pub(crate) fn allows_turns(self) -> bool {
        #[cfg(feature = "async")]
        if matches!(self, Limit::NoTurn) {
            return false;
        }
        true
    }

    /// Whether the time is over; how much of `step` may be slept otherwise.
    pub(crate) fn left(self, step: Duration) -> Option<Duration> {
        match self {
            Limit::Try => None,
            #[cfg(feature = "async")]
            Limit::NoTurn => None,
            Limit::Never => Some(step),
            Limit::Until { end, .. } => {
                let left = end.saturating_duration_since(Instant::now());
                (!left.is_zero()).then(|| left.min(step))
            }
        }
    }
}

/// Shortest and longest sleep before the owner is looked at again.
const SLEEP: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));
/// Rounds of spinning before the first sleep where processors are to be saved: some tens of microseconds, about what
/// sleeping and waking costs.
const SPINS: u32 = 200;
/// And so many times more for the lowest latency.
const LONGER: u32 = 64;
/// Looks at the word before a waiter takes a ticket, and the pauses between two of them: some microseconds in all.
const LOOKS: (u32, u32) = (32, 24);

/// How long to spin before sleeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    looks: u32,
    spins: u32,
}

impl Pace {
    /// For participants on so many processors. On one, an owner runs only while its waiters sleep. A model would try
    /// every number of looks.
    pub(crate) fn of(wait: Wait, processors: u32) -> Pace {
        match (processors, wait) {
            (0 | 1, _) => Pace { looks: 0, spins: 0 },
            (_, Wait::SaveCpu) => Pace { looks: if MODEL { 0 } else { LOOKS.0 }, spins: SPINS },
            (_, Wait::LowLatency) => Pace { looks: if MODEL { 0 } else { LOOKS.0 }, spins: SPINS * LONGER },
        }
    }

    /// Pauses before each of a few looks.
    pub(super) fn brief_looks(self) -> impl Iterator<Item = ()> {
        (0..self.looks).map(|_| (0..LOOKS.1).for_each(|_| std::hint::spin_loop()))
    }
}

/// One wait: spins first, then says how long to sleep.
#[derive(Debug)]
pub(crate) struct Backoff {
    spins: u32,
    sleep: Duration,
}

impl Backoff {
    pub(crate) fn new(pace: Pace) -> Backoff {
        Backoff { spins: pace.spins, sleep: SLEEP.0 }
    }

    /// Spins once; false when it is time to sleep.
    #[inline]
    pub(crate) fn spin(&mut self) -> bool {
        if self.spins == 0 {
            return false;
        }
        self.spins -= 1;
        for _ in 0..8 {
            std::hint::spin_loop();
        }
        true
    }

    /// The next sleep's length; it doubles.
    pub(crate) fn next_sleep(&mut self) -> Duration {
        let now = self.sleep;
        self.sleep = (self.sleep * 2).min(SLEEP.1);
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_spins_on_one_processor_and_who_wants_low_latency_spins_longest() {
        for wait in [Wait::SaveCpu, Wait::LowLatency] {
            let mut backoff = Backoff::new(Pace::of(wait, 1));
            assert!(!backoff.spin());
            assert_eq!(Pace::of(wait, 1).brief_looks().count(), 0);
        }
        let spins = |wait| {
            let mut backoff = Backoff::new(Pace::of(wait, 2));
            (0..u32::MAX).take_while(|_| backoff.spin()).count()
        };
        assert!(0 < spins(Wait::SaveCpu) && 10 * spins(Wait::SaveCpu) < spins(Wait::LowLatency));
    }

    #[test]
    fn sleeps_grow_to_a_bound() {
        let mut backoff = Backoff::new(Pace::of(Wait::SaveCpu, 1));
        let sleeps: Vec<Duration> = (0..12).map(|_| backoff.next_sleep()).collect();
        assert!(sleeps.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((sleeps[0], sleeps[11]), SLEEP);
    }
}
