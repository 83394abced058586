//! Bins: small free blocks that wait to be used again as they are, a few of each size. To free and to allocate such a block
//! touches neither its neighbours nor a list.
//!
//! A block that waits is free by its header, which says so by WAITING. Its neighbours see it as a used one, so that free
//! space beside it is not merged with it: that is made up for before the heap grows, and when little is in use any more.
//! A bin's word is {where its last block starts, less 8 | how many wait}, 0 for none; the block's first link is the word
//! before it came. All of it is a cache, as the lists are.

use super::block::Block;
use super::broken::{Broken, What};
use super::classes::NEXT;
use super::lists::{Allocator, Bounds};
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// One for each block size below 2,064, a multiple of 16.
pub(super) const BINS: usize = 129;
/// Most blocks that wait in one bin.
const DEEP: u64 = 8;
/// The bits of a bin's word that count its blocks.
const DEPTH: u64 = 15;
const _: () = assert!(DEEP < DEPTH);
/// A block is put into a bin if then no more than one byte waits for so many in use, behind the first `SPARED`.
const SHARE: u64 = 16;
/// What waits is merged once more than one byte waits for so many in use.
const MOST: u64 = SHARE / 2;
/// While no more bytes are in use nothing waits: the free space of a heap that is nearly empty is in one piece.
const SPARED: u64 = 16 << 10;

/// Where the block starts that a bin's word, which is not 0, names.
#[inline(always)]
pub(super) fn first_of(word: u64) -> u64 {
    word & !DEPTH | 8
}

/// How many blocks wait in the bin of that word.
pub(super) fn depth_of(word: u64) -> u64 {
    word & DEPTH
}

impl Allocator<'_> {
    #[inline(always)]
    fn bin(&self, size: u64) -> Option<&AtomicU64> {
        self.words().bins.get((size / 16) as usize)
    }

    /// A block of exactly that size that waits, and its header.
    ///
    /// # Errors
    /// [`Broken`] where the bin names another one.
    #[inline(always)]
    pub(super) fn find_waiting(&self, bounds: Bounds, size: u64) -> Result<Option<(u64, Block)>, Broken> {
        let Some(bin) = self.bin(size) else { return Ok(None) };
        // Relaxed, here and below: the write turn orders.
        let word = bin.load(Ordering::Relaxed);
        if word == 0 {
            return Ok(None);
        }
        self.waiting_at(bounds, word, size).map(Some)
    }

    #[inline(always)]
    fn waiting_at(&self, bounds: Bounds, word: u64, size: u64) -> Result<(u64, Block), Broken> {
        let at = first_of(word);
        let block = bounds.block(self, at)?;
        if block.with_prev_free(false) != Block::waiting(size) {
            return Err(Broken::new(What::WrongBin, at));
        }
        Ok((at, block))
    }

    /// Takes the block that `find_waiting` found out of its bin; its header is the caller's.
    #[inline(always)]
    pub(super) fn take_waiting(&self, at: u64, size: u64) {
        if let Some(bin) = self.bin(size) {
            shim::store(bin, self.link_word(at, NEXT).load(Ordering::Relaxed));
            let waiting = &self.words().waiting;
            shim::store(waiting, waiting.load(Ordering::Relaxed).wrapping_sub(size));
        }
    }

    /// Whether the used block at `at` may wait when it is free.
    #[inline(always)]
    pub(super) fn may_wait(&self, bounds: Bounds, at: u64, size: u64) -> bool {
        let Some(bin) = self.bin(size) else { return false };
        let words = self.words();
        let waiting = words.waiting.load(Ordering::Relaxed).wrapping_add(size);
        bin.load(Ordering::Relaxed) & DEPTH < DEEP
            && waiting.wrapping_mul(SHARE).wrapping_add(SPARED) <= words.used.load(Ordering::Relaxed)
            // The last block is not free, so that the heap ends behind what is in use.
            && at + size != bounds.top()
    }

    /// Puts a block into its bin. Its header says already that it waits.
    #[inline(always)]
    pub(super) fn let_wait(&self, at: u64, size: u64) {
        if let Some(bin) = self.bin(size) {
            let word = bin.load(Ordering::Relaxed);
            shim::store(self.link_word(at, NEXT), word);
            shim::store(bin, (at & !DEPTH) | (depth_of(word) + 1));
            let waiting = &self.words().waiting;
            shim::store(waiting, waiting.load(Ordering::Relaxed).wrapping_add(size));
        }
    }

    /// Whether too much waits for what is in use.
    #[inline(always)]
    pub(super) fn too_many_wait(&self) -> bool {
        let words = self.words();
        let waiting = words.waiting.load(Ordering::Relaxed);
        waiting != 0 && waiting.wrapping_mul(MOST).wrapping_add(SPARED) > words.used.load(Ordering::Relaxed)
    }

    /// Merges every block that waits with its neighbours and lists it; false if none waits.
    ///
    /// # Errors
    /// [`Broken`] where a bin, a neighbour or a list cannot be right.
    #[cold]
    #[inline(never)]
    pub(super) fn merge_waiting(&self) -> Result<bool, Broken> {
        let words = self.words();
        if words.waiting.load(Ordering::Relaxed) == 0 {
            return Ok(false);
        }
        let busy = self.busy();
        for (granules, bin) in words.bins.iter().enumerate() {
            let size = granules as u64 * 16;
            let mut left = depth_of(bin.load(Ordering::Relaxed));
            loop {
                let word = bin.load(Ordering::Relaxed);
                if word == 0 {
                    break;
                }
                if left == 0 {
                    return Err(Broken::new(What::WrongBin, first_of(word)));
                }
                left -= 1;
                let bounds = self.bounds()?;
                let (at, block) = self.waiting_at(bounds, word, size)?;
                shim::store(bin, self.link_word(at, NEXT).load(Ordering::Relaxed));
                let block = Block::free(size).with_prev_free(block.prev_is_free());
                self.set(at, block);
                self.coalesce(bounds, at, block)?;
            }
        }
        shim::store(&words.waiting, 0);
        busy.done();
        Ok(true)
    }
}
