//! A writer that owns the word waits until the readers that came before it are gone.

use std::time::Duration;

use super::lock::Turns;
use super::wait::{Backoff, Limit, Seat, World};
use super::word::Me;
use crate::error::Error;
use crate::region::layout::BITMAP_WORDS;
use crate::sync::AtomicU64;
use crate::sync::Ordering;
use crate::sync::turn::{Instant, sleep};

/// A drain that takes so long lets other readers in for a moment.
const PAUSE_AFTER: Duration = Duration::from_millis(100);
/// That moment: long enough for readers to wake up.
const PAUSE: Duration = Duration::from_millis(1);

/// The first slot in use with readers inside, and its word: one look.
#[inline(always)]
pub(super) fn first_reader<S: Seat>(in_use: &[AtomicU64; BITMAP_WORDS], slots: &[S]) -> Option<(u32, u64)> {
    match first_of(&in_use[0], 0, slots) {
        None if slots.len() > 64 => first_of_others(in_use, slots),
        found => found,
    }
}

/// The same in the words behind the first, which few heaps have. Apart, so that taking a turn stays small.
#[cold]
#[inline(never)]
fn first_of_others<S: Seat>(in_use: &[AtomicU64; BITMAP_WORDS], slots: &[S]) -> Option<(u32, u64)> {
    (0..).zip(in_use).skip(1).find_map(|(i, bits)| first_of(bits, i * 64, slots))
}

/// The same among the slots from `start` on whose bits are in that word.
#[inline(always)]
fn first_of<S: Seat>(bits: &AtomicU64, start: usize, slots: &[S]) -> Option<(u32, u64)> {
    // SeqCst, here and below: the writer's half of the flag race; Acquire of the readers' last reads.
    let mut bits = bits.load(Ordering::SeqCst);
    while bits != 0 {
        let slot = start + bits.trailing_zeros() as usize;
        bits &= bits - 1;
        let word = slots.get(slot)?.count().load(Ordering::SeqCst);
        if word as u32 != 0 {
            return Some((slot as u32, word));
        }
    }
    None
}

impl<W: World> Turns<W> {
    /// Waits for the readers, of a call that began at `began`. `Ok(false)`: it took long, the word was given back, and the
    /// caller starts anew.
    ///
    /// # Errors
    /// [`Error::TimedOut`], [`Error::WouldBlock`]: the word was given back.
    pub(super) fn drain_or_pause(&self, limit: Limit, began: Instant) -> Result<bool, Error> {
        let (in_use, slots) = (self.world.in_use(), self.world.seats());
        if first_reader(in_use, slots).is_none() {
            return Ok(true);
        }
        // Not before: looking at the clock takes longer than a short turn.
        let start = Instant::now();
        let mut backoff = Backoff::new(self.world.pace());
        loop {
            let Some((slot, word)) = first_reader(in_use, slots) else { return Ok(true) };
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
                    _ => Error::TimedOut { waited: limit.waited(began), holder },
                });
            };
            self.world.sleep(self.world.seats()[slot as usize].count(), word as u32, step);
            if start.elapsed() > PAUSE_AFTER {
                self.free_word();
                sleep(PAUSE);
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
        let count = self.world.seats()[slot as usize].count();
        // SeqCst: as the loads of the drain. A failure means that the slot has a new tenant: look again.
        let _ = count.compare_exchange(word, word & !0xFFFF_FFFF, Ordering::SeqCst, Ordering::Relaxed);
        true
    }
}
