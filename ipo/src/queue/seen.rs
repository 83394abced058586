//! What a handle has looked after of the messages that were returned to the ring, behind the head; and how it comes to the next
//! message of the queue, or to the answer that there is none.

use crate::Error;
use crate::object::ring::{Ring, Word};
use crate::sync::{AtomicU64, Ordering};

/// Returns that a handle has looked after: a value of [`returned`](crate::object::ring::Lists::returned).
#[derive(Debug)]
pub(super) struct Seen(AtomicU64);

/// Where the next message is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Next {
    /// In the ring, at that position and with that word.
    Found((u64, Word)),
    /// Behind the ring, or on its way into it: a turn finds it.
    Behind,
    /// At some moment since the look began no message waited that had been sent before it.
    Nowhere,
}

/// What it means that a look found no message in the ring.
enum InVain {
    /// One has come.
    LookAgain,
    /// As `Next::Behind`.
    Behind,
    /// As `Next::Nowhere`.
    Nowhere,
}

impl Seen {
    pub(super) fn new() -> Seen {
        Seen(AtomicU64::new(0))
    }

    /// Whether this handle has looked after all messages that were returned.
    #[inline]
    pub(super) fn caught_up(&self, ring: &Ring<'_>) -> bool {
        // Acquire: pairs with the increment behind a return. Relaxed: this handle's own note.
        ring.words().lists.0.returned.load(Ordering::Acquire) == self.0.load(Ordering::Relaxed)
    }

    /// Looks after what was returned so far, in the ring itself; elsewhere as `look_after` does, which says whether it could.
    ///
    /// # Errors
    /// Those of `look_after`.
    pub(super) fn catch_up(
        &self,
        ring: &Ring<'_>,
        look_after: impl FnOnce() -> Result<bool, Error>,
    ) -> Result<(), Error> {
        // Before the looks. Acquire: as in `caught_up`.
        let returned = ring.words().lists.0.returned.load(Ordering::Acquire);
        if look_after()? {
            // The head lies at or before every message that was returned.
            ring.lowest_full();
            self.0.store(returned, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The next look is at every cell: who returned a message behind the head may have died before it could say so.
    pub(super) fn look_everywhere(&self, ring: &Ring<'_>) {
        let returned = ring.words().lists.0.returned.load(Ordering::Acquire);
        self.0.store(returned.wrapping_sub(1), Ordering::Relaxed);
    }

    /// The first message that the ring holds, as far as one look tells.
    #[inline]
    pub(super) fn look(&self, ring: &Ring<'_>) -> Option<(u64, Word)> {
        if self.caught_up(ring) { ring.first_full() } else { ring.lowest_full() }
    }

    /// Looks until it is known where the next message is.
    // Always: a position and a word are then handed on in registers.
    #[inline(always)]
    pub(super) fn next(&self, ring: &Ring<'_>) -> Next {
        loop {
            if let Some(found) = self.look(ring) {
                return Next::Found(found);
            }
            match in_vain(ring) {
                InVain::LookAgain => {}
                InVain::Behind => return Next::Behind,
                InVain::Nowhere => return Next::Nowhere,
            }
        }
    }

    /// Whether a message lies in the ring or behind it; `look` says whether one lies in the ring.
    pub(super) fn has_some(ring: &Ring<'_>, look: impl FnOnce() -> bool) -> bool {
        // Before the look. If not, a message may be on its way into the ring, in a cell that is in use.
        let all = ring.holds_all();
        look() || !all && (ring.words().lists.0.back.len() > 0 || ring.in_use() > 0)
    }
}

/// What a look in vain means. A message that lay behind the ring then may have moved into it since.
// Never: so that those who find something stay small.
#[inline(never)]
fn in_vain(ring: &Ring<'_>) -> InVain {
    if !ring.holds_all() {
        return InVain::Behind;
    }
    // At that moment all that was sent lay in the ring. What has come into it lies at the head or behind.
    if ring.first_full().is_some() { InVain::LookAgain } else { InVain::Nowhere }
}
