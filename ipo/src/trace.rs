//! What operators want to hear of, as events of `tracing` with the target `ipo`; without the feature of that name, nothing.

#![cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "there is nobody to tell"))]

use std::time::Duration;

use crate::Error;
use crate::region::Region;

/// A turn that lasts longer is told of, unless the options say otherwise.
pub(crate) const LONG_TURN: Duration = Duration::from_secs(1);

/// An event, if there is anyone to hear it.
macro_rules! event {
    ($level:ident, $($what:tt)+) => {
        #[cfg(feature = "tracing")]
        ::tracing::event!(target: "ipo", ::tracing::Level::$level, $($what)+)
    };
}

#[inline(always)]
pub(crate) fn attached(heap: &str, slot: u32, read_only: bool, repaired: bool) {
    event!(INFO, heap, slot, read_only, repaired, "attached");
}

#[inline(always)]
pub(crate) fn leaving(heap: &str, slot: u32) {
    event!(DEBUG, heap, slot, "leaving");
}

/// The turn of a dead owner or of a late heir.
#[inline(always)]
pub(crate) fn took_over(slot: u32, pid: Option<u32>, dead: bool) {
    event!(WARN, from_slot = slot, from_pid = pid, dead, "took a turn over");
}

/// `unfinished`: whether there was something to undo or to finish.
#[inline(always)]
pub(crate) fn recovered(heap: &str, slot: u32, unfinished: bool, took: &Stopwatch) {
    event!(WARN, heap, slot, unfinished, took = ?took.elapsed(), "recovered from the death of a writer");
}

#[inline(always)]
pub(crate) fn not_recovered(heap: &str, slot: u32, error: &Error) {
    event!(ERROR, heap, slot, %error, "what a dead writer left cannot be repaired");
}

/// `what` is the heap itself or its journal.
#[inline(always)]
pub(crate) fn grew(heap: &str, what: &'static str, from: u64, to: u64) {
    event!(DEBUG, heap, what, from, to, "took more memory");
}

/// How long a turn, or a repair, has lasted. Without the feature it knows nothing and takes no room.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    #[cfg(feature = "tracing")]
    start: std::time::Instant,
}

impl Stopwatch {
    #[inline(always)]
    pub(crate) fn start() -> Stopwatch {
        Stopwatch {
            #[cfg(feature = "tracing")]
            start: std::time::Instant::now(),
        }
    }

    #[cfg(feature = "tracing")]
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// At the end of a turn: tells of it if it was held for longer than `limit`.
    #[inline(always)]
    pub(crate) fn end_of_turn(&self, kind: &'static str, limit: Duration, region: &Region) {
        #[cfg(feature = "tracing")]
        if self.elapsed() > limit {
            let (heap, slot) = (region.name(), region.me().slot);
            event!(WARN, heap, slot, kind, held_for = ?self.elapsed(), ?limit, "a turn was held for long");
        }
    }
}
