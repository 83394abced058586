//! What lies where in a heap's file. The layout depends on the format version alone.
//!
//! ```text
//! 0           header         one page, written once before the heap is published, checksummed
//! control_off control words  the turn word, bitmaps, marks; then one 256-byte slot per participant
//! meta_off    heap state     journal word, allocator, directory: touched inside write turns only
//! journal_off journal        committed as it grows
//! arena_off   blocks         committed as they are used, up to total_len
//! ```
//!
//! A read-only participant has everything from `meta_off` on mapped without write permission.

use crate::sync::{AtomicU32, AtomicU64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// First bytes of every heap.
pub(crate) const MAGIC: [u8; 8] = *b"ipo heap";
/// The one format that this build reads and writes.
pub(crate) const VERSION: u32 = 1;
/// Reads as another number on a machine of the other byte order.
pub(crate) const ENDIAN: u32 = 0x0102_0304;
/// The unit of every area's start.
pub(crate) const PAGE: u64 = 4096;
/// Most participants a heap can be created for.
pub(crate) const MAX_PARTICIPANTS: u32 = 1024;
/// Largest capacity in bytes.
pub(crate) const MAX_CAPACITY: u64 = 1 << 40;

/// Bytes from `meta_off` to `journal_off`.
pub(crate) const META_LEN: u64 = 4 * PAGE;
/// Bytes at the start of the journal and of the arena, each, that are backed by memory from the creation on.
pub(crate) const FIRST_COMMIT: u64 = 64 << 10;

/// The first bytes of the file: facts that never change after publication.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
pub(crate) struct Header {
    pub(crate) magic: [u8; 8],
    pub(crate) endian: u32,
    pub(crate) version: u32,
    /// Length of the file in bytes; everything lies below it.
    pub(crate) total_len: u64,
    /// Bytes of arena that the creator asked for, rounded up to pages.
    pub(crate) capacity: u64,
    pub(crate) control_off: u64,
    pub(crate) meta_off: u64,
    pub(crate) journal_off: u64,
    /// Bytes from `journal_off` that the journal may grow to.
    pub(crate) journal_room: u64,
    pub(crate) arena_off: u64,
    pub(crate) participants: u32,
    /// 0: until removed; 1: until the last participant leaves.
    pub(crate) lifetime: u32,
    /// User id of the creator.
    pub(crate) owner: u32,
    /// 0: named in memory (tmpfs); 1: anonymous memfd; 2: a file on a disk.
    pub(crate) backing: u32,
    /// The system's boot id when the heap was created.
    pub(crate) boot_id: [u8; 16],
    /// Seeds every hash of the heap.
    pub(crate) hash_seed: u64,
    /// Mixed into object tags, so that no program can write bytes that pass for an object.
    pub(crate) secret: u64,
    /// Nanoseconds since the Unix epoch.
    pub(crate) created: u64,
    /// rapidhash of all bytes before this one.
    pub(crate) checksum: u64,
}

/// One cache line of its own.
#[repr(C, align(64))]
#[derive(Debug)]
pub(crate) struct Line<T>(pub(crate) T);

/// Words per bitmap over all participants.
pub(crate) const BITMAP_WORDS: usize = MAX_PARTICIPANTS as usize / 64;

/// The words through which participants meet; writable for all of them, atomics only.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Control {
    /// The turn word W.
    pub(crate) turn: Line<AtomicU64>,
    /// One bit per participant slot that is in use; set and cleared by its tenant alone.
    pub(crate) in_use: Line<[AtomicU64; BITMAP_WORDS]>,
    /// One bit per participant that may hold a ticket: a hint, the ticket in the slot is the truth.
    pub(crate) tickets: Line<[AtomicU64; BITMAP_WORDS]>,
    /// Recoveries so far.
    pub(crate) epoch: Line<AtomicU64>,
    /// Counts turns that sent messages; those who wait for one sleep on its low half.
    pub(crate) sent: Line<AtomicU64>,
    /// Nonzero once the heap's name was taken away.
    pub(crate) dead: AtomicU64,
    /// Of a heap on a disk: nonzero while no writable participant is attached and all is on the disk.
    pub(crate) clean: AtomicU64,
    /// Of a heap on a disk: the boot in which it was last opened, two halves.
    pub(crate) opened_boot: [AtomicU64; 2],
    /// How often somebody attached; those who wait for others sleep on its low half.
    pub(crate) arrivals: AtomicU64,
    /// Processors that participants may run on, each as the bit of its number modulo 64. Only ever added to: a hint, by
    /// which waiters spin or do not.
    pub(crate) processors: AtomicU64,
    /// For those who wait until the heap has changed.
    pub(crate) changes: Line<Changes>,
}

/// Write turns that ended while somebody waited for a change.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Changes {
    /// Nonzero if somebody waits. Set inside read turns, cleared inside write turns.
    pub(crate) awaited: AtomicU64,
    /// Counts the turns; those who wait sleep on its low half. Changed inside write turns.
    pub(crate) count: AtomicU64,
}

/// Words in a participant's slot for what it pins.
pub(crate) const PINS: usize = 8;

/// One participant. The first line is read by every writer that drains, the second by people and waiters, the last by who
/// frees frozen objects.
#[repr(C, align(128))]
#[derive(Debug)]
pub(crate) struct Participant {
    /// {generation: high 32, running read turns: low 32}.
    pub(crate) word: Line<AtomicU64>,
    /// {generation: high 32, age + 1: low 32}, or 0 without a ticket.
    pub(crate) ticket: AtomicU64,
    /// Process id at attach, for messages only.
    pub(crate) pid: AtomicU32,
    /// Nonzero for a read-only participant.
    pub(crate) read_only: AtomicU32,
    /// Nanoseconds since the Unix epoch at attach, for messages only.
    pub(crate) attached: AtomicU64,
    /// Not used yet.
    pub(crate) reserved: Line<[AtomicU64; 8]>,
    /// What this participant pins: see `object::pins`.
    pub(crate) pins: Line<[AtomicU64; PINS]>,
}

const _: () = assert!(size_of::<Participant>() == 256);

/// Byte whose lock is held by whoever creates over, removes, leaves last or attaches.
/// Lock bytes lie beyond every capacity, at places that do not depend on the header.
pub(crate) const ATTACH_BYTE: u64 = 1 << 60;

/// Byte whose lock says that the participant in `slot` lives.
pub(crate) const fn liveness_byte(slot: u32) -> u64 {
    ATTACH_BYTE + 4096 + slot as u64
}
