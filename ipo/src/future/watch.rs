//! Words of the heap that tasks want to hear of.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use event_listener::{Event, EventListener};

use crate::region::{Place, Region};
use crate::sync::{AtomicU64, Ordering};

/// More words than this cannot be slept on at once; those beyond are looked at from time to time.
const AT_ONCE: usize = 100;

/// All words that somebody listens to.
#[derive(Debug, Default)]
pub(super) struct Watches(Mutex<Vec<Watch>>);

#[derive(Debug)]
struct Watch {
    place: Place,
    /// What the service found last.
    seen: u64,
    event: Arc<Event>,
}

impl Watches {
    fn lock(&self) -> MutexGuard<'_, Vec<Watch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears when the word is not `seen` any more; `None` if it is not now.
    pub(super) fn listen(&self, region: &Region, word: &AtomicU64, seen: u64) -> Option<EventListener> {
        let place = region.place_of(word);
        let mut watches = self.lock();
        let listener = match watches.iter().find(|watch| watch.place == place) {
            Some(watch) => watch.event.listen(),
            None => {
                watches.push(Watch { place, seen, event: Arc::default() });
                watches.last().expect("just pushed").event.listen()
            }
        };
        // Behind the registration: from here on the service tells of every change. SeqCst: pairs with the change.
        (word.load(Ordering::SeqCst) == seen).then_some(listener)
    }

    /// Tells of what changed, or in any case if `all`.
    pub(super) fn tell(&self, region: &Region, all: bool) {
        let mut changed = Vec::new();
        for watch in self.lock().iter_mut() {
            // SeqCst: as in `listen`.
            let now = region.word_at(watch.place).load(Ordering::SeqCst);
            if all || now != watch.seen {
                watch.seen = now;
                changed.push(watch.event.clone());
            }
        }
        // Without the lock: a waker is the executor's code, and may come back here.
        for event in changed {
            event.notify(usize::MAX);
        }
    }

    /// The words that somebody listens to, with what was found in them last. Forgets the others.
    pub(super) fn words<'r>(&self, region: &'r Region) -> Vec<(&'r AtomicU64, u32)> {
        let mut watches = self.lock();
        watches.retain(|watch| watch.event.total_listeners() > 0);
        watches.iter().take(AT_ONCE).map(|watch| (region.word_at(watch.place), watch.seen as u32)).collect()
    }
}
