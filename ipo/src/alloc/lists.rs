//! Allocation and free: two-level segregated lists of free blocks, constant time, coalescing at once.
//!
//! What a death leaves: block headers are changed so that a walk over them is whole after any store. Lists, bitmaps,
//! sizes at the end of free blocks, PREV_FREE and counters are a cache; `busy` says that it may be half changed.

use super::block::{BLOCK_HEADER, Block, BlockKind, MIN_BLOCK};
use super::meta::{AllocWords, FIRST, SECOND, SECOND_BITS};
use super::space::Space;
use crate::Error;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// How many blocks of one class are looked at when nothing larger is free.
const LAST_RESORT: usize = 64;
/// The largest gap before a payload that is aligned to 64: 16 bytes, which make no block, moved up by 64.
const GAP: u64 = 80;

/// The allocator over one heap; used by the holder of the write turn.
///
/// Keeps what it looks up all the time: the compiler would read it again behind every store into the heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allocator<'a> {
    pub(super) space: &'a Space,
    words: &'a AllocWords,
    first: u64,
}

/// A place for a block, found without a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Where the new block will start.
    pub(crate) at: u64,
    /// Its size.
    size: u64,
    /// The free block that it is cut from; `None` at the top.
    from: Option<u64>,
}

impl<'a> Allocator<'a> {
    #[inline]
    pub(crate) fn new(space: &'a Space) -> Self {
        Allocator { space, words: &space.meta().alloc.0, first: space.arena() + BLOCK_HEADER }
    }

