//! Locks by name: the words of one, in a block. The protocol is that of turns, over these words instead of the heap's.
//!
//! ```text
//! W | tickets | epoch | one place per participant: count, ticket
//! ```
//!
//! A place belongs to the participant whose generation stands in it. A newcomer in a slot puts its own there before it
//! raises the count; what stands there of another generation is a dead one's, and void.

use std::ptr::NonNull;
use std::sync::Arc;

use super::directory::Use;
use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::journal::Writer;
use crate::region::Region;
use crate::region::layout::{BITMAP_WORDS, Line};
use crate::region::participant::Me;
use crate::sync::AtomicU64;
use crate::sync::Ordering;
use crate::sys::shim;
use crate::turn::{Seat, World, by_region};

#[repr(C)]
struct Words {
    turn: Line<AtomicU64>,
    tickets: Line<[AtomicU64; BITMAP_WORDS]>,
    epoch: Line<AtomicU64>,
}

/// A participant's words.
#[repr(C)]
pub(crate) struct Place {
    count: AtomicU64,
    ticket: AtomicU64,
}

impl Seat for Place {
    #[inline]
    fn count(&self) -> &AtomicU64 {
        &self.count
    }

    #[inline]
    fn ticket(&self) -> &AtomicU64 {
        &self.ticket
    }
}

/// Bytes of the block in a heap for so many participants.
pub(super) fn block_len(participants: u32) -> u64 {
    (size_of::<Words>() + participants as usize * size_of::<Place>()) as u64
}

/// One lock's words, and the heap that they lie in.
pub(crate) struct LockWorld {
    region: Arc<Region>,
    words: NonNull<Words>,
}

// SAFETY: the words are atomics of a shared mapping that the region keeps.
unsafe impl Send for LockWorld {}
// SAFETY: as above.
unsafe impl Sync for LockWorld {}

impl LockWorld {
    /// The lock whose block has this payload. From here on this participant has its place in it.
    pub(crate) fn new(region: Arc<Region>, space: &Space, payload: u64) -> Result<LockWorld, Error> {
        let words = space.check(payload, block_len(region.header().participants), 64);
        let words = words.ok_or_else(|| Error::corrupt(payload, "a lock where none can lie"))?;
        let world = LockWorld { region, words: words.cast() };
        world.join();
        Ok(world)
    }

    /// Puts this participant's generation into its place, which an earlier tenant of the slot may have left.
    fn join(&self) {
        let me = self.region.me();
        let count = &self.seats()[me.slot as usize].count;
        // Relaxed: of this generation only this participant's threads write here; of older ones, also those who clear a
        // dead one's count, by an exchange of the full value.
        let mut old = count.load(Ordering::Relaxed);
        while (old >> 32) as u32 != me.generation {
            shim::step();
            match count.compare_exchange(old, u64::from(me.generation) << 32, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => break,
                Err(now) => old = now,
            }
        }
    }

    /// The heap that the lock belongs to.
    pub(crate) fn region(&self) -> &Region {
        &self.region
    }

    #[inline]
    fn words(&self) -> &Words {
        // SAFETY: `new` checked the block's length and alignment; the region keeps the mapping; the words are atomics, and used
        // as nothing else.
        unsafe { self.words.as_ref() }
    }
}

impl World for LockWorld {
    type Seat = Place;

    #[inline]
    fn turn(&self) -> &AtomicU64 {
        &self.words().turn.0
    }

    #[inline]
    fn in_use(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.region.control().in_use.0
    }

    #[inline]
    fn tickets(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.words().tickets.0
    }

    #[inline]
    fn seats(&self) -> &[Place] {
        let len = self.region.header().participants as usize;
        // SAFETY: the places lie behind the words, in the block that `new` checked; see `words`.
        unsafe { std::slice::from_raw_parts(self.words.add(1).cast().as_ptr(), len) }
    }

    fn count_recovery(&self) {
        // Release: who sees the new epoch sees what the dead one did.
        self.words().epoch.0.fetch_add(1, Ordering::Release);
    }

    #[inline]
    fn recoveries(&self) -> u64 {
        // Acquire: pairs with the Release in `count_recovery`.
        self.words().epoch.0.load(Ordering::Acquire)
    }

    #[inline]
    fn me(&self) -> Me {
        self.region.me()
    }

    by_region!();
}

impl Space {
    /// The payload of the lock with that name, if there is one.
    pub(crate) fn lock(&self, name: &str) -> Result<Option<u64>, Error> {
        Ok(self.look_up(Use::Lock, name.as_bytes())?.map(|entry| entry.value))
    }
}

impl Writer {
    /// The payload of the lock with that name, which is made if there is none.
    pub(crate) fn open_lock(&self, name: &str, participants: u32) -> Result<u64, Error> {
        if let Some(payload) = self.space().lock(name)? {
            return Ok(payload);
        }
        self.scope(|| {
            let len = block_len(participants);
            let (payload, ptr) = self.allocate(len, true, BlockKind::System)?;
            // SAFETY: a fresh block of `len` bytes, which nobody knows yet.
            unsafe { shim::zero(ptr.as_ptr(), len as usize) };
            self.enter_name(Use::Lock, name.as_bytes(), payload, 0, &[])?;
            Ok(payload)
        })
    }
}
