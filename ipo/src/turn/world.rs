//! The world of an attached heap's turns: its shared words, the kernel's locks and futexes.

use std::ptr::NonNull;
use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::wait::{Pace, Seat, World};
use super::word::Me;
use crate::error::Holder;
use crate::region::Region;
use crate::region::layout::{BITMAP_WORDS, Control, Participant};
use crate::sync::{AtomicU64, Ordering};
use crate::sys::futex;

/// What a world has from the region that its `region` gives.
macro_rules! by_region {
    () => {
        fn participants(&self) -> &[crate::region::layout::Participant] {
            self.region().participants()
        }

        fn is_alive(&self, who: crate::region::participant::Me) -> bool {
            self.region().lives(who)
        }

        fn sleep(&self, word: &crate::sync::AtomicU64, low: u32, timeout: std::time::Duration) {
            self.region().sleep(word, low, timeout);
        }

        fn wake(&self, word: &crate::sync::AtomicU64) {
            self.region().wake(word);
        }

        fn pace(&self) -> crate::turn::Pace {
            self.region().pace()
        }
    };
}
pub(crate) use by_region;

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

/// An attachment's view of its turns. The addresses lie beside each other: what a turn's exchange needs is not looked up
/// through others.
#[derive(Debug, Clone)]
pub(crate) struct TurnWorld {
    control: NonNull<Control>,
    participants: NonNull<[Participant]>,
    /// That of `me` among them.
    seat: NonNull<Participant>,
    me: Me,
    word: u64,
    region: Arc<Region>,
}

// SAFETY: the three pointers are references into the mapping that the Arc keeps; both types are atomics only.
unsafe impl Send for TurnWorld {}
// SAFETY: as above.
unsafe impl Sync for TurnWorld {}

impl TurnWorld {
    pub(crate) fn new(region: Arc<Region>) -> TurnWorld {
        TurnWorld {
            control: NonNull::from(region.control()),
            participants: NonNull::from(region.participants()),
            seat: NonNull::from(&region.participants()[region.me().slot as usize]),
            me: region.me(),
            word: region.me().word(),
            region,
        }
    }

    fn region(&self) -> &Region {
        &self.region
    }

    #[inline]
    pub(crate) fn control(&self) -> &Control {
        // SAFETY: made from a reference that is good for as long as the region, which this value keeps.
        unsafe { self.control.as_ref() }
    }
}

impl World for TurnWorld {
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
        // SAFETY: as in `control`.
        unsafe { self.participants.as_ref() }
    }

    #[inline]
    fn my_seat(&self) -> &Participant {
        // SAFETY: as in `control`.
        unsafe { self.seat.as_ref() }
    }

    #[inline]
    fn me(&self) -> Me {
        self.me
    }

    #[inline]
    fn my_word(&self) -> u64 {
        self.word
    }

    fn turn_timeout(&self) -> Option<Duration> {
        self.region.turn_timeout()
    }

    fn count_recovery(&self) {
        // Release: whoever sees the new epoch sees the repaired heap.
        self.control().epoch.0.fetch_add(1, Ordering::Release);
    }

    #[inline]
    fn recoveries(&self) -> u64 {
        // Acquire: pairs with the Release in `count_recovery`.
        self.control().epoch.0.load(Ordering::Acquire)
    }

    by_region!();
}

/// What is known of a participant, for messages.
pub(super) fn holder(participants: &[Participant], who: Me, held_for: Duration) -> Option<Holder> {
    let p = participants.get(who.slot as usize)?;
    // Relaxed: for a message.
    let attached = Duration::from_nanos(p.attached.load(Ordering::Relaxed));
    Some(Holder { slot: who.slot, pid: p.pid.load(Ordering::Relaxed), attached: UNIX_EPOCH + attached, held_for })
}

/// What every lock of a heap has from the heap.
impl Region {
    /// How long a waiter spins.
    pub(crate) fn pace(&self) -> Pace {
        Pace::of(self.wait(), self.processors())
    }

    /// What is known of a participant, for messages.
    pub(crate) fn holder(&self, who: Me, since: Instant) -> Option<Holder> {
        holder(self.participants(), who, since.elapsed())
    }

    pub(crate) fn lives(&self, who: Me) -> bool {
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
