//! A heap for one test, a second mapping of its file, and images of its bytes to go back to.

use std::cell::{Cell, RefCell};
use std::os::fd::AsRawFd;
use std::path::PathBuf;
use std::ptr::{NonNull, null_mut};
use std::rc::Rc;

use ipo::{Heap, WriteTurn};

const DIRECTORY: &str = "/dev/shm";
const PAGE: usize = 4096;
const ZEROS: [u8; PAGE] = [0; PAGE];
/// Bytes of the heap's words that are in use: journal, allocator, directory. The format says so.
const META: usize = 8192;

thread_local! {
    static NUMBER: Cell<u32> = const { Cell::new(0) };
}

/// A name that no other process uses.
pub(crate) fn fresh_name() -> String {
    let number = NUMBER.get();
    NUMBER.set(number + 1);
    format!("kill-{}-{number}", std::process::id())
}

/// The file of a heap.
pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(DIRECTORY).join(format!("ipo.{name}"))
}

/// Removes the heaps of those processes of this test that satisfy `over`.
pub(crate) fn sweep(over: impl Fn(i32) -> bool) -> usize {
    let mut swept = 0;
    for entry in std::fs::read_dir(DIRECTORY).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|n| n.strip_prefix("ipo.kill-")).and_then(|n| n.split_once('-'));
        if pid.and_then(|(pid, _)| pid.parse().ok()).is_some_and(&over) {
            let path = entry.path();
            let gone = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            swept += usize::from(gone.is_ok());
        }
    }
    swept
}

/// Whether no process has this id.
pub(crate) fn is_gone(pid: i32) -> bool {
    // SAFETY: signal 0 asks whether the process exists.
    let asked = unsafe { libc::kill(pid, 0) };
    asked != 0 && std::io::Error::last_os_error().raw_os_error() == Some(libc::ESRCH)
}

/// A file mapped whole, beside the library's own mapping. Used while no child runs and no turn is held.
pub(crate) struct View {
    base: NonNull<u8>,
    len: usize,
    /// By page, what was hashed last, and its hash: from one store to the next, most pages stay as they are.
    hashed: RefCell<Vec<(Vec<u8>, u64)>>,
}

