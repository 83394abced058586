//! The world of an attached heap: its shared words, the kernel's locks and futexes.

use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Duration;

use super::wait::World;
use super::word::Me;
use crate::region::Region;
use crate::region::layout::{Control, Participant};
use crate::sync::{AtomicU32, AtomicU64};
use crate::sys::futex;

/// An attachment. Its addresses lie beside each other: what a turn's exchange needs is not looked up through others.
#[derive(Debug)]
pub(crate) struct Attached {
    control: NonNull<Control>,
    participants: NonNull<[Participant]>,
    me: Me,
    word: u64,
    region: Arc<Region>,
}

// SAFETY: the two pointers are references into the mapping that the Arc keeps; both types are atomics only.
unsafe impl Send for Attached {}
// SAFETY: as above.
unsafe impl Sync for Attached {}

impl Attached {
    pub(crate) fn new(region: Arc<Region>) -> Attached {
        Attached {
            control: NonNull::from(region.control()),
            participants: NonNull::from(region.participants()),
            me: region.me(),
            word: region.me().word(),
            region,
        }
    }
}

impl World for Attached {
    #[inline]
    fn control(&self) -> &Control {
        // SAFETY: made from a reference that is good for as long as the region, which this value keeps.
        unsafe { self.control.as_ref() }
    }

    #[inline]
    fn participants(&self) -> &[Participant] {
        // SAFETY: as above.
        unsafe { self.participants.as_ref() }
    }

    #[inline]
    fn me(&self) -> Me {
        self.me
    }

    #[inline]
    fn my_word(&self) -> u64 {
        self.word
    }

    fn is_alive(&self, who: Me) -> bool {
        Region::is_alive(&self.region, who.slot, who.generation)
    }

    fn sleep(&self, word: &AtomicU64, low: u32, timeout: Duration) {
        futex::wait(low_half(word), low, timeout);
    }

    fn wake(&self, word: &AtomicU64) {
        futex::wake_all(low_half(word));
    }
}

/// The half of a word that the kernel compares.
fn low_half(word: &AtomicU64) -> &AtomicU32 {
    let halves = std::ptr::from_ref(word).cast::<AtomicU32>();
    let low = if cfg!(target_endian = "little") { 0 } else { 1 };
    // SAFETY: the eight bytes of the word are two aligned halves. Only the kernel reads this one as such; the program's
    // own accesses go through the whole word.
    unsafe { &*halves.add(low) }
}
