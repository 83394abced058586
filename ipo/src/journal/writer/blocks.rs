//! Blocks that are taken and given back with a scope, words that are switched with it, and more memory for the heap.

use std::ptr::NonNull;

use super::super::entry::{ALLOC, ENTRY, FREE, LONGER, SWITCH, SWITCH_SIZE, Switch};
use super::{JOURNAL_IS_COMPILED_OUT, Writer};
use crate::Error;
use crate::alloc::{Allocator, BLOCK_HEADER, BlockKind};
use crate::sys::shim;
use crate::trace;

impl Writer {
    /// A block for `len` bytes, undone with the scope. Returns its payload, aligned to 16 (or 64) bytes; what lies in
    /// it is unspecified.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::Corrupt`].
    #[inline]
    pub(crate) fn allocate(&self, len: u64, align64: bool, kind: BlockKind) -> Result<(u64, NonNull<u8>), Error> {
        let (payload, ptr, _) = self.allocate_with_room(len, align64, kind)?;
        Ok((payload, ptr))
    }

    /// As `allocate`, and says how many bytes the block holds.
    ///
    /// # Errors
    /// As `allocate`.
    pub(crate) fn allocate_with_room(
        &self,
        len: u64,
        align64: bool,
        kind: BlockKind,
    ) -> Result<(u64, NonNull<u8>, u64), Error> {
        debug_assert!(!self.gate.is_closed() || JOURNAL_IS_COMPILED_OUT);
        if align64 || !self.has_room(ENTRY) {
            return self.allocate_anywhere(len, align64, kind);
        }
        let alloc = Allocator::new(&self.space);
        let Some(front) = alloc.find_at_once(len)? else { return self.allocate_anywhere(len, align64, kind) };
        // Before the header says used: an undo asks the header.
        self.note(front.at, ALLOC);
        let (payload, room) = alloc.take_at_once(front, kind)?;
        // SAFETY: the block was found inside the committed arena.
        Ok((payload, unsafe { self.space.at(payload) }, room))
    }

    /// As `allocate`, of all kinds and wherever there is room.
    #[inline(never)]
    fn allocate_anywhere(&self, len: u64, align64: bool, kind: BlockKind) -> Result<(u64, NonNull<u8>, u64), Error> {
        let alloc = Allocator::new(&self.space);
        let place = alloc.find(len, align64, |end| self.grow_arena(end))?;
        alloc.announce(place);
        if !JOURNAL_IS_COMPILED_OUT {
            self.reserve(ENTRY)?;
            self.note(place.at, ALLOC);
        }
        let (payload, room) = alloc.take(place, kind)?;
        // SAFETY: `find` saw the block inside the committed arena.
        Ok((payload, unsafe { self.space.at(payload) }, room))
    }

    /// Makes the block with this payload hold `len` bytes, which is more than it does, where it lies; undone with the scope.
    /// False: there is no room behind it.
    ///
    /// # Errors
    /// [`Error::JournalFull`], [`Error::Corrupt`].
    pub(crate) fn lengthen(&self, payload: u64, len: u64) -> Result<bool, Error> {
        debug_assert!(!self.gate.is_closed() || JOURNAL_IS_COMPILED_OUT);
        let alloc = Allocator::new(&self.space);
        let at = payload.wrapping_sub(BLOCK_HEADER);
        let Some(room) = alloc.find_behind(at, len, |end| self.grow_arena(end))? else { return Ok(false) };
        if !JOURNAL_IS_COMPILED_OUT {
            self.reserve(ENTRY)?;
            // Before the header says so: an undo asks the header.
            self.note(at, room.old_size() << 3 | LONGER);
        }
        alloc.lengthen(room)?;
        Ok(true)
    }

    /// Frees the block with this payload when the scope commits.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; [`Error::Corrupt`] if no used block of that kind starts there.
    pub(crate) fn free(&self, payload: u64, kind: BlockKind) -> Result<(), Error> {
        debug_assert!(!self.gate.is_closed() || JOURNAL_IS_COMPILED_OUT);
        let at = payload.wrapping_sub(BLOCK_HEADER);
        let alloc = Allocator::new(&self.space);
        if !alloc.checked(at).is_ok_and(|block| block.is(kind)) {
            return Err(self.not_in_use(payload));
        }
        if self.noting.get() {
            self.noted.borrow_mut().push(payload);
            return Ok(());
        }
        if JOURNAL_IS_COMPILED_OUT {
            return Ok(alloc.free(at)?);
        }
        if !self.has_room(ENTRY) {
            self.reserve(ENTRY)?;
        }
        // The commit publishes it: until then it means nothing.
        let end = self.len.get();
        self.put_words(end, at, FREE);
        self.len.set(end + ENTRY);
        let deferred = self.deferred.get();
        self.frees.note(deferred, at);
        self.deferred.set(deferred + 1);
        Ok(())
    }

    /// Switches a word, which this participant has claimed, when the scope commits or is undone.
    ///
    /// # Errors
    /// [`Error::JournalFull`], [`Error::OutOfSpace`]; the claim then stays as it is.
    pub(crate) fn switch(&self, switch: Switch) -> Result<(), Error> {
        debug_assert!(!self.gate.is_closed());
        let pos = self.reserve(SWITCH_SIZE)?;
        // SAFETY: just reserved; positions are multiples of 8.
        unsafe {
            let words = self.space.at(self.start + pos).cast::<[u64; 4]>();
            shim::write(words.as_ptr(), [switch.count, switch.undone, switch.committed, switch.claimed]);
        }
        self.put_words(pos + SWITCH_SIZE - 16, switch.word, SWITCH);
        self.publish(pos + SWITCH_SIZE);
        self.deferred.set(self.deferred.get() + 1);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn not_in_use(&self, payload: u64) -> Error {
        Error::corrupt(payload, "a value owns a block that is not in use")
    }

    /// Bytes that the block with this payload can hold.
    pub(crate) fn block_room(&self, payload: u64) -> Result<u64, Error> {
        let block = Allocator::new(&self.space).checked(payload.wrapping_sub(BLOCK_HEADER))?;
        Ok(block.size() - BLOCK_HEADER)
    }

    #[cold]
    fn grow_arena(&self, end: u64) -> Result<(), Error> {
        let committed = self.space.limit();
        let goal = grow_step(self.space.arena(), committed, end, self.space.total_len());
        let end = match self.region.commit(committed, goal) {
            Ok(()) => goal,
            // No room for a comfortable step: just what is needed.
            Err(Error::OutOfSpace { .. }) => {
                let tight = end.next_multiple_of(4096).min(self.space.total_len());
                self.region.commit(committed, tight)?;
                tight
            }
            Err(other) => return Err(other),
        };
        shim::store(&self.space.meta().alloc.0.committed, end);
        let arena = self.space.arena();
        trace::grew(self.region.name(), "heap", committed - arena, end - arena);
        self.space.refresh()
    }
}

/// How far to commit when `end` is needed: a quarter more than now, at least 256 KiB and at most 64 MiB ahead.
fn grow_step(arena: u64, committed: u64, end: u64, total: u64) -> u64 {
    let step = ((committed - arena) / 4).clamp(256 << 10, 64 << 20);
    (committed + step).max(end).next_multiple_of(4096).min(total)
}
