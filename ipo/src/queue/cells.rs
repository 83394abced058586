//! The ring: what can be done to its cells without a turn. The word of a cell is the truth, claimed by one exchange; head
//! and tail are hints that anyone advances. A claim whose owner dies is undone by whoever finds it, in a write turn.

use crate::object::ring::{Content, Moving, Ring, State, Word};
use crate::region::participant::Me;
use crate::sync::Ordering;
use crate::sys::{cache, shim};
use crate::turn::Bell;

/// A cell that this participant is at. Nobody else changes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) position: u64,
    /// The cell's word meanwhile.
    pub(crate) word: Word,
}

impl Ring<'_> {
    /// Claims the cell behind the last one; `None` where that is still in use: the ring is full.
    #[inline]
    pub(crate) fn claim_empty(&self, me: Me) -> Option<Claim> {
        let tail = &self.words().tail.0;
        // Acquire: pairs with the Release of whoever claimed the position before. Who sends behind that one knows of its claim, and
        // does not take the ring for empty from there on, where it has just sent something itself.
        let position = tail.load(Ordering::Acquire);
        let word = self.word(position);
        // A taker's core has it.
        cache::will_change(word);
        // Acquire: pairs with the Release of whoever emptied it.
        if word.load(Ordering::Acquire) == Word::empty(position).0 {
            if let Some(claim) = self.claim_at(me, position) {
                return Some(claim);
            }
        }
        self.claim_behind(me, position)
    }

    /// Claims the cell that is empty for that position, unless somebody else was faster.
    #[inline]
    fn claim_at(&self, me: Me, position: u64) -> Option<Claim> {
        let claimed = Word::writing(me, position);
        if !shim::exchange(self.word(position), Word::empty(position).0, claimed.0) {
            return None;
        }
        shim::hint(&self.words().tail.0, position.wrapping_add(1));
        Some(Claim { position, word: claimed })
    }

    #[cold]
    #[inline(never)]
    fn claim_behind(&self, me: Me, mut position: u64) -> Option<Claim> {
        let cells = self.facts.cells as i64;
        // Bounded: with many senders at once it ends as if the ring were full, which is tried again.
        for _ in 0..4 * self.facts.cells + 64 {
            // Acquire: pairs with the Release of whoever emptied it.
            let word = Word(self.word(position).load(Ordering::Acquire));
            let distance = word.distance(position);
            position = match word.state() {
                State::Empty if distance == 0 => match self.claim_at(me, position) {
                    None => position,
                    claimed => return claimed,
                },
                State::Empty if distance < 0 => position.wrapping_add_signed(distance),
                _ if distance < 0 && distance >= -cells => return None,
                // The one before the cell's was claimed, and with it all up to there. A hint may be many laps old.
                State::Empty => position.wrapping_add_signed((distance - cells + 1).max(1)),
                _ => position.wrapping_add_signed(distance.max(0) + 1),
            }
        }
        None
    }

    /// Claims a message that was found; `None` if somebody else was faster.
    #[inline]
    pub(crate) fn claim_full(&self, me: Me, (position, word): (u64, Word)) -> Option<Claim> {
        let claimed = Word::reading(me, position, word.redelivered());
        if !shim::exchange(self.word(position), word.0, claimed.0) {
            return None;
        }
        let head = &self.words().head.0;
        // Relaxed: a hint.
        if head.load(Ordering::Relaxed) == position {
            shim::hint(head, position.wrapping_add(1));
        }
        Some(Claim { position, word: claimed })
    }

    /// Sends what `write` puts into a cell, if one is free; says so.
    #[inline]
    pub(super) fn put(&self, me: Me, write: impl FnOnce(Claim) -> Content) -> bool {
        let Some(claim) = self.claim_empty(me) else { return false };
        let content = write(claim);
        shim::store(self.content(claim.position), content.word());
        self.publish(claim);
        Bell(&self.words().arrivals.0).ring();
        true
    }

    /// Gives a claimed cell its message.
    #[inline]
    pub(crate) fn publish(&self, claim: Claim) {
        shim::publish(self.word(claim.position), self.sent(claim).0);
    }

    /// Empties a claimed cell: its message was taken, or none was sent.
    #[inline(always)]
    pub(crate) fn empty(&self, claim: Claim) {
        let word = self.word(claim.position);
        if self.facts.bound == 0 {
            // Nobody sleeps until there is room.
            shim::store(word, self.emptied(claim).0);
        } else {
            shim::publish(word, self.emptied(claim).0);
        }
    }

    /// Returns a claimed message to its place, as it was.
    pub(crate) fn put_back(&self, claim: Claim) {
        shim::publish(self.word(claim.position), self.returned(claim).0);
        shim::add(&self.words().lists.0.returned, 1);
    }

    /// What `publish` stores.
    pub(crate) fn sent(&self, claim: Claim) -> Word {
        Word::full(claim.position, false)
    }

    /// What `empty` stores.
    pub(crate) fn emptied(&self, claim: Claim) -> Word {
        Word::empty(claim.position.wrapping_add(self.facts.cells))
    }

    /// What `put_back` stores.
    pub(crate) fn returned(&self, claim: Claim) -> Word {
        Word::full(claim.position, claim.word.redelivered())
    }

    /// Says what is about to happen to a message of the list at the back, or that nothing is. In a write turn.
    pub(super) fn moving(&self, what: Moving) {
        let word = &self.words().moving.0;
        // Relaxed: changed in turns only.
        if word.load(Ordering::Relaxed) != what as u64 {
            shim::store(word, what as u64);
        }
    }

    /// How many cells hold a message or are about to.
    pub(crate) fn in_use(&self) -> u64 {
        // Relaxed: a count of what may change meanwhile.
        let used = |&cell: &u64| Word(self.word(cell).load(Ordering::Relaxed)).state() != State::Empty;
        (0..self.facts.cells).filter(used).count() as u64
    }
}
