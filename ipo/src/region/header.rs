//! The header: made from the options, checked when a heap is opened.

use crate::error::{Error, Result};
use crate::region::layout::*;
use crate::region::options::{HeapOptions, Lifetime};
use rapidhash::v3::rapidhash_v3;
use std::mem::{offset_of, size_of};
use std::path::Path;
use zerocopy::{FromBytes, IntoBytes};

/// What a heap's file lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backing {
    Named = 0,
    Anonymous = 1,
    Disk = 2,
}

/// Where the first participant's slot lies.
pub(crate) const fn participants_off() -> u64 {
    (PAGE + size_of::<Control>() as u64).next_multiple_of(size_of::<Participant>() as u64)
}

const fn meta_off(participants: u32) -> u64 {
    let slots = participants as u64 * size_of::<Participant>() as u64;
    (participants_off() + slots).next_multiple_of(PAGE)
}

/// Facts of a new heap that do not follow from the options.
pub(crate) struct Birth {
    pub(crate) backing: Backing,
    pub(crate) owner: u32,
    pub(crate) boot_id: [u8; 16],
    pub(crate) hash_seed: u64,
    pub(crate) secret: u64,
    pub(crate) created: u64,
}

/// The header of a new heap. The options have been checked.
pub(crate) fn compose(options: &HeapOptions, birth: Birth) -> Header {
    let capacity = options.capacity.next_multiple_of(PAGE);
    let journal_room = options.journal_room().next_multiple_of(PAGE);
    let meta_off = meta_off(options.participants);
    let journal_off = meta_off + META_LEN;
    let arena_off = journal_off + journal_room;
    let lifetime = match birth.backing {
        Backing::Anonymous => Lifetime::UntilRemoved, // without a name there is nothing to take away
        Backing::Named | Backing::Disk => options.lifetime,
    };
    let mut header = Header {
        magic: MAGIC,
        endian: ENDIAN,
        version: VERSION,
        total_len: arena_off + capacity,
        capacity,
        control_off: PAGE,
        meta_off,
        journal_off,
        journal_room,
        arena_off,
        participants: options.participants,
        lifetime: lifetime as u32,
        owner: birth.owner,
        backing: birth.backing as u32,
        boot_id: birth.boot_id,
        hash_seed: birth.hash_seed,
        secret: birth.secret,
        created: birth.created,
        checksum: 0,
    };
    header.checksum = checksum(&header);
    header
}

/// The header in a file's first bytes, `bytes` being all that the file has of them and `len` its length.
pub(crate) fn parse(bytes: &[u8], len: u64, path: &Path) -> Result<Header> {
    let path_buf = || path.to_owned();
    let not_a_heap = |reason| Err(Error::NotAHeap { path: path_buf(), reason });
    if bytes.is_empty() {
        return not_a_heap("it is empty");
    }
    if !has_magic(bytes) {
        return not_a_heap("it does not start with the bytes that every heap starts with");
    }
    let Ok((header, _)) = Header::read_from_prefix(bytes) else {
        let needed = size_of::<Header>() as u64;
        return Err(Error::Truncated { path: path_buf(), len, needed });
    };
    if header.endian == ENDIAN.swap_bytes() {
        return Err(Error::WrongEndian { path: path_buf() });
    }
    if header.version != VERSION {
        return Err(Error::WrongVersion { path: path_buf(), found: header.version, expected: VERSION });
    }
    if header.endian != ENDIAN || header.checksum != checksum(&header) {
        let offset = offset_of!(Header, checksum) as u64;
        return Err(Error::corrupt(offset, "the header does not fit its checksum"));
    }
    if !is_consistent(&header) {
        return Err(Error::corrupt(0, "the header names areas that no heap has"));
    }
    if len < header.total_len {
        return Err(Error::Truncated { path: path_buf(), len, needed: header.total_len });
    }
    Ok(header)
}

