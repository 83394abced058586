//! Makes the allocator's cache anew from the block headers: after a death inside an allocator call, and only then.

use super::block::{Block, BlockKind};
use super::lists::Allocator;
use super::stats::Walk;
use crate::Error;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

impl Allocator<'_> {
    /// Whether a death left the cache half changed.
    #[inline]
    pub(crate) fn is_busy(&self) -> bool {
        // Relaxed: read by the owner of the write turn.
        self.space.meta().journal.0.busy.load(Ordering::Relaxed) != 0
    }

    /// With a broken cache, a free is a mark in the header: the rebuild does the rest.
    pub(crate) fn mark_only(&self, at: u64) {
        if let Some(block) = self.used_at(at) {
            self.mark_free(at, block);
        }
    }

    /// Merges neighbouring free blocks, makes the lists and counters anew, and clears the mark that asked for it.
    /// May be cut off anywhere and run again.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the headers do not tile the arena.
    pub(crate) fn rebuild(&self) -> Result<(), Error> {
        self.merge()?;
        let words = self.words();
        words.second.iter().chain(&words.heads).chain(&words.bins).for_each(clear);
        clear(&words.first);
        clear(&words.waiting);
        let bounds = self.bounds()?;
        let (mut used, mut blocks, mut objects) = (0, 0, 0);
        let mut prev_free = false;
        for found in Walk::new(self.space) {
            let (at, block) = found?;
            if block.prev_is_free() != prev_free {
                self.set(at, block.with_prev_free(prev_free));
            }
            prev_free = !block.is_used();
            if prev_free {
                // The next block's header is told when the walk comes there.
                self.link(bounds, at, block.size())?;
            } else {
                used += block.size();
                blocks += 1;
                objects += u64::from(block.kind() == Some(BlockKind::Object));
            }
        }
        shim::store(&words.used, used);
        shim::store(&words.blocks, blocks);
        shim::store(&words.objects, objects);
        // Last: until here, the next owner begins anew.
        shim::store(&self.space.meta().journal.0.busy, 0);
        Ok(())
    }

    /// One store per merge, so that the walk is whole after each.
    fn merge(&self) -> Result<(), Error> {
        let mut at = self.first();
        while at < self.top() {
            let block = self.checked(at)?;
            let mut size = block.size();
            if !block.is_used() {
                while at + size < self.top() {
                    let next = self.checked(at + size)?;
                    if next.is_used() {
                        break;
                    }
                    size += next.size();
                }
                if at + size == self.top() {
                    shim::store(&self.words().top, at);
                    break;
                }
                if size != block.size() || block.is_waiting() {
                    self.set(at, Block::free(size));
                }
            }
            at += size;
        }
        Ok(())
    }
}

/// Most words of the lists are zero already, and a store that changes nothing still dirties a cache line.
fn clear(word: &AtomicU64) {
    // Relaxed: inside a write turn.
    if word.load(Ordering::Relaxed) != 0 {
        shim::store(word, 0);
    }
}
