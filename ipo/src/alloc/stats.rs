//! Walking all blocks, and the numbers that users see.

use super::block::Block;
use super::lists::Allocator;
use super::space::Space;
use crate::Error;
use crate::sync::Ordering;

/// How full a heap is, in bytes. Block headers count as used.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// turn.put(&1_u8)?;
/// let stats = turn.stats();
/// assert_eq!(stats.capacity, 1 << 20);
/// assert_eq!(stats.used + stats.free, stats.capacity);
/// assert_eq!(stats.objects, 1);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Bytes that the heap can hold at most.
    pub capacity: u64,
    /// Bytes in blocks that are in use.
    pub used: u64,
    /// Bytes that are not: `capacity - used`.
    pub free: u64,
    /// The largest single value that would fit, if the file system still has the memory. Up to a sixteenth of what is in use
    /// may wait in small free blocks, to be used again as they are; a larger value could fit where they are merged, which
    /// happens before an allocation fails.
    pub largest_free: u64,
    /// Bytes of the heap that are backed by memory.
    pub committed: u64,
    /// Objects, as made by `put`.
    pub objects: u64,
    /// Blocks in use: objects, what they own, names and schemas.
    pub blocks: u64,
}

impl Stats {
    pub(crate) fn of(space: &Space) -> Stats {
        let words = &space.meta().alloc.0;
        let capacity = space.total_len() - space.arena();
        // Relaxed: inside a turn.
        let used = words.used.load(Ordering::Relaxed);
        Stats {
            capacity,
            used,
            free: capacity.saturating_sub(used),
            largest_free: Allocator::new(space).largest_free(),
            committed: words.committed.load(Ordering::Relaxed).saturating_sub(space.arena()),
            objects: words.objects.load(Ordering::Relaxed),
            blocks: words.blocks.load(Ordering::Relaxed),
        }
    }
}

/// All blocks in order: (block offset, header). Ends with an error where the headers do not tile the arena.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    alloc: Allocator<'a>,
    at: u64,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(space: &'a Space) -> Walk<'a> {
        let alloc = Allocator::new(space);
        Walk { alloc, at: alloc.first() }
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<(u64, Block), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let top = self.alloc.top();
        if self.at == top {
            return None;
        }
        match self.alloc.checked(self.at) {
            Ok(block) => {
                let at = self.at;
                // Every block has at least 32 bytes: the walk ends.
                self.at += block.size();
                Some(Ok((at, block)))
            }
            Err(broken) => {
                self.at = top;
                Some(Err(broken.into()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Heap;

    #[test]
    fn no_damaged_top_makes_room_that_a_heap_cannot_have() {
        let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
        let turn = heap.write().expect("nobody holds it");
        let space = turn.writer().space();
        let top = &space.meta().alloc.0.top;
        let sound = top.load(Ordering::Relaxed);
        for damaged in [0, 8, sound - 16, sound + 8, space.total_len(), u64::MAX - 7, u64::MAX] {
            top.store(damaged, Ordering::Relaxed);
            let stats = turn.stats();
            assert!(stats.largest_free <= stats.capacity, "{damaged}: {stats:?}");
        }
        top.store(sound, Ordering::Relaxed);
        assert!(turn.stats().largest_free > 1 << 19);
    }
}
