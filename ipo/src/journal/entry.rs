//! Entries of the journal. Each ends with its size and kind, so that the log can be read backwards from its length.
//!
//! ```text
//! write: old bytes, rounded up to 8 | offset | len << 3 | 1
//! alloc:                              block  |            2
//! free:                               block  |            3
//! switch: bell | undone | committed | claimed | word |   4
//! longer:                             block  | old size << 3 | 5
//! ```

use crate::alloc::{Broken, Names, Space, What};
use crate::sync::{AtomicU64, Ordering};

pub(super) const WRITE: u64 = 1;
pub(super) const ALLOC: u64 = 2;
pub(super) const FREE: u64 = 3;
pub(super) const SWITCH: u64 = 4;
pub(super) const LONGER: u64 = 5;
/// Bytes of a switch's entry.
pub(super) const SWITCH_SIZE: u64 = 48;

/// A word that others may look at outside of turns and that only its claimant changes: it gets its next value when the
/// scope commits, or is undone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Switch {
    /// Offset of the word.
    pub(crate) word: u64,
    /// What the word holds in between. A word that holds anything else was switched already, or taken back.
    pub(crate) claimed: u64,
    /// What it holds after the commit.
    pub(crate) committed: u64,
    /// What it holds after a rollback.
    pub(crate) undone: u64,
    /// Offset of a word that is raised by 1 after a rollback; 0 for none.
    pub(crate) count: u64,
}

/// Bytes of an entry about a block.
pub(super) const ENTRY: u64 = 16;

/// What an entry says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    /// `len` bytes at heap offset `offset` were as they lie at journal position `saved`.
    Write { offset: u64, len: u64, saved: u64 },
    /// The block was allocated.
    Alloc(u64),
    /// The block is to be freed at the commit.
    Free(u64),
    /// The word is to be changed at the commit.
    Switch(Switch),
    /// The block was lengthened where it lies; it had `old` bytes.
    Longer { block: u64, old: u64 },
}

/// Bytes of an entry that saves `len` bytes.
#[inline]
pub(super) fn write_size(len: u64) -> u64 {
    len.next_multiple_of(8) + 16
}

/// Reads the entry that ends at journal position `end`, and says where it starts. `start` is the journal's offset.
pub(super) fn read_back(space: &Space, start: u64, end: u64) -> Result<(Entry, u64), Broken> {
    let broken = || Broken::new(What::NoEntry, start + end);
    if end < 16 || end & 7 != 0 {
        return Err(broken());
    }
    // SAFETY: `end` is at least 16, a multiple of 8, and at most the journal's committed length (checked by the callers
    // before the first entry; each further one ends where the last began).
    let word = |at: u64| unsafe { space.word(start + at) }.load(Ordering::Relaxed);
    let (trailer, value) = (word(end - 8), word(end - 16));
    match trailer & 7 {
        WRITE => {
            let len = trailer >> 3;
            if len > end || write_size(len) > end {
                return Err(broken());
            }
            let begin = end - write_size(len);
            Ok((Entry::Write { offset: value, len, saved: begin }, begin))
        }
        ALLOC if trailer == ALLOC => Ok((Entry::Alloc(value), end - 16)),
        FREE if trailer == FREE => Ok((Entry::Free(value), end - 16)),
        LONGER => Ok((Entry::Longer { block: value, old: trailer >> 3 }, end - 16)),
        SWITCH if trailer == SWITCH && end >= SWITCH_SIZE => {
            let switch = Switch {
                word: value,
                claimed: word(end - 24),
                committed: word(end - 32),
                undone: word(end - 40),
                count: word(end - 48),
            };
            Ok((Entry::Switch(switch), end - SWITCH_SIZE))
        }
        _ => Err(broken()),
    }
}

/// Whether a saved range may be written back: the names or the committed arena.
pub(super) fn may_restore(space: &Space, offset: u64, len: u64) -> bool {
    let names = space.offset_of(std::ptr::from_ref(&space.meta().names).cast());
    let names_end = names + size_of::<Names>() as u64;
    let end = offset.saturating_add(len);
    (offset >= names && end <= names_end) || (offset >= space.arena() && end <= space.limit())
}

/// A word of the committed arena, at an offset that came out of a journal.
pub(super) fn switched(space: &Space, offset: u64) -> Result<&AtomicU64, Broken> {
    space.check(offset, 8, 8).ok_or_else(|| Broken::new(What::NoWord, offset))?;
    // SAFETY: just checked.
    Ok(unsafe { space.word(offset) })
}
