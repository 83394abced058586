//! Making a used block out of a free one or on top. Whatever store is the last one made, a walk over the headers is whole.

use super::block::{Block, BlockKind, MIN_BLOCK};
use super::broken::Broken;
use super::lists::{Allocator, Bounds, Place};
use crate::sys::shim;

impl Allocator<'_> {
    /// Makes the front of the free block at `at` a used one. Returns its size.
    #[inline(always)]
    pub(super) fn cut_front(
        &self,
        bounds: Bounds,
        at: u64,
        whole: Block,
        size: u64,
        kind: BlockKind,
    ) -> Result<u64, Broken> {
        let (end, rest) = (at + whole.size(), whole.size() - size);
        self.unlink(bounds, at, whole.size())?;
        if rest < MIN_BLOCK {
            // Too small for a block: it stays with the new one.
            self.set(at, Block::used(whole.size(), kind).with_prev_free(whole.prev_is_free()));
            self.tell_taken(bounds, end);
            return Ok(whole.size());
        }
        // The rest's header first: until the store that shrinks the front, a walk does not see it.
        self.set(at + size, Block::free(rest));
        self.set(at, Block::used(size, kind).with_prev_free(whole.prev_is_free()));
        // The block behind the rest is told already.
        self.link(bounds, at + size, rest)?;
        Ok(size)
    }

    /// Cuts a used block out of the free block `from`, behind its start. Returns its size.
    pub(super) fn cut_inside(
        &self,
        bounds: Bounds,
        from: u64,
        whole: Block,
        place: Place,
        kind: BlockKind,
    ) -> Result<u64, Broken> {
        let (at, end) = (place.at, from + whole.size());
        let rest = end - (at + place.size);
        let rest = if rest < MIN_BLOCK { 0 } else { rest };
        let size = end - rest - at;
        self.unlink(bounds, from, whole.size())?;
        if rest > 0 {
            self.set(at + size, Block::free(rest));
        }
        // The inner header, then the front block shrinks by one store and publishes both.
        self.set(at, Block::used(size, kind).with_prev_free(true));
        self.set(from, Block::free(at - from).with_prev_free(whole.prev_is_free()));
        self.link(bounds, from, at - from)?;
        if rest > 0 {
            self.link(bounds, at + size, rest)?;
        } else {
            self.tell_taken(bounds, end);
        }
        Ok(size)
    }

    /// Takes PREV_FREE out of the header at `at`, unless that is the top.
    #[inline(always)]
    pub(super) fn tell_taken(&self, bounds: Bounds, at: u64) {
        if at < bounds.top() {
            self.set(at, self.get(at).with_prev_free(false));
        }
    }

    /// Puts a used block on top, with a free one before it where alignment left a gap.
    pub(super) fn push_top(&self, bounds: Bounds, at: u64, size: u64, kind: BlockKind) -> u64 {
        let top = bounds.top();
        let gap = at - top;
        self.set(at, Block::used(size, kind).with_prev_free(gap > 0));
        if gap > 0 {
            self.set(top, Block::free(gap));
        }
        // One store shows the walk both.
        shim::store(&self.words().top, at + size);
        if gap > 0 {
            // A fresh link at the head of its class; its neighbours are used, so nothing can be wrong with them.
            let _ = self.link(bounds, top, gap);
        }
        size
    }
}
