//! Allocation and free: two-level segregated lists of free blocks, constant time, coalescing at once but for the few that
//! wait in bins.
//!
//! What a death leaves: block headers are changed so that a walk over them is whole after any store. Lists, bitmaps,
//! sizes at the end of free blocks, PREV_FREE and counters are a cache; `busy` says that it may be half changed.

use std::ptr::NonNull;

use super::block::{BLOCK_HEADER, Block, BlockKind, MIN_BLOCK};
use super::broken::{Broken, What};
use super::meta::AllocWords;
use super::space::Space;
use crate::Error;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// The largest gap before a payload that is aligned to 64: 16 bytes, which make no block, moved up by 64.
pub(super) const GAP: u64 = 80;

/// The allocator over one heap; used by the holder of the write turn.
///
/// Keeps what it looks up all the time: the compiler would read it again behind every store into the heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allocator<'a> {
    pub(super) space: &'a Space,
    words: &'a AllocWords,
    base: NonNull<u8>,
    first: u64,
}

/// Where blocks lie, as it was when a call began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The highest start of a block: the smallest one ends at the top then.
    last: u64,
    /// How many starts there are, 16 bytes apart. 0 in an empty heap.
    starts: u64,
}

impl Bounds {
    /// End of the last block.
    #[inline(always)]
    pub(super) fn top(self) -> u64 {
        self.last + MIN_BLOCK
    }

    /// Whether a block can start at `at`, which may be any number.
    #[inline(always)]
    pub(super) fn hold(self, at: u64) -> bool {
        // Turned round, what lies above or is no multiple of 16 away becomes larger than any heap.
        self.last.wrapping_sub(at).rotate_right(4) < self.starts
    }

    /// The header at `at`, which may be any number: a block can start there, and its size ends at the top or below.
    #[inline(always)]
    pub(super) fn block(self, alloc: &Allocator<'_>, at: u64) -> Result<Block, Broken> {
        if !self.hold(at) {
            return Err(Broken::new(What::NoBlock, at));
        }
        let block = alloc.get(at);
        // A size that is too small becomes a large number.
        if block.size().wrapping_sub(MIN_BLOCK) > self.last - at {
            return Err(Broken::new(What::Size, at));
        }
        Ok(block)
    }
}

/// Of an empty heap, or of one that is broken.
#[cold]
#[inline(never)]
fn unusual_bounds(top: u64, first: u64) -> Result<Bounds, Broken> {
    if top == first {
        return Ok(Bounds { last: top - MIN_BLOCK, starts: 0 });
    }
    Err(Broken::new(What::Top, top))
}

/// Room for a block, found without a store and at a glance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Front {
    /// Where the new block will start.
    pub(crate) at: u64,
    /// Its size.
    size: u64,
    from: Source,
    bounds: Bounds,
}

/// What a block is made of.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// A free block of its very size that waits, with this header.
    Waiting(Block),
    /// The front of a free block with this header.
    Front(Block),
    /// Room on top.
    Top,
}

/// A place for a block, found without a store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Where the new block will start.
    pub(crate) at: u64,
    /// Its size.
    pub(super) size: u64,
    /// The free block that it is cut from, and its header; `None` at the top.
    from: Option<(u64, Block)>,
}

