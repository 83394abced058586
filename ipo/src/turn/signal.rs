//! Waiting for something else than a turn: on a word that changes whenever there may be something new.

use std::ops::ControlFlow;
use std::time::Duration;

use super::wait::{Backoff, Limit};
use crate::error::Error;
use crate::region::Region;
use crate::sync::AtomicU64;
use crate::sync::Ordering;
use crate::sync::turn::Instant;

/// Who changes the word may die before it wakes anyone: nobody sleeps for longer without looking again.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

impl Region {
    /// Waits until `look` breaks with what it found. It continues with what `word` was before it looked.
    ///
    /// # Errors
    /// What `look` returns; [`Error::TimedOut`], without a holder if `look` could look.
    pub(crate) fn wait_on<R>(
        &self,
        word: &AtomicU64,
        limit: Limit,
        mut look: impl FnMut() -> Result<ControlFlow<R, u64>, Error>,
    ) -> Result<R, Error> {
        let start = Instant::now();
        loop {
            let seen = match look() {
                Ok(ControlFlow::Break(found)) => return Ok(found),
                Ok(ControlFlow::Continue(seen)) => seen,
                // The turn for this look was not to be had in time.
                Err(Error::TimedOut { holder, .. }) => {
                    return Err(Error::TimedOut { waited: limit.waited(start), holder });
                }
                Err(error) => return Err(error),
            };
            let mut backoff = Backoff::new(self.pace());
            // SeqCst: who sees the change sees what was done before it; pairs with `tell`.
            let changed = || word.load(Ordering::SeqCst) != seen;
            while !changed() && backoff.spin() {}
            if changed() {
                continue;
            }
            let Some(step) = limit.left(LOOK_AGAIN) else {
                return Err(Error::TimedOut { waited: limit.waited(start), holder: None });
            };
            self.sleep(word, seen as u32, step);
        }
    }

    /// Changes the word and wakes those who wait on it.
    pub(crate) fn tell(&self, word: &AtomicU64) {
        // SeqCst: a waiter that looked before what is told of finds the word changed.
        word.fetch_add(1, Ordering::SeqCst);
        self.wake(word);
    }
}
