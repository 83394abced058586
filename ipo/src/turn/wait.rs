//! Waiting: how long at most, spinning before sleeping, and what the lock needs from the world around it.

use std::time::Duration;

use super::word::Me;
use crate::region::layout::{Control, Participant};
use crate::sync::turn::{AtomicU64, Instant, MODEL};
use crate::sys::process;

/// What the turn protocol needs from outside: the shared words, who lives, and how to sleep.
pub(crate) trait World {
    fn control(&self) -> &Control;
    fn participants(&self) -> &[Participant];
    fn me(&self) -> Me;
    /// Whether that participant lives: its generation stands in the slot and its liveness lock is held.
    fn is_alive(&self, who: Me) -> bool;
    /// Sleeps while the low half of `word` is `low`, at most that long; may wake for no reason.
    fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration);
    /// Wakes all who sleep on `word`.
    fn wake(&self, word: &AtomicU64);
}

/// How long a call may wait.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    /// Not at all.
    Try,
    /// Until then.
    Until(Instant),
    /// As long as it takes.
    Never,
}

impl Limit {
    pub(crate) fn after(timeout: Duration) -> Limit {
        Instant::now().checked_add(timeout).map_or(Limit::Never, Limit::Until)
    }

    /// Whether the time is over; how much of `step` may be slept otherwise.
    pub(super) fn left(self, step: Duration) -> Option<Duration> {
        match self {
            Limit::Try => None,
            Limit::Never => Some(step),
            Limit::Until(end) => {
                let left = end.saturating_duration_since(Instant::now());
                (!left.is_zero()).then(|| left.min(step))
            }
        }
    }
}

/// Shortest and longest sleep before the owner is looked at again.
const SLEEP: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));
/// Rounds of spinning before the first sleep: some tens of microseconds, about what sleeping and waking costs.
const SPINS: u32 = 200;

/// One wait: spins first, then says how long to sleep.
#[derive(Debug)]
pub(super) struct Backoff {
    spins: u32,
    sleep: Duration,
}

impl Backoff {
    pub(super) fn new() -> Backoff {
        // On one core the owner runs only while we sleep.
        Backoff { spins: if cores() > 1 && !MODEL { SPINS } else { 0 }, sleep: SLEEP.0 }
    }

    /// Spins once; false when it is time to sleep.
    #[inline]
    pub(super) fn spin(&mut self) -> bool {
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
    pub(super) fn next_sleep(&mut self) -> Duration {
        let now = self.sleep;
        self.sleep = (self.sleep * 2).min(SLEEP.1);
        now
    }
}

/// Looks at the word before a waiter takes a ticket, and the pauses between two of them: some microseconds in all.
const LOOKS: (u32, u32) = (32, 24);

/// Pauses before each of a few looks; no look at all on one core, nor in a model, which would try every number of them.
pub(super) fn brief_looks() -> impl Iterator<Item = ()> {
    let looks = if cores() > 1 && !MODEL { LOOKS.0 } else { 0 };
    (0..looks).map(|_| (0..LOOKS.1).for_each(|_| std::hint::spin_loop()))
}

fn cores() -> usize {
    use std::sync::OnceLock;
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(process::cores)
}
