//! Making a used block longer where it lies, and what undoes that. Whatever store is the last one made, a walk over the
//! headers is whole.

use super::block::{Block, MIN_BLOCK};
use super::broken::{Broken, What};
use super::lists::{Allocator, Bounds};
use crate::Error;
use crate::sync::Ordering;
use crate::sys::shim;

/// Room behind a used block, found without a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Behind {
    /// Where the used block starts.
    pub(crate) at: u64,
    block: Block,
    /// Its size when it has taken the room.
    size: u64,
    /// The free block behind it; `None` where that is the top.
    next: Option<Block>,
    bounds: Bounds,
}

impl Behind {
    /// The used block's size as it is now.
    pub(crate) fn old_size(&self) -> u64 {
        self.block.size()
    }
}

impl Allocator<'_> {
    /// Room behind the block at `at` for a payload of `len` bytes, which is more than it holds: in a listed free block, or on
    /// top. Commits memory, through `grow`, which is told the new end, only where nothing else that is free would do.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where no used block starts there, or the lists cannot be right; those of `grow`.
    pub(crate) fn find_behind(
        &self,
        at: u64,
        len: u64,
        grow: impl FnOnce(u64) -> Result<(), Error>,
    ) -> Result<Option<Behind>, Error> {
        let bounds = self.bounds()?;
        let block = bounds.block(self, at)?;
        if !block.is_used() {
            return Err(Broken::new(What::NoBlock, at).into());
        }
        if len > self.space.total_len() - self.first() {
            return Ok(None);
        }
        // What is given back when this is undone is a block again.
        let size = Block::size_for(len).max(block.size() + MIN_BLOCK);
        let next = at + block.size();
        if next < bounds.top() {
            let free = bounds.block(self, next)?;
            let found = free.is_listed() && block.size() + free.size() >= size;
            return Ok(found.then_some(Behind { at, block, size, next: Some(free), bounds }));
        }
        let end = at + size;
        if end > self.space.limit() {
            // Relaxed: inside a write turn.
            let waits = self.words().waiting.load(Ordering::Relaxed) != 0;
            if end > self.space.total_len() || waits || self.find_free(bounds, size)?.is_some() {
                return Ok(None);
            }
            match grow(end) {
                Err(Error::OutOfSpace { .. }) => return Ok(None),
                other => other?,
            }
        }
        Ok(Some(Behind { at, block, size, next: None, bounds }))
    }

    /// Lengthens the block that `find_behind` found room for. The caller has logged its old size.
    ///
    /// # Errors
    /// [`Broken`] where the lists cannot be right.
    pub(crate) fn lengthen(&self, room: Behind) -> Result<(), Broken> {
        let busy = self.busy();
        let Behind { at, block, size, next, bounds } = room;
        let behind = at + block.size();
        let size = match next {
            Some(free) => {
                let whole = block.size() + free.size();
                self.unlink(bounds, behind, free.size())?;
                if whole - size < MIN_BLOCK {
                    // Too small for a block: it goes with the rest.
                    self.set(at, block.resized(whole));
                    self.tell_taken(bounds, at + whole);
                    whole
                } else {
                    // The rest's header first: until the store that moves the border, a walk does not see it.
                    self.set(at + size, Block::free(whole - size));
                    self.set(at, block.resized(size));
                    // The block behind the rest is told already.
                    self.link(bounds, at + size, whole - size)?;
                    size
                }
            }
            None => {
                // One store shows a walk the room as a free block; the next one takes it.
                self.set(behind, Block::free(size - block.size()));
                shim::store(&self.words().top, at + size);
                self.set(at, block.resized(size));
                size
            }
        };
        self.count_bytes((size - block.size()) as i64);
        busy.done();
        Ok(())
    }

    /// Undoes `lengthen`, if that came to the store that counts: the block at `at`, which may be any number, has `old` bytes
    /// again. With a broken cache, the headers alone are changed: the rebuild does the rest.
    ///
    /// # Errors
    /// [`Broken`] where there is no such block, or a neighbour or a list cannot be right.
    pub(crate) fn cut_back(&self, at: u64, old: u64, marks_only: bool) -> Result<(), Broken> {
        let bounds = self.bounds()?;
        let block = bounds.block(self, at)?;
        if block.size() == old {
            return Ok(());
        }
        let rest = block.size().wrapping_sub(old);
        if !block.is_used() || old < MIN_BLOCK || old % 16 != 0 || rest > block.size() - MIN_BLOCK || rest < MIN_BLOCK {
            return Err(Broken::new(What::Size, at));
        }
        let busy = self.busy();
        let free = Block::free(rest);
        // The rest's header first, as in `lengthen`.
        self.set(at + old, free);
        self.set(at, block.resized(old));
        if !marks_only {
            self.count_bytes(-(rest as i64));
            self.coalesce(bounds, at + old, free)?;
        }
        busy.done();
        Ok(())
    }
}
