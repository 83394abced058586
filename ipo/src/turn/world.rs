//! The world of an attached heap: its shared words, the kernel's locks and futexes.

use std::sync::Arc;
use std::time::Duration;

use super::wait::World;
use super::word::Me;
use crate::region::Region;
use crate::region::layout::{Control, Participant};
use crate::sync::AtomicU32;
use crate::sync::turn::AtomicU64;
use crate::sys::futex;

impl World for Arc<Region> {
    #[inline]
    fn control(&self) -> &Control {
        Region::control(self)
    }

    #[inline]
    fn participants(&self) -> &[Participant] {
        Region::participants(self)
    }

    #[inline]
    fn me(&self) -> Me {
        Region::me(self)
    }

    fn is_alive(&self, who: Me) -> bool {
        Region::is_alive(self, who.slot, who.generation)
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
