//! Heaps to be damaged: small ones, in memory files, always with the same bytes, so that a damage means the same in each
//! run.

use std::fs::File;
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;

use ipo::{Error, Handle, Heap, HeapOptions, WriteTurn};

use super::world::{Part, Tree, World, fill, part, sample};

/// Fields of the header, as the format lays them out, and its length.
pub const TOTAL_LEN: usize = 16;
const META: usize = 40;
const JOURNAL: usize = 48;
const ARENA: usize = 64;
const BOOT_ID: usize = 88;
const HASH_SEED: usize = 104;
const SECRET: usize = 112;
const CREATED: usize = 120;
const CHECKSUM: usize = 128;
pub const HEADER_LEN: usize = 136;
/// In the heap's own words, from their start.
const JOURNAL_WORD: usize = 0;
const BUSY: usize = 8;
const TOP: usize = 64 + 8;
const GENERATION: usize = 64 + 16;

/// What lies in a heap, beside what its roots name.
#[derive(Clone, Copy, Debug)]
pub struct Handles {
    pub world: Handle<World>,
    pub part: Handle<Part>,
    pub tree: Handle<Tree>,
}

/// A heap's bytes.
#[derive(Debug)]
pub struct Base {
    pub bytes: Vec<u8>,
    /// Offsets of words that mean something, or nearly.
    pub places: Vec<usize>,
    pub handles: Handles,
}

impl Base {
    pub fn word(&self, offset: usize) -> u64 {
        word(&self.bytes, offset)
    }

    /// Where the heap's own words begin, behind what processes meet through.
    pub fn meta(&self) -> usize {
        self.word(META) as usize
    }

    /// End of the last block.
    pub fn top(&self) -> u64 {
        self.word(self.meta() + TOP)
    }

    /// Where blocks begin.
    pub fn arena(&self) -> u64 {
        self.word(ARENA)
    }
}

pub fn word(bytes: &[u8], offset: usize) -> u64 {
    u64::from_le_bytes(bytes[offset..offset + 8].try_into().unwrap())
}

fn set_word(bytes: &mut [u8], offset: usize, value: u64) {
    bytes[offset..offset + 8].copy_from_slice(&value.to_le_bytes());
}

/// Makes the checksum that of the header.
pub fn sign(header: &mut [u8]) {
    let sum = rapidhash::v3::rapidhash_v3(&header[..CHECKSUM]);
    set_word(header, CHECKSUM, sum);
}

pub fn options() -> HeapOptions {
    Heap::options().capacity(64 << 10).journal(64 << 10).participants(4)
}

/// A memory file with these bytes, of which the length is fixed.
pub fn memory_file(bytes: &[u8]) -> File {
    // SAFETY: a C string, and flags that the kernel knows; the descriptor is this file's alone.
    let file = unsafe {
        let fd = libc::memfd_create(c"fuzz".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING);
        assert!(fd >= 0, "{}", std::io::Error::last_os_error());
        File::from_raw_fd(fd)
    };
    file.set_len(bytes.len() as u64).unwrap();
    file.write_all_at(bytes, 0).unwrap();
    // SAFETY: seals this very file.
    let sealed = unsafe { libc::fcntl(std::os::fd::AsRawFd::as_raw_fd(&file), libc::F_ADD_SEALS, libc::F_SEAL_SHRINK) };
    assert_eq!(sealed, 0, "{}", std::io::Error::last_os_error());
    file
}

/// Address space below which nothing is mapped yet, so that the next mappings end there: what reaches beyond a heap's end
/// meets no memory of others.
pub fn guard() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // SAFETY: a fresh mapping without any access, which is never used.
        let guard = unsafe {
            libc::mmap(std::ptr::null_mut(), 1 << 30, libc::PROT_NONE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0)
        };
        assert_ne!(guard, libc::MAP_FAILED);
    });
}

pub fn attach(file: &File, options: &HeapOptions) -> Result<Heap, Error> {
    options.from_fd(OwnedFd::from(file.try_clone().unwrap()))
}

fn image(file: &File) -> Vec<u8> {
    let mut bytes = vec![0; file.metadata().unwrap().len() as usize];
    file.read_exact_at(&mut bytes, 0).unwrap();
    bytes
}