/// Whether the bytes start like a heap of any version.
pub(crate) fn has_magic(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

/// Whether the areas follow each other as this version lays them out. Everything that later turns an offset
/// into an address relies on this.
fn is_consistent(h: &Header) -> bool {
    (1..=MAX_PARTICIPANTS).contains(&h.participants)
        && (FIRST_COMMIT..=MAX_CAPACITY).contains(&h.capacity)
        && (FIRST_COMMIT..=MAX_CAPACITY).contains(&h.journal_room)
        && h.capacity % PAGE == 0
        && h.journal_room % PAGE == 0
        && h.control_off == PAGE
        && h.meta_off == meta_off(h.participants)
        && h.journal_off == h.meta_off + META_LEN
        && h.arena_off == h.journal_off + h.journal_room
        && h.total_len == h.arena_off + h.capacity
        && h.lifetime <= Lifetime::UntilLastLeaves as u32
        && h.backing <= Backing::Disk as u32
}

fn checksum(header: &Header) -> u64 {
    rapidhash_v3(&header.as_bytes()[..offset_of!(Header, checksum)])
}

impl Header {
    /// How long the heap exists.
    pub(crate) fn lifetime(&self) -> Lifetime {
        match self.lifetime {
            0 => Lifetime::UntilRemoved,
            _ => Lifetime::UntilLastLeaves,
        }
    }

    /// Whether the heap lies on a disk.
    pub(crate) fn on_disk(&self) -> bool {
        self.backing == Backing::Disk as u32
    }

    /// Whether the heap has no name.
    pub(crate) fn anonymous(&self) -> bool {
        self.backing == Backing::Anonymous as u32
    }
}

// Nothing between the fields: every byte below the checksum is a field's, the checksum comes last.
const _: () = assert!(offset_of!(Header, checksum) + size_of::<u64>() == size_of::<Header>());
const _: () = assert!(participants_off() % align_of::<Participant>() as u64 == 0);

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Header {
        let birth = Birth { backing: Backing::Named, owner: 1, boot_id: [7; 16], hash_seed: 2, secret: 3, created: 4 };
        compose(&HeapOptions::new().participants(1024).capacity(70_001), birth)
    }

    fn read(bytes: &[u8], len: u64) -> Result<Header> {
        parse(bytes, len, Path::new("/x"))
    }

    #[test]
    fn a_composed_header_parses_and_its_areas_do_not_overlap() {
        let h = sample();
        assert_eq!(read(h.as_bytes(), h.total_len).unwrap(), h);
        assert_eq!(h.capacity, 73_728);
        assert!(participants_off() + 1024 * size_of::<Participant>() as u64 <= h.meta_off);
        assert!(participants_off() >= PAGE + size_of::<Control>() as u64);
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let h = sample();
        for bit in 0..size_of::<Header>() * 8 {
            let mut bytes = h.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&bytes, h.total_len).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn each_way_of_being_wrong_has_its_error() {
        let h = sample();
        let with = |change: &dyn Fn(&mut Header)| {
            let mut other = h;
            change(&mut other);
            other.checksum = checksum(&other);
            read(other.as_bytes(), h.total_len)
        };
        assert!(matches!(read(b"", 0), Err(Error::NotAHeap { .. })));
        assert!(matches!(read(&[0; 4096], 4096), Err(Error::NotAHeap { .. })));
        assert!(matches!(read(&h.as_bytes()[..20], 20), Err(Error::Truncated { .. })));
        assert!(matches!(read(h.as_bytes(), h.total_len - 1), Err(Error::Truncated { .. })));
        assert!(matches!(with(&|h| h.version = 2), Err(Error::WrongVersion { found: 2, .. })));
        assert!(matches!(with(&|h| h.endian = ENDIAN.swap_bytes()), Err(Error::WrongEndian { .. })));
        assert!(matches!(with(&|h| h.participants = 0), Err(Error::Corrupt(_))));
        assert!(matches!(with(&|h| h.arena_off = u64::MAX), Err(Error::Corrupt(_))));
        assert!(matches!(with(&|h| h.journal_room = !4095), Err(Error::Corrupt(_))));
        assert!(matches!(with(&|h| h.capacity = 1 << 41), Err(Error::Corrupt(_))));
    }
}
