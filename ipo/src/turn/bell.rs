//! A word that some sleep on and others ring: {count of rings | WAIT}. WAIT says that somebody may sleep, so that ringing
//! for nobody costs a load. Who dies with WAIT set leaves one ring too many.

use std::time::Duration;

use super::wait::{Backoff, Limit, Pace};
use crate::Error;
use crate::sync::turn::Instant;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::futex::{self, low_half};

/// Somebody may sleep on the word.
const WAIT: u64 = 1;

/// See the module's text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bell<'a>(pub(crate) &'a AtomicU64);

impl Bell<'_> {
    /// Wakes all who sleep. To be called behind a SeqCst store of what they wait for.
    #[inline]
    pub(crate) fn ring(self) {
        // SeqCst: pairs with `listen`. One of the two sees the other: the sleeper what was stored, or this its WAIT.
        let word = self.0.load(Ordering::SeqCst);
        if word & WAIT != 0 {
            self.ring_for_somebody(word);
        }
    }

    #[cold]
    fn ring_for_somebody(self, word: u64) {
        // SeqCst as above. Whoever set WAIT in between finds another word than it expects, and does not sleep.
        self.0.swap((word & !WAIT).wrapping_add(2), Ordering::SeqCst);
        futex::wake_all(low_half(self.0));
    }

    /// Announces a sleeper. What it waits for must be looked at behind this call; then it may sleep on the word that
    /// this gives.
    pub(crate) fn listen(self) -> u64 {
        loop {
            let word = self.0.load(Ordering::SeqCst);
            // SeqCst: as in `ring`.
            if word & WAIT != 0
                || self.0.compare_exchange(word, word | WAIT, Ordering::SeqCst, Ordering::Relaxed).is_ok()
            {
                return word | WAIT;
            }
        }
    }

    /// Sleeps until somebody rings since `listen` gave `heard`, at most for `step`; may wake for no reason.
    pub(crate) fn sleep(self, heard: u64, step: Duration) {
        futex::wait(low_half(self.0), heard as u32, step);
    }

    /// Repeats `attempt` until it gives something: spins for a moment, then sleeps. Whoever changes what is waited for may die
    /// before it rings, so no sleep is long; `look` is called behind each that nobody ended, and before giving up.
    ///
    /// # Errors
    /// Those of both, and [`Error::TimedOut`] without a holder, for all of the time.
    pub(crate) fn wait<R>(
        self,
        pace: Pace,
        limit: Limit,
        mut attempt: impl FnMut() -> Result<Option<R>, Error>,
        look: impl Fn(Limit) -> Result<(), Error>,
    ) -> Result<R, Error> {
        if let Some(done) = attempt()? {
            return Ok(done);
        }
        let start = Instant::now();
        self.wait_from(start, pace, limit, attempt, look).map_err(|error| match error {
            // Perhaps of a turn, which was waited for at the end.
            Error::TimedOut { holder, .. } => Error::TimedOut { waited: limit.waited(start), holder },
            error => error,
        })
    }

    /// As `wait`, which began at `start`.
    fn wait_from<R>(
        self,
        start: Instant,
        pace: Pace,
        limit: Limit,
        mut attempt: impl FnMut() -> Result<Option<R>, Error>,
        look: impl Fn(Limit) -> Result<(), Error>,
    ) -> Result<R, Error> {
        let mut backoff = Backoff::new(pace);
        while backoff.spin() {
            if let Some(done) = attempt()? {
                return Ok(done);
            }
        }
        loop {
            let heard = self.listen();
            // Behind the announcement: what happens from here on rings the bell.
            if let Some(done) = attempt()? {
                return Ok(done);
            }
            let Some(step) = limit.left(backoff.next_sleep()) else {
                look(Limit::Try)?;
                return attempt()?.ok_or_else(|| Error::TimedOut { waited: limit.waited(start), holder: None });
            };
            let asleep = Instant::now();
            self.sleep(heard, step);
            if asleep.elapsed() >= step {
                look(limit)?;
            }
        }
    }
}
