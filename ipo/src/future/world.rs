//! The waiting thread's view of the world: it sleeps on a turn's word and on everything else that concerns it at once.

use std::sync::Arc;
use std::time::Duration;

use super::service::Shared;
use crate::region::Region;
use crate::region::layout::{Control, Participant};
use crate::region::participant::Me;
use crate::sync::AtomicU64;
use crate::sys::futex;
use crate::turn::{World, low_half};

/// While somebody listens for news, they are told to look from time to time: one who died may have told nobody.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// See the module's text.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) region: Arc<Region>,
    pub(super) shared: Arc<Shared>,
}

impl Waiting {
    /// Does what is due, then sleeps until a word changes, the service is called, or something is due.
    fn sleep_on(&self, word: Option<(&AtomicU64, u32)>, timeout: Duration, called: u32) {
        let control = Region::control(&self.region);
        let mut step = self.shared.attend().map_or(timeout, |due| due.min(timeout));
        let listened = !self.shared.watches().is_idle();
        if listened {
            step = step.min(LOOK_AGAIN);
        }
        let mut words = vec![(self.shared.bell(), called)];
        words.extend(word.map(|(word, low)| (low_half(word), low)));
        words.extend(self.shared.watches().words(control).map(|(word, low)| (low_half(word), low)));
        let expired = futex::wait_any(&words, step);
        self.shared.watches().tell(control, listened && expired);
    }

    /// Sleeps until more than `called` calls were made; meanwhile there is nothing to wait for but news.
    pub(super) fn rest(&self, called: u32) {
        self.sleep_on(None, Duration::from_secs(60), called);
    }
}

impl World for Waiting {
    const ATTEND_EVERY: Duration = Duration::from_millis(2);

    fn control(&self) -> &Control {
        Region::control(&self.region)
    }

    fn participants(&self) -> &[Participant] {
        Region::participants(&self.region)
    }

    fn me(&self) -> Me {
        Region::me(&self.region)
    }

    fn is_alive(&self, who: Me) -> bool {
        Region::is_alive(&self.region, who.slot, who.generation)
    }

    fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration) {
        // Before anything is looked at: a call behind it ends the sleep.
        let called = self.shared.calls();
        self.sleep_on(Some((word, low)), timeout, called);
    }

    fn wake(&self, word: &AtomicU64) {
        futex::wake_all(low_half(word));
    }

    fn attend(&self) {
        self.shared.attend();
        self.shared.watches().tell(Region::control(&self.region), false);
    }
}
