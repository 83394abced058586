//! The lists of free blocks: one per class of sizes, and a bitmap of the classes that have blocks.
//!
//! All of it is a cache over the block headers. Links are checked before what they name is touched.

use super::block::Block;
use super::broken::{Broken, What};
use super::lists::{Allocator, Bounds, GAP, aligned};
use super::meta::{FIRST, SECOND, SECOND_BITS};
use crate::sync::Ordering;
use crate::sys::shim;

/// How many blocks of one class are looked at when nothing larger is free.
const LAST_RESORT: usize = 64;

/// The first two words of a free block's payload.
pub(super) const NEXT: u64 = 8;
pub(super) const PREV: u64 = 16;

/// The class of a block size: sixteen to each power of two, the first of 16 bytes each. Below `CLASSES` for what fits
/// into the largest heap.
#[inline(always)]
pub(super) const fn class(size: u64) -> usize {
    let granules = size / 16;
    let shift = 63 - SECOND_BITS - (granules | SECOND as u64).leading_zeros();
    (((shift as u64) << SECOND_BITS) + (granules >> shift)) as usize
}

impl Allocator<'_> {
    /// A free block that holds `size` bytes, and its header: from a class whose blocks all do, or the head of the class
    /// below.
    #[inline(always)]
    pub(super) fn find_free(&self, bounds: Bounds, size: u64) -> Result<Option<(u64, Block)>, Broken> {
        let class = class(size);
        // Relaxed, here and in all that follows: the write turn orders.
        let head = self.head(class).load(Ordering::Relaxed);
        if head != 0 {
            let block = self.free_block(bounds, head)?;
            if block.size() >= size {
                return Ok(Some((head, block)));
            }
        }
        let Some(class) = self.class_from(class + 1)? else { return Ok(None) };
        let head = self.head(class).load(Ordering::Relaxed);
        let block = self.free_block(bounds, head)?;
        if block.size() < size {
            return Err(Broken::new(What::WrongClass, head));
        }
        Ok(Some((head, block)))
    }

    /// The first class from `class` on that has blocks.
    #[inline(always)]
    fn class_from(&self, class: usize) -> Result<Option<usize>, Broken> {
        let words = self.words();
        let f = class / SECOND;
        if f >= FIRST {
            return Ok(None);
        }
        let second = words.second[f].load(Ordering::Relaxed) & (!0 << (class % SECOND));
        if second != 0 {
            return self.class_of(f, second).map(Some);
        }
        let first = words.first.load(Ordering::Relaxed) & (!1 << f);
        if first == 0 {
            return Ok(None);
        }
        let f = first.trailing_zeros() as usize;
        if f >= FIRST {
            return Err(Broken::new(What::NoClass, 0));
        }
        self.class_of(f, words.second[f].load(Ordering::Relaxed)).map(Some)
    }

    #[inline(always)]
    fn class_of(&self, f: usize, second: u64) -> Result<usize, Broken> {
        let s = second.trailing_zeros() as usize;
        if s < SECOND { Ok(f * SECOND + s) } else { Err(Broken::new(What::NoClass, 0)) }
    }

    /// Before giving up: a few blocks of each class whose blocks may or may not hold `size` bytes.
    #[cold]
    #[inline(never)]
    pub(super) fn find_tight(&self, bounds: Bounds, size: u64, align64: bool) -> Result<Option<(u64, Block)>, Broken> {
        let last = class(if align64 { size + GAP } else { size });
        for class in class(size)..=last {
            let mut at = self.head(class).load(Ordering::Relaxed);
            for _ in 0..LAST_RESORT {
                if at == 0 {
                    break;
                }
                let block = self.free_block(bounds, at)?;
                let start = if align64 { aligned(at) } else { at };
                if start + size <= at + block.size() {
                    return Ok(Some((at, block)));
                }
                at = self.link_word(at, NEXT).load(Ordering::Relaxed);
            }
        }
        Ok(None)
    }

    /// The size of the largest free block. Looks at the blocks of the last class that has any.
    pub(super) fn largest_listed(&self, bounds: Bounds) -> u64 {
        let words = self.words();
        let first = words.first.load(Ordering::Relaxed);
        if first == 0 {
            return 0;
        }
        let f = (63 - first.leading_zeros()) as usize % FIRST;
        let second = words.second[f].load(Ordering::Relaxed) & (SECOND as u64 - 1);
        if second == 0 {
            return 0;
        }
        let mut at = self.head(f * SECOND + (63 - second.leading_zeros()) as usize).load(Ordering::Relaxed);
        let mut largest = 0;
        // Bounded: a class holds few blocks near the end of space, and a broken list has no end.
        for _ in 0..4096 {
            let Ok(block) = bounds.block(self, at) else { break };
            largest = largest.max(block.size());
            at = self.link_word(at, NEXT).load(Ordering::Relaxed);
        }
        largest
    }

    /// Puts a free block at the head of its class and writes its size at its end. The block behind it is told apart.
    #[inline(always)]
    pub(super) fn link(&self, bounds: Bounds, at: u64, size: u64) -> Result<(), Broken> {
        let class = class(size);
        let first = self.head(class);
        let head = first.load(Ordering::Relaxed);
        shim::store(self.link_word(at, NEXT), head);
        shim::store(self.link_word(at, PREV), 0);
        shim::store(self.link_word(at, size - 8), size);
        if head != 0 {
            self.check_link(bounds, head)?;
            shim::store(self.link_word(head, PREV), at);
            shim::store(first, at);
        } else {
            shim::store(first, at);
            self.mark_class(class);
        }
        Ok(())
    }

    /// Takes a free block out of its class.
    #[inline(always)]
    pub(super) fn unlink(&self, bounds: Bounds, at: u64, size: u64) -> Result<(), Broken> {
        let next = self.link_word(at, NEXT).load(Ordering::Relaxed);
        let prev = self.link_word(at, PREV).load(Ordering::Relaxed);
        if next != 0 {
            self.check_link(bounds, next)?;
            shim::store(self.link_word(next, PREV), prev);
        }
        if prev != 0 {
            self.check_link(bounds, prev)?;
            shim::store(self.link_word(prev, NEXT), next);
            return Ok(());
        }
        let class = class(size);
        let first = self.head(class);
        if first.load(Ordering::Relaxed) != at {
            return Err(Broken::new(What::NotInList, at));
        }
        shim::store(first, next);
        if next == 0 {
            self.unmark_class(class);
        }
        Ok(())
    }

    /// A class has its first block.
    #[inline(always)]
    fn mark_class(&self, class: usize) {
        let (f, s) = (class / SECOND, class % SECOND);
        let words = self.words();
        shim::store(&words.second[f], words.second[f].load(Ordering::Relaxed) | 1 << s);
        shim::store(&words.first, words.first.load(Ordering::Relaxed) | 1 << f);
    }

    /// A class has no block any more.
    #[inline(always)]
    fn unmark_class(&self, class: usize) {
        let (f, s) = (class / SECOND, class % SECOND);
        let words = self.words();
        let second = words.second[f].load(Ordering::Relaxed) & !(1 << s);
        shim::store(&words.second[f], second);
        if second == 0 {
            shim::store(&words.first, words.first.load(Ordering::Relaxed) & !(1 << f));
        }
    }

    /// The header at a link of a list: must be a free block.
    #[inline(always)]
    pub(super) fn free_block(&self, bounds: Bounds, at: u64) -> Result<Block, Broken> {
        let block = bounds.block(self, at)?;
        if block.is_listed() { Ok(block) } else { Err(Broken::new(What::UsedInList, at)) }
    }

    /// Whether a list's link names a block whose links may be written.
    #[inline(always)]
    fn check_link(&self, bounds: Bounds, at: u64) -> Result<(), Broken> {
        // Links take 24 bytes, and at least 32 lie between a block's start and the top.
        if !bounds.hold(at) {
            return Err(Broken::new(What::NoBlock, at));
        }
        if self.get(at).is_listed() { Ok(()) } else { Err(Broken::new(What::UsedInList, at)) }
    }
}
