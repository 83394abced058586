//! Words of the heap that tasks want to hear of.

use event_listener::{Event, EventListener};

use crate::region::layout::Control;
use crate::sync::{AtomicU64, Ordering};

/// Which word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// Changes when a turn ends in which messages were sent.
    Messages,
}

impl Word {
    const ALL: [Word; 1] = [Word::Messages];

    pub(super) fn of(self, control: &Control) -> &AtomicU64 {
        match self {
            Word::Messages => &control.sent.0,
        }
    }
}

/// All words, with those who listen.
#[derive(Debug, Default)]
pub(super) struct Watches([Watch; Word::ALL.len()]);

#[derive(Debug, Default)]
struct Watch {
    /// What the service found last.
    seen: AtomicU64,
    event: Event,
}

impl Watches {
    /// Hears of the next change. Whoever looks at the heap behind this call misses none.
    pub(super) fn listen(&self, word: Word) -> EventListener {
        self.0[word as usize].event.listen()
    }

    /// Tells of what changed, or in any case if `all`.
    pub(super) fn tell(&self, control: &Control, all: bool) {
        for (watch, word) in self.listened() {
            // SeqCst: pairs with the sender's increment; a listener that registered before it is told.
            let now = word.of(control).load(Ordering::SeqCst);
            // Relaxed, also below: the service alone uses it.
            if all || now != watch.seen.load(Ordering::Relaxed) {
                watch.seen.store(now, Ordering::Relaxed);
                watch.event.notify(usize::MAX);
            }
        }
    }

    /// The words that somebody listens to, with what was found in them last.
    pub(super) fn words<'c>(&self, control: &'c Control) -> impl Iterator<Item = (&'c AtomicU64, u32)> {
        self.listened().map(|(watch, word)| (word.of(control), watch.seen.load(Ordering::Relaxed) as u32))
    }

    pub(super) fn is_idle(&self) -> bool {
        self.listened().next().is_none()
    }

    fn listened(&self) -> impl Iterator<Item = (&Watch, Word)> {
        self.0.iter().zip(Word::ALL).filter(|(watch, _)| watch.event.total_listeners() > 0)
    }
}
