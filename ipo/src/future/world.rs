//! The waiting thread's view of the world: it sleeps on a turn's word and on everything else that concerns it at once.

use std::sync::Arc;
use std::time::Duration;

use super::service::Shared;
use crate::region::Region;
use crate::region::layout::{BITMAP_WORDS, Participant};
use crate::region::participant::Me;
use crate::sync::AtomicU64;
use crate::sys::futex::{self, low_half};
use crate::turn::{Pace, TurnWorld, World};

/// While somebody listens for news, they are told to look from time to time: one who died may have told nobody.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// See the module's text.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) region: Arc<Region>,
    pub(super) turns: TurnWorld,
    pub(super) shared: Arc<Shared>,
}

impl Waiting {
    /// Does what is due, then sleeps until a word changes, the service is called, or something is due.
    fn sleep_on(&self, word: Option<(&AtomicU64, u32)>, timeout: Duration, called: u32) {
        let mut step = self.shared.attend().map_or(timeout, |due| due.min(timeout));
        let watched = self.shared.watches().words(&self.region);
        if !watched.is_empty() {
            step = step.min(LOOK_AGAIN);
        }
        let mut words = vec![(self.shared.bell(), called)];
        words.extend(word.into_iter().chain(watched).map(|(word, low)| (low_half(word), low)));
        let expired = futex::wait_any(&words, step);
        self.shared.watches().tell(&self.region, expired);
    }

    /// Sleeps until more than `called` calls were made; meanwhile there is nothing to wait for but news.
    pub(super) fn rest(&self, called: u32) {
        self.sleep_on(None, Duration::from_secs(60), called);
    }
}

impl World for Waiting {
    const ATTEND_EVERY: Duration = Duration::from_millis(2);

    type Seat = Participant;

    fn turn(&self) -> &AtomicU64 {
        self.turns.turn()
    }

    fn in_use(&self) -> &[AtomicU64; BITMAP_WORDS] {
        self.turns.in_use()
    }

    fn tickets(&self) -> &[AtomicU64; BITMAP_WORDS] {
        self.turns.tickets()
    }

    fn seats(&self) -> &[Participant] {
        self.turns.seats()
    }

    fn count_recovery(&self) {
        self.turns.count_recovery();
    }

    fn recoveries(&self) -> u64 {
        self.turns.recoveries()
    }

    fn me(&self) -> Me {
        self.turns.me()
    }

    fn participants(&self) -> &[Participant] {
        self.turns.participants()
    }

    fn is_alive(&self, who: Me) -> bool {
        self.turns.is_alive(who)
    }

    fn wake(&self, word: &AtomicU64) {
        self.turns.wake(word);
    }

    fn pace(&self) -> Pace {
        self.turns.pace()
    }

    fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration) {
        // Before anything is looked at: a call behind it ends the sleep.
        let called = self.shared.calls();
        self.sleep_on(Some((word, low)), timeout, called);
    }

    fn attend(&self) {
        self.shared.attend();
        self.shared.watches().tell(&self.region, false);
    }
}
