//! A writer that owns the word waits until the readers that came before it are gone.

use std::time::Duration;

use super::lock::Turns;
use super::wait::{Backoff, Limit, World};
use super::word::Me;
use crate::error::Error;
use crate::region::layout::{Control, Participant};
use crate::sync::Ordering;
use crate::sync::turn::{Instant, yield_now};

/// A drain that takes so long lets other readers in for a moment.
const PAUSE_AFTER: Duration = Duration::from_millis(100);

/// The first slot in use with readers inside, and its word: one look.
#[inline]
pub(super) fn first_reader(control: &Control, slots: &[Participant]) -> Option<(u32, u64)> {
    for (i, bits) in control.in_use.0[..slots.len().div_ceil(64)].iter().enumerate() {
        // SeqCst, here and below: the writer's half of the flag race; Acquire of the readers' last reads.
        let mut bits = bits.load(Ordering::SeqCst);
        while bits != 0 {
            let slot = i * 64 + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let Some(participant) = slots.get(slot) else { break };
            let word = participant.word.0.load(Ordering::SeqCst);
            if word as u32 != 0 {
                return Some((slot as u32, word));
            }
        }
    }
    None
}

impl<W: World> Turns<W> {
    /// Waits for the readers. `Ok(false)`: it took long, the word was given back, and the caller starts anew.
    ///
    /// # Errors
    /// [`Error::TimedOut`], [`Error::WouldBlock`]: the word was given back.
    pub(super) fn drain_or_pause(&self, limit: Limit) -> Result<bool, Error> {
        let (control, slots) = (self.world.control(), self.world.participants());
        if first_reader(control, slots).is_none() {
            return Ok(true);
        }
        // Not before: looking at the clock takes longer than a short turn.
        let start = Instant::now();
        let mut backoff = Backoff::new();
        loop {
            let Some((slot, word)) = first_reader(control, slots) else { return Ok(true) };
            if !matches!(limit, Limit::Try) && backoff.spin() {
                continue;
            }
            if self.clear_if_dead(slot, word) {
                continue;
            }
            let Some(step) = limit.left(backoff.next_sleep()) else {
                self.release_word();
                let holder = self.holder(Me { slot, generation: (word >> 32) as u32 }, start);
                return Err(match limit {
                    Limit::Try => Error::WouldBlock { holder },
                    _ => Error::TimedOut { waited: start.elapsed(), holder },
                });
            };
            self.world.sleep(&self.world.participants()[slot as usize].word.0, word as u32, step);
            if start.elapsed() > PAUSE_AFTER {
                self.free_word();
                yield_now();
                return Ok(false);
            }
        }
    }

    /// Clears the count of a dead reader, and only its own: a new tenant's word has another generation.
    fn clear_if_dead(&self, slot: u32, word: u64) -> bool {
        let who = Me { slot, generation: (word >> 32) as u32 };
        if slot == self.world.me().slot || self.world.is_alive(who) {
            return false;
        }
        let count = &self.world.participants()[slot as usize].word.0;
        // SeqCst: as the loads of the drain. A failure means that the slot has a new tenant: look again.
        let _ = count.compare_exchange(word, word & !0xFFFF_FFFF, Ordering::SeqCst, Ordering::Relaxed);
        true
    }
}
