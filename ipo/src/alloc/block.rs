//! A block: an 8-byte header and a payload aligned to 16 bytes.
//!
//! Blocks start 8 bytes behind a 16-byte boundary. The header is {size in bytes: high 60 | kind: 2 | PREV_FREE | USED}:
//! size, kind and USED are the truth, PREV_FREE is a cache. A free block keeps, also as a cache, the links of its
//! list at the start of its payload and its size in its last word. One that waits in a bin has WAITING in place of a kind,
//! also a cache; for the flag PREV_FREE behind it, it is a used one.

/// Bytes before the payload.
pub(crate) const BLOCK_HEADER: u64 = 8;
/// The smallest block: header, two links, size.
pub(crate) const MIN_BLOCK: u64 = 32;

pub(super) const USED: u64 = 1;
pub(super) const PREV_FREE: u64 = 2;
/// Of a free block: it waits in a bin.
const WAITING: u64 = 4;
const KIND_SHIFT: u32 = 2;
const FLAGS: u64 = 15;

/// What a used block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Owned by a slot.
    Data = 0,
    /// An object, reached by handles.
    Object = 1,
    /// The directory's.
    System = 2,
    /// A message.
    Message = 3,
}

/// A header's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block(pub(crate) u64);

impl Block {
    #[inline]
    pub(crate) fn used(size: u64, kind: BlockKind) -> Block {
        Block(size | (kind as u64) << KIND_SHIFT | USED)
    }

    #[inline]
    pub(super) fn free(size: u64) -> Block {
        Block(size)
    }

    /// A free one that waits in a bin.
    #[inline]
    pub(super) fn waiting(size: u64) -> Block {
        Block(size | WAITING)
    }

    #[inline]
    pub(crate) fn size(self) -> u64 {
        self.0 & !FLAGS
    }

    #[inline]
    pub(crate) fn is_used(self) -> bool {
        self.0 & USED != 0
    }

    /// Whether it is free and in a list, so that it can be merged.
    #[inline]
    pub(super) fn is_listed(self) -> bool {
        self.0 & (USED | WAITING) == 0
    }

    /// Whether it is free and in a bin.
    #[inline]
    pub(super) fn is_waiting(self) -> bool {
        self.0 & (USED | WAITING) == WAITING
    }

    /// Whether it is a used block of that kind.
    #[inline]
    pub(crate) fn is(self, kind: BlockKind) -> bool {
        self.0 & (USED | 3 << KIND_SHIFT) == USED | (kind as u64) << KIND_SHIFT
    }

    /// The same with another size.
    #[inline]
    pub(super) fn resized(self, size: u64) -> Block {
        Block(size | self.0 & FLAGS)
    }

    #[inline]
    pub(super) fn prev_is_free(self) -> bool {
        self.0 & PREV_FREE != 0
    }

    #[inline]
    pub(super) fn with_prev_free(self, free: bool) -> Block {
        Block(if free { self.0 | PREV_FREE } else { self.0 & !PREV_FREE })
    }

    #[inline]
    pub(crate) fn kind(self) -> Option<BlockKind> {
        match self.0 >> KIND_SHIFT & 3 {
            0 => Some(BlockKind::Data),
            1 => Some(BlockKind::Object),
            2 => Some(BlockKind::System),
            _ => Some(BlockKind::Message),
        }
    }

    /// Bytes of a block for a payload of `len` bytes.
    #[inline]
    pub(super) fn size_for(len: u64) -> u64 {
        ((len + BLOCK_HEADER + 15) & !15).max(MIN_BLOCK)
    }
}
