//! Pins: which frozen objects a participant reads without a turn. Words in its own slot, of which the last one may say "all".
//!
//! A pin and the removal of its object race. The pinner stores its word, makes a SeqCst fence, and looks at the object's
//! seal. The remover clears the seal, makes a SeqCst fence, and looks at all words. Whichever fence comes second, its side
//! sees what the other one stored: the pinner finds the seal cleared and takes the pin back without having read more, or the
//! remover finds the pin and leaves the object for later. The words of a dead participant do not count: it reads no more.

use std::sync::atomic::fence;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::region::Region;
use crate::region::layout::PINS;
use crate::region::participant::Me;
use crate::sync::Ordering;
use crate::sys::shim;

/// A word that pins every frozen object: for what this participant has no word of its own left.
const ALL: u64 = u64::MAX;
/// Where it may stand.
const LAST: usize = PINS - 1;

/// This participant's pins: what each word stands for, and how many pins of this process share it.
#[derive(Debug, Default)]
pub(crate) struct Pins(Mutex<[(u64, u64); PINS]>);

impl Pins {
    fn lock(&self) -> MutexGuard<'_, [(u64, u64); PINS]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pins the object with that payload, and says by which word. The caller looks at the object's seal next.
    pub(crate) fn pin(&self, region: &Region, payload: u64) -> usize {
        let mut shared = self.lock();
        let own = |(object, count): &(u64, u64)| *count > 0 && *object == payload;
        let known = shared[..LAST].iter().position(own);
        let place = known.or_else(|| shared[..LAST].iter().position(|(_, count)| *count == 0)).unwrap_or(LAST);
        let object = if place == LAST { ALL } else { payload };
        shared[place] = (object, shared[place].1 + 1);
        shim::step();
        // SeqCst, with the fence: see the module's text.
        region.participants()[region.me().slot as usize].pins.0[place].store(object, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        place
    }

    /// Takes a pin back.
    pub(crate) fn unpin(&self, region: &Region, place: usize) {
        let mut shared = self.lock();
        shared[place].1 -= 1;
        if shared[place].1 == 0 {
            shim::step();
            // Release: what was read through the pin was read before; pairs with the load in `Pinned::of`.
            region.participants()[region.me().slot as usize].pins.0[place].store(0, Ordering::Release);
        }
    }
}

/// What is pinned by live participants.
#[derive(Debug)]
pub(super) struct Pinned(Vec<u64>);

impl Pinned {
    /// For the holder of the write turn, who has cleared the seals of what is to be freed.
    pub(super) fn of(region: &Region) -> Pinned {
        // SeqCst: see the module's text.
        fence(Ordering::SeqCst);
        let mut pinned = Vec::new();
        for (slot, participant) in (0..).zip(region.participants()) {
            let before = pinned.len();
            // SeqCst: also Acquire of what was read through a pin that is gone.
            let words = participant.pins.0.iter().map(|pin| pin.load(Ordering::SeqCst));
            pinned.extend(words.filter(|&pin| pin != 0));
            if pinned.len() > before {
                // After the pins: the generation is theirs, or a later one. Of a dead tenant's pins and a live one's
                // generation the object is only kept for longer.
                let generation = (participant.word.0.load(Ordering::SeqCst) >> 32) as u32;
                let who = Me { slot, generation };
                if who != region.me() && !region.is_alive(slot, generation) {
                    pinned.truncate(before);
                }
            }
        }
        Pinned(pinned)
    }

    pub(super) fn contains(&self, payload: u64) -> bool {
        self.0.iter().any(|&pin| pin == payload || pin == ALL)
    }
}