    #[inline]
    pub(super) fn words(&self) -> &'a AllocWords {
        self.words
    }

    /// Offset of the first block.
    #[inline]
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    #[inline]
    pub(crate) fn top(&self) -> u64 {
        // Relaxed, as all loads here: the write turn orders them.
        self.words().top.load(Ordering::Relaxed)
    }

    /// Writes the words of a fresh heap whose memory is committed up to `committed`.
    pub(crate) fn format(&self, committed: u64, generation: u64) {
        let words = self.words();
        shim::store(&words.committed, committed);
        shim::store(&words.top, self.first());
        shim::store(&words.generation, generation);
    }

    /// Finds room for a payload of `len` bytes, aligned to 64 if asked. Makes no store; may commit memory through
    /// `grow`, which is told the new end and says how far it is committed now.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`]; [`Error::Corrupt`] where the lists cannot be right.
    #[inline]
    pub(crate) fn find(
        &self,
        len: u64,
        align64: bool,
        grow: impl FnOnce(u64) -> Result<(), Error>,
    ) -> Result<Place, Error> {
        if len > self.space.total_len() {
            return Err(self.out_of_space(len));
        }
        let size = Block::size_for(len);
        let room = if align64 { size + GAP } else { size };
        if let Some(from) = self.find_free(room)? {
            return Ok(Place { at: if align64 { aligned(from) } else { from }, size, from: Some(from) });
        }
        let top = self.checked_top()?;
        let at = if align64 { aligned(top) } else { top };
        let end = at + size;
        if end > self.space.total_len() {
            if let Some(from) = self.find_tight(size, align64)? {
                return Ok(Place { at: if align64 { aligned(from) } else { from }, size, from: Some(from) });
            }
            return Err(self.out_of_space(if align64 { len + GAP } else { len }));
        }
        if end > self.space.limit() {
            grow(end)?;
        }
        Ok(Place { at, size, from: None })
    }

    /// Before the allocation at a place is logged: an undo asks the header there whether the block was taken. Inside a
    /// larger free block any bytes could lie there, also such as pass for a used block.
    #[inline]
    pub(crate) fn announce(&self, place: Place) {
        if place.from.is_some_and(|from| from != place.at) {
            // At least 32 bytes behind the block's start and before its last word: no walk and no list sees it.
            self.set(place.at, Block::free(place.size));
        }
    }

    /// Makes the block at a place that `find` gave. The caller has logged its allocation.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where the lists cannot be right.
    #[inline]
    pub(crate) fn take(&self, place: Place, kind: BlockKind) -> Result<u64, Error> {
        let busy = self.busy();
        let size = match place.from {
            Some(from) => self.cut(from, place.at, place.size, kind)?,
            None => self.push_top(place.at, place.size, kind),
        };
        self.count(size as i64, 1, kind);
        busy.done();
        Ok(place.at + BLOCK_HEADER)
    }

    /// Frees the block at `at`, which the caller found to be used.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where a neighbour or a list cannot be right.
    #[inline]
    pub(crate) fn free(&self, at: u64) -> Result<(), Error> {
        let busy = self.busy();
        let top = self.top();
        let (mut at, mut size) = (at, self.mark_free(at));
        // From here on a walk finds the block free; the rest is merging, each merge one store.
        // SAFETY: blocks tile the arena up to `top`, so `at + size` is a block or the top.
        let next = at + size;
        let prev_is_free = self.get(at).prev_is_free();
        if next < top {
            let block = self.checked(next)?;
            if block.is_used() {
                self.set(next, block.with_prev_free(true));
            } else {
                // The block behind it is told already.
                self.unlink(next, block.size())?;
                size += block.size();
                self.set(at, Block::free(size).with_prev_free(prev_is_free));
            }
        }
        if prev_is_free {
            let prev = self.before(at)?;
            let block = self.get(prev);
            self.unlink(prev, block.size())?;
            size += block.size();
            at = prev;
            self.set(at, Block::free(size).with_prev_free(block.prev_is_free()));
        }
        if at + size == top {
            // The last block is never free: the walk ends where it started.
            shim::store(&self.words().top, at);
        } else {
            self.link(at, size)?;
        }
        busy.done();
        Ok(())
    }

    /// Clears the header's USED bit by one store and counts the block out. An object's seal goes first, so that no
    /// stale handle finds it again.
    #[inline]
    pub(super) fn mark_free(&self, at: u64) -> u64 {
        let block = self.get(at);
        if block.kind() == Some(BlockKind::Object) {
            // SAFETY: every block has at least 24 bytes of payload; the seal is its second word.
            shim::store(unsafe { self.space.word(at + BLOCK_HEADER + 8) }, 0);
        }
        self.set(at, Block::free(block.size()).with_prev_free(block.prev_is_free()));
        self.count(-(block.size() as i64), -1, block.kind().unwrap_or(BlockKind::Data));
        block.size()
    }

    /// Whether `at` can be a used block's start; for offsets that come out of the heap.
    #[inline]
    pub(crate) fn used_at(&self, at: u64) -> Option<Block> {
        let block = self.checked(at).ok()?;
        block.is_used().then_some(block)
    }

    /// The header at `at`, which may be any number: aligned, below the top, and of a size that ends there.
    #[inline]
    pub(crate) fn checked(&self, at: u64) -> Result<Block, Error> {
        let top = self.top();
        if (at.wrapping_sub(self.first)) & 15 != 0 || at < self.first || at >= top || top > self.space.limit() {
            return Err(nothing_here(at));
        }
        let block = self.get(at);
        if block.size() < MIN_BLOCK || block.size() > top - at {
            return Err(impossible_size(at));
        }
        Ok(block)
    }

    /// The top as it lies in the heap: a place for a block, in the committed part.
    #[inline]
    fn checked_top(&self) -> Result<u64, Error> {
        let top = self.top();
        if top < self.first || (top - self.first) & 15 != 0 || top > self.space.limit() {
            return Err(Error::corrupt(top, "the end of the blocks lies where no block can end"));
        }
        Ok(top)
    }

    /// Largest payload that could be had in one piece without growth of the file system.
    pub(crate) fn largest_free(&self) -> u64 {
        let words = self.words();
        // Blocks come in multiples of 16 bytes; the top lies 8 behind one.
        let above = self.space.total_len().saturating_sub(self.top()) & !15;
        let first = words.first.load(Ordering::Relaxed);
        let mut largest = above;
        if first != 0 {
            let f = (63 - first.leading_zeros()) as usize % FIRST;
            let second = words.second[f].load(Ordering::Relaxed) & (SECOND as u64 - 1);
            if second != 0 {
                let s = (63 - second.leading_zeros()) as usize;
                let mut at = words.heads[f][s].load(Ordering::Relaxed);
                // Bounded: a class holds few blocks near the end of space, and a broken list has no end.
                for _ in 0..4096 {
                    let Ok(block) = self.checked(at) else { break };
                    largest = largest.max(block.size());
                    at = self.link_word(at, NEXT).load(Ordering::Relaxed);
                }
            }
        }
        largest.saturating_sub(BLOCK_HEADER)
    }

    #[cold]
    fn out_of_space(&self, len: u64) -> Error {
        Error::OutOfSpace { needed: len, available: self.largest_free(), cause: "the heap's capacity" }
    }

    // ---- cutting ------------------------------------------------------------------------------------------------

    /// Cuts a used block of `size` bytes at `at` out of the free block `from`.
    #[inline]
    fn cut(&self, from: u64, at: u64, size: u64, kind: BlockKind) -> Result<u64, Error> {
        let whole = self.get(from);
        let end = from + whole.size();
        let rest = end - (at + size);
        // A rest too small for a block stays with the new block.
        let size = if rest < MIN_BLOCK { size + rest } else { size };
        self.unlink(from, whole.size())?;
        if at + size < end {
            // The rest's header first: until the store that shrinks the front, a walk does not see it.
            self.set(at + size, Block::free(end - at - size));
        }
        if at == from {
            self.set(at, Block::used(size, kind).with_prev_free(whole.prev_is_free()));
        } else {
            // The inner header, then the front block shrinks by one store and publishes both.
            self.set(at, Block::used(size, kind).with_prev_free(true));
            self.set(from, Block::free(at - from).with_prev_free(whole.prev_is_free()));
            self.link(from, at - from)?;
        }
        if at + size < end {
            // The block behind the rest is told already.
            self.link(at + size, end - at - size)?;
        } else {
            self.prev_was_taken(end);
        }
        Ok(size)
    }

    /// Puts a used block on top, with a free one before it where alignment left a gap.
    #[inline]
    fn push_top(&self, at: u64, size: u64, kind: BlockKind) -> u64 {
        let top = self.top();
        let gap = at - top;
        self.set(at, Block::used(size, kind).with_prev_free(gap > 0));
        if gap > 0 {
            self.set(top, Block::free(gap));
        }
        // One store shows the walk both.
        shim::store(&self.words().top, at + size);
        if gap > 0 {
            // A fresh link at the head of its class; its neighbours are used, so nothing can be wrong with them.
            let _ = self.link(top, gap);
        }
        size
    }

    // ---- classes ------------------------------------------------------------------------------------------------

    /// The first free block of a class whose blocks all hold `size` bytes, or the head of the class below.
    #[inline]
    fn find_free(&self, size: u64) -> Result<Option<u64>, Error> {
        let words = self.words();
        let (f, s) = class(size);
        let head = words.heads[f][s].load(Ordering::Relaxed);
        if head != 0 {
            let block = self.free_block(head)?;
            if block.size() >= size {
                return Ok(Some(head));
            }
        }
        // From the next class on, every block is large enough.
        let (mut f, s) = if s + 1 == SECOND { (f + 1, 0) } else { (f, s + 1) };
        if f >= FIRST {
            return Ok(None);
        }
        let mut second = words.second[f].load(Ordering::Relaxed) & (!0 << s);
        if second == 0 {
            let first = if f + 1 < 64 { words.first.load(Ordering::Relaxed) & (!0 << (f + 1)) } else { 0 };
            if first == 0 {
                return Ok(None);
            }
            f = first.trailing_zeros() as usize;
            if f >= FIRST {
                return Err(Error::corrupt(0, "the allocator's bitmap names a class that does not exist"));
            }
            second = words.second[f].load(Ordering::Relaxed);
        }
        let s = second.trailing_zeros() as usize;
        if s >= SECOND {
            return Err(Error::corrupt(0, "the allocator's bitmap names an empty class"));
        }
        let head = words.heads[f][s].load(Ordering::Relaxed);
        let block = self.free_block(head)?;
        if block.size() < size {
            return Err(Error::corrupt(head, "a free block in the wrong class"));
        }
        Ok(Some(head))
    }

    /// Before giving up: a few blocks of each class whose blocks may or may not hold `size` bytes.
    #[cold]
    fn find_tight(&self, size: u64, align64: bool) -> Result<Option<u64>, Error> {
        let last = class(if align64 { size + GAP } else { size });
        let (mut f, mut s) = class(size);
        while (f, s) <= last {
            let mut at = self.words().heads[f][s].load(Ordering::Relaxed);
            for _ in 0..LAST_RESORT {
                if at == 0 {
                    break;
                }
                let block = self.free_block(at)?;
                let start = if align64 { aligned(at) } else { at };
                if start + size <= at + block.size() {
                    return Ok(Some(at));
                }
                at = self.link_word(at, NEXT).load(Ordering::Relaxed);
            }
            (f, s) = if s + 1 == SECOND { (f + 1, 0) } else { (f, s + 1) };
        }
        Ok(None)
    }

    /// Puts a free block at the head of its class and writes its size at its end. The block behind it is told apart.
    #[inline]
    pub(super) fn link(&self, at: u64, size: u64) -> Result<(), Error> {
        let words = self.words();
        let (f, s) = class(size);
        let head = words.heads[f][s].load(Ordering::Relaxed);
        shim::store(self.link_word(at, NEXT), head);
        shim::store(self.link_word(at, PREV), 0);
        shim::store(self.link_word(at, size - 8), size);
        if head != 0 {
            self.check_link(head)?;
            shim::store(self.link_word(head, PREV), at);
        }
        shim::store(&words.heads[f][s], at);
        shim::store(&words.second[f], words.second[f].load(Ordering::Relaxed) | 1 << s);
        shim::store(&words.first, words.first.load(Ordering::Relaxed) | 1 << f);
        Ok(())
    }

    /// Takes a free block out of its class.
    #[inline]
    fn unlink(&self, at: u64, size: u64) -> Result<(), Error> {
        let words = self.words();
        let (f, s) = class(size);
        let next = self.link_word(at, NEXT).load(Ordering::Relaxed);
        let prev = self.link_word(at, PREV).load(Ordering::Relaxed);
        if next != 0 {
            self.check_link(next)?;
            shim::store(self.link_word(next, PREV), prev);
        }
        if prev != 0 {
            self.check_link(prev)?;
            shim::store(self.link_word(prev, NEXT), next);
            return Ok(());
        }
        if words.heads[f][s].load(Ordering::Relaxed) != at {
            return Err(Error::corrupt(at, "a free block that its list does not know"));
        }
        shim::store(&words.heads[f][s], next);
        if next == 0 {
            let second = words.second[f].load(Ordering::Relaxed) & !(1 << s);
            shim::store(&words.second[f], second);
            if second == 0 {
                shim::store(&words.first, words.first.load(Ordering::Relaxed) & !(1 << f));
            }
        }
        Ok(())
    }

    /// The header at a link of a list: must be a free block.
    #[inline]
    fn free_block(&self, at: u64) -> Result<Block, Error> {
        let block = self.checked(at)?;
        if block.is_used() {
            return Err(used_in_list(at));
        }
        Ok(block)
    }

    /// Whether a list's link names a block whose links may be written.
    #[inline]
    fn check_link(&self, at: u64) -> Result<(), Error> {
        let top = self.top();
        if (at.wrapping_sub(self.first)) & 15 != 0
            || at < self.first
            || at.saturating_add(MIN_BLOCK) > top
            || top > self.space.limit()
        {
            return Err(nothing_here(at));
        }
        if self.get(at).is_used() {
            return Err(used_in_list(at));
        }
        Ok(())
    }

    /// The free block that ends at `at`.
    #[inline]
    fn before(&self, at: u64) -> Result<u64, Error> {
        // SAFETY: `at` is a block with a block before it, so the word before it lies in the committed arena.
        let size = unsafe { self.space.word(at - 8) }.load(Ordering::Relaxed);
        let prev = at.wrapping_sub(size);
        let block = self.free_block(prev)?;
        if block.size() != size {
            return Err(Error::corrupt(prev, "a free block whose end names another size"));
        }
        Ok(prev)
    }

    /// Takes PREV_FREE out of the header at `at`, unless that is the top.
    #[inline]
    fn prev_was_taken(&self, at: u64) {
        if at < self.top() {
            self.set(at, self.get(at).with_prev_free(false));
        }
    }

    // ---- words --------------------------------------------------------------------------------------------------

    /// A header at an offset that came from `checked`, from a cut or from the top.
    #[inline]
    pub(super) fn get(&self, at: u64) -> Block {
        // SAFETY: the callers pass block starts below the top (checked against the committed bound).
        unsafe { self.space.block(at) }
    }

    /// Stores a header; as `get`.
    #[inline]
    pub(super) fn set(&self, at: u64, block: Block) {
        // SAFETY: as `get`, or inside a block or space above the top that `find` saw committed; the turn is held.
        unsafe { self.space.set_block(at, block) };
    }

    /// A word in the free block at `at`.
    #[inline]
    pub(super) fn link_word(&self, at: u64, offset: u64) -> &'a AtomicU64 {
        // SAFETY: `offset` lies inside the block at `at`, which lies below the committed bound.
        unsafe { self.space.word(at + offset) }
    }

    #[inline]
    fn count(&self, bytes: i64, blocks: i64, kind: BlockKind) {
        let words = self.words();
        let add = |word: &AtomicU64, n: i64| {
            shim::store(word, word.load(Ordering::Relaxed).wrapping_add_signed(n));
        };
        add(&words.used, bytes);
        add(&words.blocks, blocks);
        if kind == BlockKind::Object {
            add(&words.objects, blocks);
        }
    }

    /// Says that an allocator call is under way until `done`. Nested calls keep the outer mark.
    #[inline]
    fn busy(&self) -> Busy<'a> {
        let word = &self.space.meta().journal.0.busy;
        let outer = word.load(Ordering::Relaxed) != 0;
        if !outer {
            shim::store(word, 1);
        }
        Busy { word, outer }
    }
}

