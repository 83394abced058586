//! Floor 4: how a named queue lies in the heap, so that verification can walk it: facts, lists, hints, cells, buffers.
//!
//! ```text
//! facts: deep hash | cells | bytes of a cell | bound | buffers | where cells start | where buffers start
//! lists: front | back (in turns) | messages returned | reason of the close
//! tail, head (hints), leased messages, bell of takers, bell of senders, moving: a line each
//! cells:   word | content | payload ...
//! buffers: word, a line each; then block | room of each. Who hands a buffer on writes the word alone, so that the others,
//!          which change only when it grows, stay in the caches of all.
//! ```

mod word;

pub(crate) use word::{MAX_CELLS, State, Word};

use std::ptr::NonNull;

use crate::Error;
use crate::alloc::{List, Space};
use crate::region::layout::Line;
use crate::sync::{AtomicU64, Ordering};

/// The words of a queue in front of its cells.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct QueueWords {
    /// What never changes.
    pub(crate) facts: Line<[AtomicU64; 5]>,
    /// What senders and takers look at and turns change.
    pub(crate) lists: Line<Lists>,
    /// A position at or before the first that no sender has claimed.
    pub(crate) tail: Line<AtomicU64>,
    /// A position at or before the first message; but for returned ones.
    pub(crate) head: Line<AtomicU64>,
    /// Messages that somebody has leased.
    pub(crate) leased: Line<List>,
    /// Those who wait for a message sleep here.
    pub(crate) arrivals: Line<AtomicU64>,
    /// Those who wait for room sleep here.
    pub(crate) departures: Line<AtomicU64>,
    /// Where a message that has left the list at the back may be: a [`Moving`]. Raised in a turn before the message leaves the
    /// list; lowered in a turn, at the latest by the next one who sends or takes in one.
    pub(crate) moving: Line<AtomicU64>,
}

/// See [`QueueWords::lists`].
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Lists {
    /// Messages that come before those of the ring: returned leases.
    pub(crate) front: List,
    /// Messages that come behind those of the ring.
    pub(crate) back: List,
    /// Counts messages of the ring that were returned to it: takers then look at every cell.
    pub(crate) returned: AtomicU64,
    /// Offset of the reason's block once the queue is closed.
    pub(crate) closed: AtomicU64,
}

/// What may be with a message that has left the list at the back of a queue. Whoever sends past it could overtake itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Moving {
    /// Nothing: it was taken, or lies in the ring.
    Nothing = 0,
    /// Taken, in a scope that may be undone: then it returns to the list.
    Out = 1,
    /// On its way into the ring, where those who look do not find it yet.
    In = 2,
}

/// Bytes of a cell before its payload.
pub(crate) const CELL_HEADER: u64 = 16;
/// Most bytes of a cell.
pub(crate) const MAX_STRIDE: u64 = 1024;
/// Most buffers.
pub(crate) const MAX_BUFFERS: u64 = 1024;

/// What a cell holds, by the lowest bits of its content word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// The slot itself, behind the content word.
    Inline,
    /// A message block with that payload offset.
    Block(u64),
    /// So many bytes in the buffer of that number.
    Buffer { number: u64, len: u64 },
}

impl Content {
    pub(crate) fn word(self) -> u64 {
        match self {
            Content::Inline => 0,
            Content::Block(at) => at | 1,
            Content::Buffer { number, len } => len << 12 | number << 2 | 2,
        }
    }

    pub(crate) fn of(word: u64) -> Content {
        match word & 3 {
            0 => Content::Inline,
            1 => Content::Block(word & !3),
            _ => Content::Buffer { number: word >> 2 & (MAX_BUFFERS - 1), len: word >> 12 },
        }
    }
}

/// What never changes of a queue, read and checked once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) deep: u64,
    pub(crate) cells: u64,
    pub(crate) stride: u64,
    /// Most messages; 0 for as many as the heap holds.
    pub(crate) bound: u64,
    pub(crate) buffers: u64,
}

impl Facts {
    fn words(self) -> [u64; 5] {
        [self.deep, self.cells, self.stride, self.bound, self.buffers]
    }

    fn are_possible(self) -> bool {
        (1..=MAX_CELLS).contains(&self.cells)
            && (64..=MAX_STRIDE).contains(&self.stride)
            && self.stride % 64 == 0
            && self.buffers <= MAX_BUFFERS
    }

    fn buffers_at(self) -> u64 {
        size_of::<QueueWords>() as u64 + self.cells * self.stride
    }

    /// Bytes of the queue's block.
    pub(crate) fn len(self) -> u64 {
        self.rooms_at() + self.buffers * 16
    }

    fn rooms_at(self) -> u64 {
        self.buffers_at() + self.buffers * 64
    }

    /// Bytes of a slot that a cell can hold.
    pub(crate) fn room(self) -> u64 {
        self.stride - CELL_HEADER
    }
}

/// A queue as this process sees it. Its block is never freed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ring<'a> {
    space: &'a Space,
    base: NonNull<u8>,
    at: u64,
    pub(crate) facts: Facts,
}

// SAFETY: a pointer into the mapping that `space` describes, whose Space is Sync; everything behind it is atomics, or cells
// that belong to one participant at a time.
unsafe impl Send for Ring<'_> {}
// SAFETY: as above.
unsafe impl Sync for Ring<'_> {}

