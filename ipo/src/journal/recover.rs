//! Undo and redo: what a rollback does in a live process, and what the next owner does after a death. One piece of
//! code for both, and each step may be cut off and done again.

use super::entry::{Entry, Switch, may_restore, read_back, switched};
use super::{ACTIVE, ALONE, ALONE_LEN, COMMITTED, IDLE};
use crate::Error;
use crate::alloc::{Allocator, Broken, Space};
use crate::region::layout::Header;
use crate::sync::Ordering;
use crate::sys::shim;

/// The journal of a heap, for whoever owns the heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log<'a> {
    space: &'a Space,
    start: u64,
    room: u64,
}

impl<'a> Log<'a> {
    pub(crate) fn new(space: &'a Space, header: &Header) -> Log<'a> {
        Log::of(space, header.journal_off, header.journal_room)
    }

    pub(super) fn of(space: &'a Space, start: u64, room: u64) -> Log<'a> {
        Log { space, start, room }
    }

    /// Whether the last owner left something to repair.
    #[inline]
    pub(crate) fn needs_repair(&self) -> bool {
        let words = &self.space.meta().journal.0;
        // Relaxed: ordered by the turn word, which this process just took.
        words.word.load(Ordering::Relaxed) != IDLE || words.busy.load(Ordering::Relaxed) != 0
    }

    /// Repairs what a dead owner left: undoes an active journal newest first, finishes a committed one, and rebuilds
    /// the allocator's cache if the death fell inside an allocator call.
    ///
    /// # Errors
    /// [`Error::Corrupt`]: nothing of the rest is trusted, the journal stays as it is.
    pub(crate) fn repair(&self) -> Result<(), Error> {
        self.space.refresh()?;
        let words = &self.space.meta().journal.0;
        let word = words.word.load(Ordering::Relaxed);
        let (len, state) = (length(word), word & 3);
        let committed = words.committed.load(Ordering::Relaxed);
        if committed > self.room || len > committed {
            return Err(Error::corrupt(self.start, "the journal is longer than its memory"));
        }
        let alloc = Allocator::new(self.space);
        // With a broken cache a free is only a mark in a header, and the rebuild does the rest.
        let marks_only = alloc.is_busy();
        match state {
            IDLE => {}
            ACTIVE => self.undo(len, 0, marks_only)?,
            COMMITTED => self.execute(len, marks_only)?,
            // `ALONE`: the last of the four that two bits have.
            _ => self.restore(word >> (ALONE_LEN + 2), len, 0)?,
        }
        // Closed before the rebuild, which clears `busy` last: a death in between is repaired by the mark alone.
        shim::store(&words.word, IDLE);
        if marks_only {
            alloc.rebuild()?;
        }
        Ok(())
    }

    /// Reports what `repair` and the next scope would not believe, for `verify`.
    pub(crate) fn audit(&self, report: &mut dyn FnMut(u64, String)) {
        let words = &self.space.meta().journal.0;
        let at = self.space.offset_of(std::ptr::from_ref(words).cast());
        // Relaxed: inside a turn.
        let committed = words.committed.load(Ordering::Relaxed);
        if committed > self.room || length(words.word.load(Ordering::Relaxed)) > committed {
            report(at, "the journal is longer than its memory".into());
        }
    }

    /// Undoes the entries between `mark` and `len`, newest first; after each, the journal is shorter by one store.
    pub(super) fn undo(&self, len: u64, mark: u64, marks_only: bool) -> Result<(), Error> {
        let space = self.space;
        let alloc = Allocator::new(space);
        let mut end = len;
        while end > mark {
            let (entry, begin) = read_back(space, self.start, end)?;
            match entry {
                Entry::Write { offset, len, saved } => self.restore(offset, len, saved)?,
                // The entry is older than the header: only a header that says used was taken.
                Entry::Alloc(at) => release(&alloc, at, marks_only)?,
                // Older than the header, too: only one that has grown is cut.
                Entry::Longer { block, old } => alloc.cut_back(block, old, marks_only)?,
                // Not executed before the commit.
                Entry::Free(_) => {}
                Entry::Switch(switch) => {
                    self.switch(switch, switch.undone)?;
                    // Also where a cut-off rollback did the switch: one too many only makes others look in vain.
                    if switch.count != 0 {
                        shim::add(switched(space, switch.count)?, 1);
                    }
                }
            }
            shim::store(&space.meta().journal.0.word, begin << 2 | ACTIVE);
            end = begin;
        }
        Ok(())
    }

    /// Writes back bytes that were saved at the journal's position `saved`, which with them lies below its length.
    fn restore(&self, offset: u64, len: u64, saved: u64) -> Result<(), Error> {
        let space = self.space;
        if !may_restore(space, offset, len) {
            return Err(Error::corrupt(offset, "the journal saved bytes outside of the heap"));
        }
        // SAFETY: both ranges were checked: the journal's lies below its committed length, the other in the chains or the
        // committed arena; they cannot overlap.
        unsafe {
            let from = space.at(self.start + saved);
            shim::copy(from.as_ptr(), space.at(offset).as_ptr(), len as usize);
        }
        Ok(())
    }

    /// Does what a committed journal has put off: frees and switches. A block that was freed already says so in its
    /// header, also where it became the inside of a larger free block: nothing is allocated before the journal is idle
    /// again. A word that was switched already holds another value than its claimant's.
    #[inline(never)]
    pub(super) fn execute(&self, len: u64, marks_only: bool) -> Result<(), Broken> {
        let alloc = Allocator::new(self.space);
        let mut end = len;
        while end > 0 {
            let (entry, begin) = read_back(self.space, self.start, end)?;
            match entry {
                Entry::Free(at) => release(&alloc, at, marks_only)?,
                Entry::Switch(switch) => {
                    self.switch(switch, switch.committed)?;
                }
                Entry::Write { .. } | Entry::Alloc(_) | Entry::Longer { .. } => {}
            }
            end = begin;
        }
        Ok(())
    }

    /// Gives a claimed word its next value; false if its claim is over.
    fn switch(&self, switch: Switch, value: u64) -> Result<bool, Broken> {
        let word = switched(self.space, switch.word)?;
        // Nobody else changes a word that this process, or the dead one before it, has claimed.
        Ok(shim::exchange(word, switch.claimed, value))
    }
}

/// Bytes of the journal that its word speaks of.
fn length(word: u64) -> u64 {
    if word & 3 == ALONE { word >> 2 & ((1 << ALONE_LEN) - 1) } else { word >> 2 }
}

fn release(alloc: &Allocator<'_>, at: u64, marks_only: bool) -> Result<(), Broken> {
    if marks_only {
        alloc.mark_only(at);
        return Ok(());
    }
    alloc.free(at)
}