impl View {
    pub(crate) fn of(name: &str) -> View {
        let file =
            std::fs::OpenOptions::new().read(true).write(true).open(path(name)).expect("opening the heap's file");
        let len = file.metadata().expect("the file's length").len() as usize;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a fresh mapping at an address of the kernel's choice disturbs nothing.
        let base = unsafe { libc::mmap(null_mut(), len, protection, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        assert_ne!(base, libc::MAP_FAILED, "mmap: {}", std::io::Error::last_os_error());
        let hashed = RefCell::new(vec![(Vec::new(), 0); len.div_ceil(PAGE)]);
        View { base: NonNull::new(base.cast()).expect("a mapping is never at address 0"), len, hashed }
    }

    fn place(&self, at: usize, len: usize) -> *mut u8 {
        assert!(at + len <= self.len, "{at:#x} + {len:#x} lies outside of the heap");
        // SAFETY: just checked.
        unsafe { self.base.as_ptr().add(at) }
    }

    pub(crate) fn word(&self, at: usize) -> u64 {
        // SAFETY: inside the mapping; nobody writes meanwhile.
        unsafe { self.place(at, 8).cast::<u64>().read_unaligned() }
    }

    pub(crate) fn set_word(&self, at: usize, value: u64) {
        self.write(at, &value.to_ne_bytes());
    }

    pub(crate) fn bytes(&self, at: usize, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        // SAFETY: inside the mapping; nobody writes meanwhile.
        unsafe { self.place(at, len).copy_to_nonoverlapping(bytes.as_mut_ptr(), len) };
        bytes
    }

    pub(crate) fn write(&self, at: usize, bytes: &[u8]) {
        // SAFETY: inside the mapping; nobody reads or writes meanwhile.
        unsafe { self.place(at, bytes.len()).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    }

    // ---- where things lie: part of the format -----------------------------------------------------------------

    pub(crate) fn meta(&self) -> usize {
        self.word(40) as usize
    }

    pub(crate) fn journal(&self) -> usize {
        self.word(48) as usize
    }

    pub(crate) fn arena(&self) -> usize {
        self.word(64) as usize
    }

    /// {length, state} of the journal.
    pub(crate) fn journal_word(&self) -> u64 {
        self.word(self.meta())
    }

    fn journal_committed(&self) -> usize {
        self.word(self.meta() + 16) as usize
    }

    pub(crate) fn committed(&self) -> usize {
        self.word(self.meta() + 64) as usize
    }

    pub(crate) fn top(&self) -> usize {
        self.word(self.meta() + 72) as usize
    }

    /// The number that seals objects.
    fn secret(&self) -> u64 {
        self.word(112)
    }

    /// Places in the arena that a handle of one of these types would find an object at. In a sound heap there are as
    /// many as objects: a free block that still passes for an object is one too many.
    pub(crate) fn sealed(&self, types: &[u64]) -> u64 {
        let (secret, seals) = (self.secret(), Seals::new(types));
        let (mut count, mut at, end) = (0, self.arena(), self.committed());
        while at < end {
            let page = self.slice(at, PAGE);
            // Most pages are zero, and debug builds are slow to find that out word by word.
            if page != ZEROS {
                count += sealed(page, secret, &seals);
            }
            at += PAGE;
        }
        count
    }

    /// The bytes behind the header, as far as they mean anything. Pages that are the same as in `base` are shared.
    pub(crate) fn capture(&self, base: Option<&Image>) -> Image {
        let ends = [(PAGE, self.journal() + self.journal_committed()), (self.arena(), self.committed())];
        let mut pages = Vec::new();
        for at in ends.iter().flat_map(|(from, to)| (*from..*to).step_by(PAGE)) {
            let known = base.and_then(|base| base.pages.get(pages.len())).filter(|(place, _)| *place == at);
            let page = match known {
                Some((_, page)) if self.is_like(at, page) => page.clone(),
                _ => self.bytes(at, PAGE).into(),
            };
            pages.push((at, page));
        }
        Image { pages, end: self.committed(), hash: self.hash() }
    }

    /// Over everything that a recovery can see, except for who is to blame.
    pub(crate) fn hash(&self) -> u64 {
        let word = self.journal_word();
        // In its short form the word has an offset above the length.
        let journal = if word & 3 == 3 { word >> 2 & 0xFFF } else { word >> 2 } as usize;
        let parts = [(self.meta(), META), (self.journal(), journal), (self.arena(), self.top() - self.arena())];
        let mut hashed = self.hashed.borrow_mut();
        let mut hash = 0;
        for (mut at, len) in parts {
            let end = at + len;
            while at < end {
                // Up to the end of the page; no two parts share one.
                let piece = self.slice(at, (PAGE - at % PAGE).min(end - at));
                let (known, of_piece) = &mut hashed[at / PAGE];
                if known != piece {
                    *of_piece = mix(piece);
                    known.clear();
                    known.extend_from_slice(piece);
                }
                hash = step(hash, *of_piece);
                at += piece.len();
            }
            hash = step(hash, len as u64);
        }
        hash
    }

    /// To be let go of before anyone writes.
    fn slice(&self, at: usize, len: usize) -> &[u8] {
        // SAFETY: inside the mapping; nobody writes meanwhile.
        unsafe { std::slice::from_raw_parts(self.place(at, len), len) }
    }

    pub(crate) fn restore(&self, image: &Image) {
        // Memory that was committed since: a process that commits it anew finds zeros.
        self.write(image.end, &vec![0; self.committed().saturating_sub(image.end)]);
        for (at, page) in &image.pages {
            if !self.is_like(*at, page) {
                self.write(*at, page);
            }
        }
    }

    fn is_like(&self, at: usize, page: &[u8]) -> bool {
        page == self.slice(at, page.len())
    }
}

fn step(hash: u64, word: u64) -> u64 {
    let hash = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 29
}

/// A plain hash by words, since the real ones take long in a debug build. So do iterators.
fn mix(bytes: &[u8]) -> u64 {
    // SAFETY: any bytes are numbers.
    let (head, words, tail) = unsafe { bytes.align_to::<u64>() };
    let (mut hash, mut at) = (bytes.len() as u64, 0);
    while at < words.len() {
        hash = step(hash, words[at]);
        at += 1;
    }
    head.iter().chain(tail).fold(hash, |hash, byte| step(hash, u64::from(*byte) ^ 0x5EED))
}

/// The numbers that seal objects of known types, and which low bits one of them has.
struct Seals<'a> {
    all: &'a [u64],
    low: [bool; 1024],
}

impl<'a> Seals<'a> {
    fn new(all: &'a [u64]) -> Self {
        let mut low = [false; 1024];
        all.iter().for_each(|seal| low[(seal & 1023) as usize] = true);
        Seals { all, low }
    }
}

/// Places in a page where an object could begin and that pass for one.
fn sealed(page: &[u8], secret: u64, seals: &Seals<'_>) -> u64 {
    // SAFETY: any bytes are numbers.
    let (head, words, _) = unsafe { page.align_to::<u64>() };
    assert!(head.is_empty() && words.len() * 8 == PAGE);
    let (mut count, mut at) = (0, 0);
    while at < words.len() {
        let seal = words[at + 1];
        if seal != 0 {
            let of_type = seal ^ words[at] ^ secret;
            if seals.low[(of_type & 1023) as usize] && seals.all.contains(&of_type) {
                count += 1;
            }
        }
        at += 2;
    }
    count
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: mapped by `of`, and nothing refers into it.
        unsafe { libc::munmap(self.base.as_ptr().cast(), self.len) };
    }
}

/// All that a heap consists of at one moment, except for its header and the locks of its participants.
pub(crate) struct Image {
    pages: Vec<(usize, Rc<[u8]>)>,
    /// End of the committed memory.
    end: usize,
    /// See `View::hash`.
    pub(crate) hash: u64,
}

/// A heap with a participant that never takes a turn, so that those who come are not the first. Its file goes with it.
pub(crate) struct Scratch {
    pub(crate) name: String,
    pub(crate) view: View,
    keeper: Option<Heap>,
}

impl Scratch {
    pub(crate) fn new(capacity: u64) -> Scratch {
        let name = fresh_name();
        let heap = Heap::options().capacity(capacity).journal(128 << 10).participants(16).create(&name);
        let keeper = Some(heap.expect("creating the heap"));
        Scratch { view: View::of(&name), name, keeper }
    }

    /// From now on the next one who comes is the first.
    pub(crate) fn abandon(&mut self) {
        self.keeper = None;
    }

    pub(crate) fn attach(&self) -> Heap {
        Heap::attach(&self.name).expect("attaching")
    }

    /// Runs `work` in a write turn of a fresh attachment.
    pub(crate) fn write<R>(&self, work: impl FnOnce(&mut WriteTurn<'_>) -> R) -> R {
        let heap = self.attach();
        let mut turn = heap.write_timeout(std::time::Duration::from_secs(10)).expect("a write turn");
        work(&mut turn)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.keeper = None;
        let _ = std::fs::remove_file(path(&self.name)); // gone already if the test removed it
    }
}
