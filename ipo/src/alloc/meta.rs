//! The heap's own words behind the control words: journal, allocator, directory. Touched inside write turns only
//! (statistics and bounds are read in read turns too).

use super::bins::BINS;
use crate::region::layout::{Line, MAX_CAPACITY};
use crate::sync::AtomicU64;

/// Second-level classes per power of two, as bits.
pub(super) const SECOND_BITS: u32 = 4;
/// Second-level classes per power of two.
pub(super) const SECOND: usize = 1 << SECOND_BITS;
/// First-level classes: 16-byte granules up to 2^36 of them.
pub(super) const FIRST: usize = 34;
/// Classes in all.
pub(super) const CLASSES: usize = FIRST * SECOND;
/// The last one has blocks as large as the largest heap.
const _: () = assert!(super::classes::class(MAX_CAPACITY) < CLASSES);
/// Chains of the directory that there are from the beginning.
pub(crate) const BUCKETS: usize = 256;
/// Tables for the chains that are added: enough for 2³² of them.
pub(crate) const TABLES: usize = 24;

/// See the module's text. Every word is an atomic only so that shared references to it are sound; the write turn
/// gives the exclusiveness.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Meta {
    /// Journal length and state, and what recovery looks at first.
    pub(crate) journal: Line<JournalWords>,
    pub(crate) alloc: Line<AllocWords>,
    pub(crate) names: Names,
}

/// Where everything starts that is reached without a handle. Changed in journal scopes.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Names {
    /// Offsets of the directory's first chains.
    pub(crate) buckets: [AtomicU64; BUCKETS],
    /// The heap's own messages.
    pub(crate) messages: List,
    /// The first of the frozen objects that were removed while they were pinned; 0 for none.
    pub(crate) condemned: AtomicU64,
    /// Entries of the directory.
    pub(crate) entries: AtomicU64,
    /// Chains that were added.
    pub(crate) added: AtomicU64,
    /// Where their tables lie: the offsets of system blocks, of which each has twice as many chains as the one before.
    pub(crate) tables: [AtomicU64; TABLES],
}

/// A chain of message blocks. Changed in journal scopes.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct List {
    /// The message to be taken next; 0 for none.
    pub(crate) first: AtomicU64,
    /// The message that was sent last; 0 for none.
    pub(crate) last: AtomicU64,
    /// How many there are.
    pub(crate) count: AtomicU64,
}

/// The journal's words.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct JournalWords {
    /// {length in bytes: high 62, state: low 2}: one word, so that one store changes both.
    pub(crate) word: AtomicU64,
    /// Nonzero while an allocator call is under way.
    pub(crate) busy: AtomicU64,
    /// Bytes of the journal that are backed by memory.
    pub(crate) committed: AtomicU64,
}

/// The allocator's words. Everything but `committed`, `top` and `generation` is a cache over the block headers.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct AllocWords {
    /// End of the part of the file that is backed by memory.
    pub(crate) committed: AtomicU64,
    /// End of the last block; a walk ends here.
    pub(crate) top: AtomicU64,
    /// Counts objects ever made; never undone.
    pub(crate) generation: AtomicU64,
    /// Bytes in used blocks, headers included.
    pub(crate) used: AtomicU64,
    /// Used blocks.
    pub(crate) blocks: AtomicU64,
    /// Used blocks that are objects.
    pub(crate) objects: AtomicU64,
    /// Which first-level classes have free blocks.
    pub(super) first: AtomicU64,
    /// Which second-level classes have free blocks.
    pub(super) second: [AtomicU64; FIRST],
    /// The first free block of each class.
    pub(super) heads: [AtomicU64; CLASSES],
    /// Bytes in free blocks that wait in bins.
    pub(super) waiting: AtomicU64,
    /// The blocks that wait, by their size.
    pub(super) bins: [AtomicU64; BINS],
}