/// An empty heap without any chance in it.
fn empty() -> Vec<u8> {
    let heap = options().create_anonymous().unwrap();
    let file = File::from(std::os::fd::AsFd::as_fd(&heap).try_clone_to_owned().unwrap());
    drop(heap);
    let mut bytes = image(&file);
    bytes[BOOT_ID..BOOT_ID + 16].fill(7);
    for (field, value) in [(HASH_SEED, 0x1234_5678), (SECRET, 0x9E37_79B9_7F4A_7C15), (CREATED, 1 << 60)] {
        set_word(&mut bytes, field, value);
    }
    let meta = word(&bytes, META) as usize;
    set_word(&mut bytes, meta + GENERATION, 1000);
    sign(&mut bytes);
    bytes
}

fn populate(turn: &mut WriteTurn<'_>) -> Result<Handles, Error> {
    let parts: Vec<_> = (0..12).map(|n| turn.put(&part(n))).collect::<Result<_, _>>()?;
    let world = turn.put(&sample(Some(parts[1])))?;
    fill(&mut turn.get_mut(world)?)?;
    let tree = turn.get(world)?.tree();
    let tree = ipo::Shared::load(tree);
    let tree = turn.put(&tree)?;
    // Holes of several sizes.
    for n in [0, 3, 4, 7] {
        turn.remove(parts[n])?;
    }
    turn.bind("world", world)?;
    turn.bind("part", parts[1])?;
    turn.bind("tree", tree)?;
    turn.send(&part(50))?;
    turn.send(&parts[2])?;
    turn.send(&"a message that is too long for a slot".to_owned())?;
    Ok(Handles { world, part: parts[1], tree })
}

/// What processes use without turns, each with something in it.
fn connect(heap: &Heap) -> Result<(), Error> {
    let jobs = heap.queue_options().cells(3).open::<Part>("jobs")?;
    (0..5).try_for_each(|n| jobs.send(&part(n)))?;
    let ticks = heap.topic_options().capacity(3).subscribers(2).open::<Part>("ticks")?;
    (0..4).try_for_each(|n| ticks.publish(&part(n)))?;
    heap.latest::<u64>("pose")?.writer()?.store(&7)?;
    heap.lock("lock").map(drop)
}

/// Marks, in the order of their use: what a heap is like when it is damaged.
fn bases() -> Vec<Base> {
    let file = memory_file(&empty());
    let heap = attach(&file, &options()).unwrap();
    connect(&heap).unwrap();
    let mut turn = heap.write().unwrap();
    let handles = populate(&mut turn).unwrap();
    assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
    let whole = image(&file);
    // In the middle of a transaction.
    let mut active = Vec::new();
    let undone = turn.transaction(|tx| {
        tx.get_mut(handles.world)?.texts_mut().push("another text that is too long for a slot")?;
        tx.get_mut(handles.world)?.map_mut().insert("new", &[1, 2, 3])?;
        tx.remove(handles.part)?;
        tx.put(&part(9))?;
        tx.get_mut(handles.world)?.ordered_mut().remove(30)?;
        active = image(&file);
        Err::<(), Error>(Error::NoMessages)
    });
    assert!(undone.is_err() && turn.verify().is_sound());
    drop(turn);
    drop(heap);
    let meta = word(&whole, META) as usize;
    // The same where the transaction had just been committed, its frees not yet executed ...
    let mut committed = active.clone();
    let state = word(&active, meta + JOURNAL_WORD);
    assert_eq!(state & 3, 1, "a transaction was open");
    set_word(&mut committed, meta + JOURNAL_WORD, state + 1);
    // ... and where the death fell inside of a call of the allocator.
    let busy = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        set_word(&mut bytes, meta + BUSY, 1);
        bytes
    };
    let images = [busy(&whole), busy(&active), busy(&committed), active, committed];
    std::iter::once(whole).chain(images).map(|bytes| base(bytes, handles)).collect()
}

fn base(bytes: Vec<u8>, handles: Handles) -> Base {
    let (journal, arena) = (word(&bytes, JOURNAL) as usize, word(&bytes, ARENA) as usize);
    let meta = word(&bytes, META) as usize;
    let length = (word(&bytes, meta + JOURNAL_WORD) >> 2) as usize;
    let top = word(&bytes, meta + TOP) as usize;
    // Control words and slots, the heap's words, the journal as far as it counts, the blocks and a little behind them.
    let places = (4096..journal).chain(journal..journal + length + 16).chain(arena..(top + 64).min(bytes.len()));
    let places = places.step_by(8).map(|place| place & !7).filter(|place| place + 8 <= bytes.len()).collect();
    Base { bytes, places, handles }
}

/// All bases.
pub fn all() -> &'static [Base] {
    static BASES: OnceLock<Vec<Base>> = OnceLock::new();
    BASES.get_or_init(bases)
}