/// The first two words of a free block's payload.
pub(super) const NEXT: u64 = 8;
pub(super) const PREV: u64 = 16;

/// Set while the cache may be half changed. An error leaves it set: the next turn rebuilds.
struct Busy<'a> {
    word: &'a AtomicU64,
    outer: bool,
}

impl Busy<'_> {
    #[inline]
    fn done(self) {
        if !self.outer {
            shim::store(self.word, 0);
        }
    }
}

#[cold]
fn nothing_here(at: u64) -> Error {
    Error::corrupt(at, "no block can lie here")
}

#[cold]
fn impossible_size(at: u64) -> Error {
    Error::corrupt(at, "a block of an impossible size")
}

#[cold]
fn used_in_list(at: u64) -> Error {
    Error::corrupt(at, "a used block in a list of free ones")
}

/// First and second level of a block size: the class of the largest power-of-two sixteenth below it.
#[inline]
pub(super) fn class(size: u64) -> (usize, usize) {
    let granules = size / 16;
    if granules < SECOND as u64 {
        return (0, granules as usize);
    }
    let log = 63 - granules.leading_zeros();
    let second = (granules >> (log - SECOND_BITS)) as usize & (SECOND - 1);
    (((log - SECOND_BITS + 1) as usize).min(FIRST - 1), second)
}

/// The first block start at or behind `at` whose payload is aligned to 64 and leaves no gap or one that is a block.
fn aligned(at: u64) -> u64 {
    let start = (at + BLOCK_HEADER).next_multiple_of(64) - BLOCK_HEADER;
    if start > at && start - at < MIN_BLOCK { start + 64 } else { start }
}
