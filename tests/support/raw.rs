//! A heap's file seen as bytes, to look at it from outside and to damage it.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;

use ipo::Handle;

/// The file of a heap in `/dev/shm`.
#[derive(Debug)]
pub struct RawHeap(File);

/// Offsets of fields in the heap's header, as the format lays them out.
const META_OFF: u64 = 40;
const JOURNAL_OFF: u64 = 48;
const ARENA_OFF: u64 = 64;
const TOTAL_LEN: u64 = 16;
/// The participants' slots, the length of one, and in it the process id.
const PARTICIPANTS: u64 = 4096 + 768;
const PARTICIPANT: u64 = 256;
const PROCESS_ID: u64 = 64 + 8;
/// From the heap's meta to the allocator's words, and in them to the generation counter.
const GENERATION: u64 = 64 + 16;

impl RawHeap {
    /// Opens the file of the heap `name`.
    ///
    /// # Panics
    /// If there is none.
    pub fn open(name: &str) -> RawHeap {
        let path = format!("/dev/shm/ipo.{name}");
        let file = OpenOptions::new().read(true).write(true).open(&path);
        RawHeap(file.unwrap_or_else(|error| panic!("{path}: {error}")))
    }

    /// The word at an offset.
    ///
    /// # Panics
    /// If the file ends before.
    pub fn word(&self, offset: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.read_exact_at(&mut bytes, offset).expect("a heap is as long as its header says");
        u64::from_le_bytes(bytes)
    }

    /// Overwrites the word at an offset.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn set_word(&self, offset: u64, value: u64) {
        self.write(offset, &value.to_le_bytes());
    }

    /// Overwrites bytes.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn write(&self, offset: u64, bytes: &[u8]) {
        self.0.write_all_at(bytes, offset).expect("a heap's file can be written");
    }

    /// All bytes.
    ///
    /// # Panics
    /// If they cannot be read.
    pub fn image(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.word(TOTAL_LEN) as usize];
        self.0.read_exact_at(&mut bytes, 0).expect("a heap is as long as its header says");
        bytes
    }

    /// Where the journal lies.
    pub fn journal(&self) -> std::ops::Range<usize> {
        self.word(JOURNAL_OFF) as usize..self.word(ARENA_OFF) as usize
    }

    /// Overwrites the process id that the participant in a slot has noted.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn set_process_id(&self, slot: u32, id: u32) {
        self.write(PARTICIPANTS + u64::from(slot) * PARTICIPANT + PROCESS_ID, &id.to_le_bytes());
    }

    /// Where the allocator's generation counter lies.
    pub fn generation_counter(&self) -> u64 {
        self.word(META_OFF) + GENERATION
    }

    /// Where the slot of an object lies: its first field.
    pub fn slot_of<T>(&self, handle: Handle<T>) -> u64 {
        let arena = self.word(ARENA_OFF);
        let place_bits = 64 - (self.word(TOTAL_LEN) - arena - 1).leading_zeros();
        let place = handle.to_bits() & ((1 << place_bits) - 16);
        // Behind the object's two words.
        arena + place + 16
    }
}
