//! The turn word: {generation: high 32 | slot + 1: 14 bits at 2 | HAND | WAIT}, 0 while nobody holds it. The low half,
//! on which waiters sleep, changes whenever the owner does.

pub(crate) use crate::region::participant::Me;

/// Somebody may sleep on the word.
pub(super) const WAIT: u64 = 1;
/// The word was handed to a waiter that has not entered yet.
pub(super) const HAND: u64 = 2;

impl Me {
    /// The turn word with this participant as its owner.
    #[inline]
    pub(crate) fn word(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.slot + 1) << 2
    }

    /// The owner that a nonzero turn word names.
    #[inline]
    pub(crate) fn of(word: u64) -> Me {
        Me { slot: ((word as u32) >> 2).wrapping_sub(1), generation: (word >> 32) as u32 }
    }

    /// Whether this participant owns the word, handed over or not.
    #[inline]
    pub(super) fn owns(self, word: u64) -> bool {
        word & !(WAIT | HAND) == self.word()
    }

    /// The value of this participant's ticket at that age.
    #[inline]
    pub(super) fn ticket(self, age: u32) -> u64 {
        u64::from(self.generation) << 32 | u64::from(age + 1)
    }
}
