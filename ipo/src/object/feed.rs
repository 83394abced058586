//! Floor 4: how a topic lies in the heap, so that verification can walk it: facts, the next position, bells, subscribers,
//! cells.
//!
//! ```text
//! facts: deep hash | cells | subscribers
//! next position (in turns)
//! bell of subscribers, bell of publishers: a line each
//! subscribers: owner | cursor | held | owed | bound and policy, a line each
//! cells: stamp | message block, 16 bytes each
//! ```
//! A message at position p lies in cell p modulo the cells, whose stamp is then p + 1. A stamp is set when the scope that made
//! the message commits, so whoever sees it sees the whole message, which never changes.

use std::ptr::NonNull;

use crate::Error;
use crate::alloc::Space;
use crate::region::layout::Line;
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// The words of a topic in front of its subscribers.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct TopicWords {
    /// What never changes.
    facts: Line<[AtomicU64; 3]>,
    /// Position of the next message. Changed in turns.
    pub(crate) next: Line<AtomicU64>,
    /// Those who wait for a message sleep here.
    pub(crate) arrivals: Line<AtomicU64>,
    /// Those who wait for slow subscribers sleep here.
    pub(crate) departures: Line<AtomicU64>,
}

/// A place for a subscriber. Given away in turns. Its tenant moves the cursor on, and so does a publisher that leaves messages
/// out; both by exchange.
#[repr(C, align(64))]
#[derive(Debug)]
pub(crate) struct Seat {
    /// {generation: high 32 | slot + 1} of the participant, 0 for nobody.
    pub(crate) owner: AtomicU64,
    /// Position of the next message for this subscriber; `CUT_OFF` for one that gets no more.
    pub(crate) cursor: AtomicU64,
    /// The message block that the subscriber is reading. Nobody frees it meanwhile.
    pub(crate) held: AtomicU64,
    /// A block that is out of the topic but was being read here: freed when it is not any more. Changed in turns.
    pub(crate) owed: AtomicU64,
    /// {bound: high 56 | policy: low 8}.
    pub(crate) terms: AtomicU64,
}

/// Where a message lies.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) stamp: AtomicU64,
    pub(crate) block: AtomicU64,
}

/// The cursor of a subscriber that gets no more messages.
pub(crate) const CUT_OFF: u64 = u64::MAX;
/// Most messages that a topic keeps.
pub(crate) const MAX_CELLS: u64 = 1 << 20;
/// Most subscribers of a topic.
pub(crate) const MAX_SUBSCRIBERS: u64 = 1024;

/// What never changes of a topic, read and checked once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) deep: u64,
    pub(crate) cells: u64,
    pub(crate) subscribers: u64,
}

impl Facts {
    fn are_possible(self) -> bool {
        (1..=MAX_CELLS).contains(&self.cells) && (1..=MAX_SUBSCRIBERS).contains(&self.subscribers)
    }

    fn cells_at(self) -> u64 {
        size_of::<TopicWords>() as u64 + self.subscribers * size_of::<Seat>() as u64
    }

    /// Bytes of the topic's block.
    pub(crate) fn len(self) -> u64 {
        self.cells_at() + self.cells * size_of::<Cell>() as u64
    }
}

/// The owner word of a participant.
pub(crate) fn owner_word(me: Me) -> u64 {
    u64::from(me.generation) << 32 | u64::from(me.slot + 1)
}

impl Seat {
    /// Whose the seat is, if it is somebody's.
    pub(crate) fn owner(&self) -> Option<Me> {
        // Acquire: pairs with the store by which the tenant leaves.
        let word = self.owner.load(Ordering::Acquire);
        (word != 0).then(|| Me { slot: (word as u32).wrapping_sub(1), generation: (word >> 32) as u32 })
    }
}

/// A topic as this process sees it. Its block is never freed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feed<'a> {
    space: &'a Space,
    base: NonNull<u8>,
    pub(crate) facts: Facts,
}

// SAFETY: a pointer into the mapping that `space` describes, whose Space is Sync; everything behind it is atomics.
unsafe impl Send for Feed<'_> {}
// SAFETY: as above.
unsafe impl Sync for Feed<'_> {}

impl<'a> Feed<'a> {
    /// The topic at that payload offset.
    ///
    /// # Errors
    /// [`Error::Corrupt`] where none can lie.
    pub(crate) fn find(space: &'a Space, at: u64) -> Result<Feed<'a>, Error> {
        let broken = || Error::corrupt(at, "a topic where none can lie");
        let base = space.check(at, size_of::<TopicWords>() as u64, 64).ok_or_else(broken)?;
        // SAFETY: just checked; atomics only.
        let words: &TopicWords = unsafe { base.cast().as_ref() };
        // Relaxed: written before the topic could be found.
        let [deep, cells, subscribers] = words.facts.0.each_ref().map(|word| word.load(Ordering::Relaxed));
        let facts = Facts { deep, cells, subscribers };
        if !facts.are_possible() || space.check(at, facts.len(), 64).is_none() {
            return Err(broken());
        }
        // SAFETY: just checked.
        Ok(unsafe { Feed::known(space, at, facts) })
    }

    /// A topic that was found before.
    ///
    /// # Safety
    /// `find` gave these facts for `at` in this space, or the block of so many bytes was made at `at`.
    #[inline]
    pub(crate) unsafe fn known(space: &'a Space, at: u64, facts: Facts) -> Feed<'a> {
        // SAFETY: by the caller inside the file.
        Feed { space, base: unsafe { space.at(at) }, facts }
    }

    /// Writes the words of a fresh, zeroed block.
    pub(crate) fn format(&self) {
        let Facts { deep, cells, subscribers } = self.facts;
        for (word, value) in self.words().facts.0.iter().zip([deep, cells, subscribers]) {
            shim::store(word, value);
        }
        for seat in self.seats() {
            shim::store(&seat.cursor, CUT_OFF);
        }
    }

    #[inline]
    pub(crate) fn space(&self) -> &'a Space {
        self.space
    }

    #[inline]
    pub(crate) fn words(&self) -> &'a TopicWords {
        // SAFETY: the block starts with these words (`find`, `known`), aligned to 64; atomics only.
        unsafe { self.base.cast().as_ref() }
    }

    /// The places for subscribers.
    #[inline]
    pub(crate) fn seats(&self) -> &'a [Seat] {
        // SAFETY: so many lie inside of the block behind the words, aligned to 64 as the block is; atomics only.
        unsafe {
            let first = self.base.byte_add(size_of::<TopicWords>()).cast::<Seat>();
            std::slice::from_raw_parts(first.as_ptr(), self.facts.subscribers as usize)
        }
    }

    /// How many places are taken, those of the dead included that nobody has noticed yet.
    pub(crate) fn taken_seats(&self) -> usize {
        self.seats().iter().filter(|seat| seat.owner().is_some()).count()
    }

    /// The cell for the message at that position.
    #[inline]
    pub(crate) fn cell(&self, position: u64) -> &'a Cell {
        let cells = self.facts.cells;
        let index = if cells.is_power_of_two() { position & (cells - 1) } else { position % cells };
        let offset = self.facts.cells_at() + index * size_of::<Cell>() as u64;
        // SAFETY: a cell inside of the block; atomics only.
        unsafe { self.base.byte_add(offset as usize).cast().as_ref() }
    }

    /// The offset of a word of this topic, for the journal.
    pub(crate) fn offset_of(&self, word: &AtomicU64) -> u64 {
        self.space.offset_of(std::ptr::from_ref(word).cast())
    }
}