impl<'a> Allocator<'a> {
    #[inline(always)]
    pub(crate) fn new(space: &'a Space) -> Self {
        // SAFETY: offset 0 lies inside the file.
        let base = unsafe { space.at(0) };
        Allocator { space, words: &space.meta().alloc.0, base, first: space.arena() + BLOCK_HEADER }
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

    /// The bounds for one call. They hold while no other block goes on top.
    #[inline(always)]
    pub(super) fn bounds(&self) -> Result<Bounds, Broken> {
        let top = self.top();
        let (span, empty) = top.overflowing_sub(self.first + MIN_BLOCK);
        // Starts are counted from the last one: it has to be one itself.
        if empty || span % 16 != 0 || top > self.space.limit() {
            return unusual_bounds(top, self.first);
        }
        Ok(Bounds { last: top - MIN_BLOCK, starts: span / 16 + 1 })
    }

    /// Writes the words of a fresh heap whose memory is committed up to `committed`.
    pub(crate) fn format(&self, committed: u64, generation: u64) {
        let words = self.words();
        shim::store(&words.committed, committed);
        shim::store(&words.top, self.first());
        shim::store(&words.generation, generation);
    }

    /// Room for a payload of `len` bytes where it is found at a glance: at the front of a free block, or on top. Makes no
    /// store.
    ///
    /// # Errors
    /// [`Broken`] where the lists cannot be right.
    #[inline(always)]
    pub(crate) fn find_at_once(&self, len: u64) -> Result<Option<Front>, Broken> {
        let bounds = self.bounds()?;
        if len > self.space.total_len() - self.first {
            return Ok(None);
        }
        let size = Block::size_for(len);
        if let Some((at, block)) = self.find_waiting(bounds, size)? {
            return Ok(Some(Front { at, size, from: Source::Waiting(block), bounds }));
        }
        if let Some((at, whole)) = self.find_free(bounds, size)? {
            return Ok(Some(Front { at, size, from: Source::Front(whole), bounds }));
        }
        let fits = bounds.top() + size <= self.space.limit();
        Ok(fits.then_some(Front { at: bounds.top(), size, from: Source::Top, bounds }))
    }

    /// Makes the block that `find_at_once` found room for: its payload, and how many bytes that holds. The caller has logged
    /// its allocation.
    ///
    /// # Errors
    /// [`Broken`] where the lists cannot be right.
    #[inline(always)]
    pub(crate) fn take_at_once(&self, front: Front, kind: BlockKind) -> Result<(u64, u64), Broken> {
        let busy = self.busy();
        let Front { at, size, from, bounds } = front;
        let size = match from {
            Source::Waiting(block) => {
                // A walk finds it used from here on.
                self.set(at, Block::used(size, kind).with_prev_free(block.prev_is_free()));
                self.take_waiting(at, size);
                size
            }
            Source::Front(whole) => self.cut_front(bounds, at, whole, size, kind)?,
            Source::Top => {
                self.set(at, Block::used(size, kind));
                // One store shows it to a walk.
                shim::store(&self.words().top, at + size);
                size
            }
        };
        self.count(size as i64, 1, kind);
        busy.done();
        Ok((at + BLOCK_HEADER, size - BLOCK_HEADER))
    }

    /// Finds room for a payload of `len` bytes, aligned to 64 if asked. Takes nothing; merges the blocks that wait rather than
    /// commit memory, and may then do that through `grow`, which is told the new end and says how far it is committed now.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`]; [`Error::Corrupt`] where the lists cannot be right.
    pub(crate) fn find(
        &self,
        len: u64,
        align64: bool,
        grow: impl FnOnce(u64) -> Result<(), Error>,
    ) -> Result<Place, Error> {
        if len > self.space.total_len() - self.first {
            return Err(self.out_of_space(len));
        }
        let bounds = self.bounds()?;
        let size = Block::size_for(len);
        if let Some(from) = self.find_free(bounds, if align64 { size + GAP } else { size })? {
            return Ok(Place::inside(from, size, align64));
        }
        let at = if align64 { aligned(bounds.top()) } else { bounds.top() };
        let end = at + size;
        if end > self.space.limit() && self.merge_waiting()? {
            // Once: none waits now.
            return self.find(len, align64, grow);
        }
        if end > self.space.total_len() {
            if let Some(from) = self.find_tight(bounds, size, align64)? {
                return Ok(Place::inside(from, size, align64));
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
    pub(crate) fn announce(&self, place: Place) {
        if place.from.is_some_and(|(from, _)| from != place.at) {
            // At least 32 bytes behind the block's start and before its last word: no walk and no list sees it.
            self.set(place.at, Block::free(place.size));
        }
    }

    /// Makes the block at a place that `find` gave, as `take_at_once`.
    ///
    /// # Errors
    /// [`Broken`] where the lists cannot be right.
    pub(crate) fn take(&self, place: Place, kind: BlockKind) -> Result<(u64, u64), Broken> {
        let bounds = self.bounds()?;
        let busy = self.busy();
        let Place { at, size, from } = place;
        let size = match from {
            Some((from, whole)) if from == at => self.cut_front(bounds, at, whole, size, kind)?,
            Some((from, whole)) => self.cut_inside(bounds, from, whole, place, kind)?,
            None => self.push_top(bounds, at, size, kind),
        };
        self.count(size as i64, 1, kind);
        busy.done();
        Ok((at + BLOCK_HEADER, size - BLOCK_HEADER))
    }

    /// Frees the block at `at`, if one is in use there; `at` may be any number.
    ///
    /// # Errors
    /// [`Broken`] where a neighbour or a list cannot be right.
    #[inline(always)]
    pub(crate) fn free(&self, at: u64) -> Result<(), Broken> {
        let bounds = self.bounds()?;
        match bounds.block(self, at) {
            Ok(block) if block.is_used() => {
                if self.may_wait(bounds, at, block.size()) {
                    let busy = self.busy();
                    self.mark(at, block, Block::waiting(block.size()));
                    self.let_wait(at, block.size());
                    busy.done();
                    return Ok(());
                }
                self.free_used(bounds, at, block)
            }
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn free_used(&self, bounds: Bounds, at: u64, block: Block) -> Result<(), Broken> {
        let busy = self.busy();
        self.mark_free(at, block);
        self.coalesce(bounds, at, block)?;
        busy.done();
        if self.too_many_wait() {
            self.merge_waiting()?;
        }
        Ok(())
    }

    /// Merges a block that is marked as free with its neighbours, and lists what becomes of it. Each merge is one store.
    #[inline(always)]
    pub(super) fn coalesce(&self, bounds: Bounds, at: u64, block: Block) -> Result<(), Broken> {
        let (mut at, mut size, mut prev_is_free) = (at, block.size(), block.prev_is_free());
        let next = at + size;
        if next < bounds.top() {
            let behind = bounds.block(self, next)?;
            if behind.is_listed() {
                // The block behind it is told already.
                self.unlink(bounds, next, behind.size())?;
                size += behind.size();
            } else {
                self.set(next, behind.with_prev_free(true));
            }
        }
        if prev_is_free {
            let (prev, block) = self.before(bounds, at)?;
            self.unlink(bounds, prev, block.size())?;
            size += block.size();
            at = prev;
            prev_is_free = block.prev_is_free();
        }
        if size != block.size() {
            self.set(at, Block::free(size).with_prev_free(prev_is_free));
        }
        if at + size == bounds.top() {
            // The last block is in no list: the walk ends where it started.
            shim::store(&self.words().top, at);
        } else {
            self.link(bounds, at, size)?;
        }
        Ok(())
    }

    /// Clears the header's USED bit by one store and counts the block out. An object's seal goes first, so that no
    /// stale handle finds it again.
    #[inline(always)]
    pub(super) fn mark_free(&self, at: u64, block: Block) {
        self.mark(at, block, Block::free(block.size()));
    }

    #[inline(always)]
    fn mark(&self, at: u64, block: Block, free: Block) {
        if block.kind() == Some(BlockKind::Object) {
            // Every block has at least 24 bytes of payload; the seal is its second word.
            shim::store(self.link_word(at, BLOCK_HEADER + 8), 0);
        }
        self.set(at, free.with_prev_free(block.prev_is_free()));
        self.count(-(block.size() as i64), -1, block.kind().unwrap_or(BlockKind::Data));
    }

    /// Whether `at` can be a used block's start; for offsets that come out of the heap.
    #[inline]
    pub(crate) fn used_at(&self, at: u64) -> Option<Block> {
        let block = self.checked(at).ok()?;
        block.is_used().then_some(block)
    }

    /// The header at `at`, which may be any number: aligned, below the top, and of a size that ends there.
    #[inline]
    pub(crate) fn checked(&self, at: u64) -> Result<Block, Broken> {
        self.bounds()?.block(self, at)
    }

    /// Largest payload that could be had in one piece without growth of the file system.
    pub(crate) fn largest_free(&self) -> u64 {
        // Blocks come in multiples of 16 bytes; the top lies 8 behind one. A damaged one has nothing above it.
        let top = self.top();
        let above = if top < self.first { 0 } else { self.space.total_len().saturating_sub(top) & !15 };
        let listed = self.bounds().map_or(0, |bounds| self.largest_listed(bounds));
        above.max(listed).saturating_sub(BLOCK_HEADER)
    }

    #[cold]
    fn out_of_space(&self, len: u64) -> Error {
        Error::OutOfSpace { needed: len, available: self.largest_free(), cause: "the heap's capacity" }
    }

    /// The free block that ends at `at`, and its header.
    #[inline(always)]
    fn before(&self, bounds: Bounds, at: u64) -> Result<(u64, Block), Broken> {
        // SAFETY: `at` is a block with a block before it, so the word before it lies in the committed arena.
        let size = unsafe { self.word(at - 8) }.load(Ordering::Relaxed);
        let prev = at.wrapping_sub(size);
        let block = self.free_block(bounds, prev)?;
        if block.size() != size {
            return Err(Broken::new(What::WrongEnd, prev));
        }
        Ok((prev, block))
    }

    // ---- words --------------------------------------------------------------------------------------------------

    /// One word of the heap.
    ///
    /// # Safety
    /// As [`Space::word`].
    #[inline(always)]
    unsafe fn word(&self, offset: u64) -> &'a AtomicU64 {
        // SAFETY: the base is that of the space, which lives for 'a; else by the caller.
        unsafe { self.base.byte_add(offset as usize).cast().as_ref() }
    }

    /// A header at an offset that came from `checked`, from a cut or from the top.
    #[inline(always)]
    pub(super) fn get(&self, at: u64) -> Block {
        // SAFETY: the callers pass block starts below the top, which is checked against the committed bound.
        // Relaxed: inside a turn.
        Block(unsafe { self.word(at) }.load(Ordering::Relaxed))
    }

    /// Stores a header; as `get`.
    #[inline(always)]
    pub(super) fn set(&self, at: u64, block: Block) {
        // SAFETY: as `get`, or inside a block or space above the top that `find` saw committed; the turn is held.
        shim::store(unsafe { self.word(at) }, block.0);
    }

    /// A word in the block at `at`.
    #[inline(always)]
    pub(super) fn link_word(&self, at: u64, offset: u64) -> &'a AtomicU64 {
        // SAFETY: `offset` lies inside the block at `at`, which lies below the committed bound.
        unsafe { self.word(at + offset) }
    }

    /// The head of a class's list.
    #[inline(always)]
    pub(super) fn head(&self, class: usize) -> &'a AtomicU64 {
        &self.words.heads[class]
    }

    #[inline(always)]
    fn count(&self, bytes: i64, blocks: i64, kind: BlockKind) {
        let words = self.words();
        self.count_bytes(bytes);
        add(&words.blocks, blocks);
        if kind == BlockKind::Object {
            add(&words.objects, blocks);
        }
    }

    #[inline(always)]
    pub(super) fn count_bytes(&self, bytes: i64) {
        add(&self.words().used, bytes);
    }

    /// Says that an allocator call is under way until `done`. Nested calls keep the outer mark.
    #[inline(always)]
    pub(super) fn busy(&self) -> Busy<'a> {
        let word = &self.space.meta().journal.0.busy;
        let outer = word.load(Ordering::Relaxed) != 0;
        if !outer {
            shim::store(word, 1);
        }
        Busy { word, outer }
    }
}

#[inline(always)]
fn add(word: &AtomicU64, n: i64) {
    // Relaxed: the write turn orders.
    shim::store(word, word.load(Ordering::Relaxed).wrapping_add_signed(n));
}

impl Place {
    /// A block of `size` bytes in a free one that has the room.
    fn inside((from, whole): (u64, Block), size: u64, align64: bool) -> Place {
        Place { at: if align64 { aligned(from) } else { from }, size, from: Some((from, whole)) }
    }
}

/// Set while the cache may be half changed. An error leaves it set: the next turn rebuilds.
pub(super) struct Busy<'a> {
    word: &'a AtomicU64,
    outer: bool,
}

impl Busy<'_> {
    #[inline(always)]
    pub(super) fn done(self) {
        if !self.outer {
            shim::store(self.word, 0);
        }
    }
}

/// The first block start at or behind `at` whose payload is aligned to 64 and leaves no gap or one that is a block.
pub(super) fn aligned(at: u64) -> u64 {
    let start = (at + BLOCK_HEADER).next_multiple_of(64) - BLOCK_HEADER;
    if start > at && start - at < MIN_BLOCK { start + 64 } else { start }
}
