//! The word of a cell, which is the truth about it: {position: 61 | redelivered | state: 2} while nobody is at it, else
//! {generation: 32 | position: 19 | slot: 10 | redelivered | state: 2} of the participant that is. Changed only by an
//! exchange of the whole word, or by the participant that it names.

use crate::region::participant::Me;

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Free for the message at the word's position.
    Empty,
    /// Holds the message at that position.
    Full,
    /// A sender is at it.
    Writing,
    /// A taker is at it.
    Reading,
}

const REDELIVERED: u64 = 4;
const SLOT_SHIFT: u32 = 3;
const SLOT_BITS: u32 = 10;
const NEAR_SHIFT: u32 = SLOT_SHIFT + SLOT_BITS;
const NEAR_BITS: u32 = 32 - NEAR_SHIFT;
/// Most cells of a ring: several laps fit into the short position.
pub(crate) const MAX_CELLS: u64 = 1 << (NEAR_BITS - 3);

const _: () = assert!(crate::region::layout::MAX_PARTICIPANTS <= 1 << SLOT_BITS);

/// A cell's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(pub(crate) u64);

impl Word {
    #[inline]
    pub(crate) fn empty(position: u64) -> Word {
        Word(position << 3)
    }

    #[inline]
    pub(crate) fn full(position: u64, redelivered: bool) -> Word {
        Word(position << 3 | if redelivered { REDELIVERED } else { 0 } | 1)
    }

    #[inline]
    pub(crate) fn writing(me: Me, position: u64) -> Word {
        Word(Word::claim(me, position) | 2)
    }

    #[inline]
    pub(crate) fn reading(me: Me, position: u64, redelivered: bool) -> Word {
        Word(Word::claim(me, position) | if redelivered { REDELIVERED } else { 0 } | 3)
    }

    #[inline]
    fn claim(me: Me, position: u64) -> u64 {
        let near = position & ((1 << NEAR_BITS) - 1);
        u64::from(me.generation) << 32 | near << NEAR_SHIFT | u64::from(me.slot) << SLOT_SHIFT
    }

    #[inline]
    pub(crate) fn state(self) -> State {
        match self.0 & 3 {
            0 => State::Empty,
            1 => State::Full,
            2 => State::Writing,
            _ => State::Reading,
        }
    }

    /// The position of the message, if there is one that nobody is at.
    #[inline]
    pub(crate) fn full_at(self) -> Option<u64> {
        (self.state() == State::Full).then_some(self.0 >> 3)
    }

    /// The position, while nobody is at the cell.
    #[inline]
    pub(crate) fn settled_at(self) -> Option<u64> {
        (self.0 & 2 == 0).then_some(self.0 >> 3)
    }

    /// Whether the message was returned by one who had it before.
    #[inline]
    pub(crate) fn redelivered(self) -> bool {
        self.0 & REDELIVERED != 0
    }

    /// Who is at the cell, while somebody is.
    #[inline]
    pub(crate) fn owner(self) -> Option<Me> {
        let slot = (self.0 >> SLOT_SHIFT) as u32 & ((1 << SLOT_BITS) - 1);
        (self.0 & 2 != 0).then_some(Me { slot, generation: (self.0 >> 32) as u32 })
    }

    /// How far the cell's position lies behind (above 0) or before `position`, which is not more than a few laps away.
    #[inline]
    pub(crate) fn distance(self, position: u64) -> i64 {
        if self.0 & 2 == 0 {
            ((self.0 >> 3).wrapping_sub(position) << 3) as i64 >> 3
        } else {
            let near = (self.0 >> NEAR_SHIFT).wrapping_sub(position);
            (near << (64 - NEAR_BITS)) as i64 >> (64 - NEAR_BITS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_what_it_is_made_of() {
        let me = Me { slot: 1023, generation: u32::MAX - 1 };
        for position in [0, 1, 77, (1 << 19) - 1, 1 << 19, (1 << 40) + 3, (1 << 61) - 1] {
            for (word, state) in [
                (Word::empty(position), State::Empty),
                (Word::full(position, true), State::Full),
                (Word::writing(me, position), State::Writing),
                (Word::reading(me, position, true), State::Reading),
            ] {
                assert_eq!(word.state(), state);
                let taken = matches!(state, State::Writing | State::Reading);
                assert_eq!(word.owner(), taken.then_some(me));
                assert_eq!(word.redelivered(), matches!(state, State::Full | State::Reading));
                for away in [-70_000, -1, 0, 1, 70_000_i64] {
                    assert_eq!(word.distance(position.wrapping_add_signed(away)), -away, "{state:?} {position} {away}");
                }
            }
        }
    }
}