impl<'a> Ring<'a> {
    /// The queue at that payload offset.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where none can lie.
    pub(crate) fn find(space: &'a Space, at: u64) -> Result<Ring<'a>, Error> {
        let broken = || Error::corrupt(at, "a queue where none can lie");
        let base = space.check(at, size_of::<QueueWords>() as u64, 64).ok_or_else(broken)?;
        // SAFETY: just checked; atomics only.
        let words: &QueueWords = unsafe { base.cast().as_ref() };
        // Relaxed: written before the queue could be found.
        let [deep, cells, stride, bound, buffers] = words.facts.0.each_ref().map(|w| w.load(Ordering::Relaxed));
        let facts = Facts { deep, cells, stride, bound, buffers };
        if !facts.are_possible() || space.check(at, facts.len(), 64).is_none() {
            return Err(broken());
        }
        // SAFETY: just checked.
        Ok(unsafe { Ring::known(space, at, facts) })
    }

    /// A queue that was found before.
    ///
    /// # Safety
    /// `find` gave these facts for `at` in this space, or the block of so many bytes was made at `at`.
    #[inline]
    pub(crate) unsafe fn known(space: &'a Space, at: u64, facts: Facts) -> Ring<'a> {
        // SAFETY: by the caller inside the file.
        Ring { space, base: unsafe { space.at(at) }, at, facts }
    }

    /// Writes the words of a fresh, zeroed block.
    pub(crate) fn format(&self) {
        use crate::sys::shim;
        for (word, value) in self.words().facts.0.iter().zip(self.facts.words()) {
            shim::store(word, value);
        }
        for position in 0..self.facts.cells {
            shim::store(self.word(position), Word::empty(position).0);
        }
    }

    #[inline]
    pub(crate) fn space(&self) -> &'a Space {
        self.space
    }

    /// Payload offset of the queue's block.
    #[inline]
    pub(crate) fn at(&self) -> u64 {
        self.at
    }

    /// Whether a message may go into the ring at once, outside of turns: none waits behind it that its sender may have sent
    /// before.
    #[inline]
    pub(crate) fn is_straight(&self) -> bool {
        let words = self.words();
        // Acquire: who finds the list empty because its last message has left it finds `moving` raised, or the message in the
        // ring; pairs with the Release stores of both.
        words.lists.0.back.count.load(Ordering::Acquire) == 0 && words.moving.0.load(Ordering::Acquire) == 0
    }

    /// Whether all that was sent, and not taken, lies in the ring or in front of it.
    #[inline]
    pub(crate) fn holds_all(&self) -> bool {
        let words = self.words();
        // Acquire: as in `is_straight`.
        words.lists.0.back.count.load(Ordering::Acquire) == 0
            && words.moving.0.load(Ordering::Acquire) != Moving::In as u64
    }

    #[inline]
    pub(crate) fn words(&self) -> &'a QueueWords {
        // SAFETY: the block starts with these words (`find`, `known`), aligned to 64; atomics only.
        unsafe { self.base.cast().as_ref() }
    }

    #[inline]
    fn index(&self, position: u64) -> u64 {
        let cells = self.facts.cells;
        if cells.is_power_of_two() { position & (cells - 1) } else { position % cells }
    }

    /// Whether two positions, or a cell and one, are of the same cell.
    #[inline]
    pub(crate) fn is_cell_of(&self, cell: u64, position: u64) -> bool {
        self.index(cell) == self.index(position)
    }

    #[inline]
    fn cell(&self, position: u64) -> NonNull<u8> {
        let offset = size_of::<QueueWords>() as u64 + self.index(position) * self.facts.stride;
        // SAFETY: the cell with that index lies inside of the block.
        unsafe { self.base.byte_add(offset as usize) }
    }

    /// The word of the cell for that position.
    #[inline]
    pub(crate) fn word(&self, position: u64) -> &'a AtomicU64 {
        // SAFETY: a cell's first word.
        unsafe { self.cell(position).cast().as_ref() }
    }

    /// The content word of the cell for that position.
    #[inline]
    pub(crate) fn content(&self, position: u64) -> &'a AtomicU64 {
        // SAFETY: a cell's second word.
        unsafe { self.cell(position).byte_add(8).cast().as_ref() }
    }

    /// Where the payload of the cell for that position lies, `facts.room()` bytes.
    #[inline]
    pub(crate) fn payload(&self, position: u64) -> NonNull<u8> {
        // SAFETY: a cell is longer than its header.
        unsafe { self.cell(position).byte_add(CELL_HEADER as usize) }
    }

    /// {word, block, room} of a buffer.
    #[inline]
    pub(crate) fn buffer(&self, number: u64) -> Option<[&'a AtomicU64; 3]> {
        if number >= self.facts.buffers {
            return None;
        }
        let (word, rooms) = (self.facts.buffers_at() + number * 64, self.facts.rooms_at() + number * 16);
        // SAFETY: the buffer's line and its two words behind all lines lie inside of the block.
        unsafe {
            let [block, room]: &'a [AtomicU64; 2] = self.base.byte_add(rooms as usize).cast().as_ref();
            Some([self.base.byte_add(word as usize).cast().as_ref(), block, room])
        }
    }

    /// The offset of a word of this queue, for the journal.
    pub(crate) fn offset_of(&self, word: &AtomicU64) -> u64 {
        self.space.offset_of(std::ptr::from_ref(word).cast())
    }
}

/// The word of a buffer that a participant holds, or 0.
pub(crate) fn held_by(me: crate::region::participant::Me) -> u64 {
    Word::writing(me, 0).0
}
