//! The world of an attached heap's turns: its shared words, the kernel's locks and futexes.

use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::wait::{Pace, Seat, World};
use super::word::Me;
use crate::error::Holder;
use crate::region::Region;
use crate::region::layout::{BITMAP_WORDS, Participant};
use crate::sync::{AtomicU64, Ordering};
use crate::sys::futex;

impl Seat for Participant {
    #[inline]
    fn count(&self) -> &AtomicU64 {
        &self.word.0
    }

    #[inline]
    fn ticket(&self) -> &AtomicU64 {
        &self.ticket
    }
}

impl World for Arc<Region> {
    type Seat = Participant;

    #[inline]
    fn turn(&self) -> &AtomicU64 {
        &self.control().turn.0
    }

    #[inline]
    fn in_use(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.control().in_use.0
    }

    #[inline]
    fn tickets(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.control().tickets.0
    }

    #[inline]
    fn seats(&self) -> &[Participant] {
        self.participants()
    }

    fn count_recovery(&self) {
        // Release: whoever sees the new epoch sees the repaired heap.
        self.control().epoch.0.fetch_add(1, Ordering::Release);
    }

    #[inline]
    fn region(&self) -> &Region {
        self
    }
}

/// What every lock of a heap has from the heap.
impl Region {
    /// How long a waiter spins.
    pub(crate) fn pace(&self) -> Pace {
        Pace::of(self.wait(), self.processors())
    }

    /// What is known of a participant, for messages.
    pub(crate) fn holder(&self, who: Me, since: Instant) -> Option<Holder> {
        let p = self.participants().get(who.slot as usize)?;
        // Relaxed: for a message.
        let attached = Duration::from_nanos(p.attached.load(Ordering::Relaxed));
        Some(Holder {
            slot: who.slot,
            pid: p.pid.load(Ordering::Relaxed),
            attached: UNIX_EPOCH + attached,
            held_for: since.elapsed(),
        })
    }

    pub(super) fn lives(&self, who: Me) -> bool {
        self.is_alive(who.slot, who.generation)
    }

    /// Sleeps while the low half of `word` is `low`, at most that long; may wake for no reason.
    pub(crate) fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration) {
        futex::wait(futex::low_half(word), low, timeout);
    }

    /// Wakes all who sleep on `word`.
    pub(crate) fn wake(&self, word: &AtomicU64) {
        futex::wake_all(futex::low_half(word));
    }
}
