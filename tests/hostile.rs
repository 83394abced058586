//! Files that are no heap, or not the heap that they were: an error that says what is wrong, never a crash or a hang. Bytes that
//! were changed inside of a heap are in `fuzzed.rs`, `verify.rs` and `errors.rs`.

use std::collections::{HashMap, VecDeque};
use std::fs::{File, OpenOptions};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{FileExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::time::Duration;

use ipo::{Corrupt, Error, Handle, Heap, OwnerRule, SharedStruct};
use ipo_workspace::{LONG, Name, RawHeap, child, hear, in_time, run_job, say};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Note {
    text: String,
    numbers: Vec<u64>,
    units: Vec<()>,
    ring: VecDeque<()>,
    map: HashMap<u32, u64>,
    wide: Option<u64>,
}

/// Where the fields lie in the slot.
const UNITS: u64 = 48;
const RING: u64 = 72;
const MAP: u64 = 96;

fn note() -> Note {
    Note {
        text: "a text that does not fit into a slot".into(),
        numbers: (0..100).collect(),
        units: vec![(); 30],
        ring: vec![(); 5].into(),
        map: (0..20).map(|n| (n, 5)).collect(),
        wide: Some(5),
    }
}

#[test]
fn child_entry() {
    run_job(&[("touch_what_is_gone", touch_what_is_gone), ("walk_without_bytes", walk_without_bytes)]);
}

/// A heap in a directory of its own, with its bytes.
struct Place {
    directory: tempfile::TempDir,
    bytes: Vec<u8>,
}

impl Place {
    fn new() -> Place {
        let directory = tempfile::tempdir_in("/dev/shm").expect("a directory");
        let options = Heap::options();
        let heap = options.capacity(1 << 16).journal(1 << 16).directory(directory.path()).create("whole");
        let heap = heap.expect("a fresh name");
        let mut turn = heap.write().expect("free");
        let note = turn.put(&note()).expect("there is room");
        turn.bind("note", note).expect("there is room");
        drop(turn);
        drop(heap);
        let bytes = std::fs::read(directory.path().join("ipo.whole")).expect("its file");
        Place { directory, bytes }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(format!("ipo.{name}"))
    }

    /// A file with these bytes, under the name of a heap.
    fn file(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).expect("it can be written");
    }

    /// All the ways to it, each of which must give the error that is wanted, and at once.
    #[track_caller]
    fn refused(&self, name: &str, wanted: fn(&Error) -> bool) {
        let options = || Heap::options().directory(self.directory.path());
        let ways: [&dyn Fn() -> Result<(), Error>; 4] = [
            &|| options().attach(name).map(drop),
            &|| options().read_only(true).attach(name).map(drop),
            &|| options().open_or_create(name).map(drop),
            &|| options().trust(true).attach_file(self.path(name)).map(drop),
        ];
        for way in ways {
            let error = in_time(LONG, name, way).expect_err(name);
            assert!(wanted(&error), "{name}: {error:?}");
            assert!(error.to_string().contains(name) || matches!(error, Error::Corrupt(_)), "{error}: which file?");
        }
        let listed = Heap::list_in(self.directory.path()).expect("a listing tells of it");
        assert!(listed.iter().any(|info| info.name == name), "{name} is not listed");
    }
}

#[test]
fn what_is_no_heap_is_refused_with_the_reason_and_at_once() {
    let place = Place::new();
    let not_a_heap = |error: &Error| matches!(error, Error::NotAHeap { .. });
    place.file("empty", b"");
    place.file("foreign", &[b'x'; 10_000]);
    std::fs::create_dir(place.path("dir")).expect("a directory");
    symlink(place.path("whole"), place.path("link")).expect("a link");
    symlink(place.path("nowhere"), place.path("dangling")).expect("a link");
    let fifo = std::ffi::CString::new(place.path("fifo").to_str().expect("UTF-8")).expect("no NUL");
    // SAFETY: a C string.
    assert_eq!(unsafe { libc::mkfifo(fifo.as_ptr(), 0o600) }, 0);
    for name in ["empty", "foreign", "dir", "link", "dangling", "fifo"] {
        place.refused(name, not_a_heap);
    }
    // The whole one is none the worse for the link to it.
    Heap::options().directory(place.directory.path()).attach("whole").expect("whole");
}

#[test]
fn a_file_of_any_shorter_length_says_that_it_was_cut_off() {
    let place = Place::new();
    let whole = place.bytes.len();
    for len in [8, 9, 20, 64, 135, 136, 137, 4095, 4096, 4097, 8192, whole / 2, whole - 4096, whole - 1] {
        place.file("short", &place.bytes[..len]);
        place.refused("short", |error| matches!(error, Error::Truncated { .. }));
    }
    for len in 1..8 {
        place.file("short", &place.bytes[..len]);
        place.refused("short", |error| matches!(error, Error::NotAHeap { .. }));
    }
    // A longer one is what it was.
    let longer = [&place.bytes[..], &[7; 5000]].concat();
    place.file("long", &longer);
    let heap = Heap::options().directory(place.directory.path()).attach("long").expect("all is there");
    let turn = heap.read().expect("free");
    assert_eq!(turn.load(turn.root::<Note>("note").expect("bound")).expect("it is there"), note());
}

#[test]
fn another_version_or_byte_order_is_named() {
    let place = Place::new();
    for version in [0_u32, 2, 77, u32::MAX] {
        let mut bytes = place.bytes.clone();
        bytes[12..16].copy_from_slice(&version.to_le_bytes());
        place.file("version", &bytes);
        place.refused("version", |error| matches!(error, Error::WrongVersion { expected: 1, .. }));
    }
    let mut bytes = place.bytes.clone();
    bytes[8..12].reverse();
    place.file("order", &bytes);
    place.refused("order", |error| matches!(error, Error::WrongEndian { .. }));
}

#[test]
fn every_byte_of_the_header_counts() {
    let place = Place::new();
    let path = place.path("header");
    for at in 0..136 {
        for change in [1, 0x80, 0xFF] {
            let mut bytes = place.bytes.clone();
            bytes[at] ^= change;
            std::fs::write(&path, &bytes).expect("it can be written");
            let error = Heap::options().trust(true).attach_file(&path).expect_err("no byte is without meaning");
            assert!(
                matches!(
                    error,
                    Error::NotAHeap { .. } | Error::WrongVersion { .. } | Error::WrongEndian { .. } | Error::Corrupt(_)
                ),
                "byte {at}: {error:?}"
            );
        }
    }
}

#[test]
fn a_file_of_another_user_is_refused_unless_that_user_is_named() {
    let place = Place::new();
    let path = place.path("whole");
    // SAFETY: asks for this process's user.
    let me = unsafe { libc::geteuid() };
    if std::os::unix::fs::chown(&path, Some(me + 4321), Some(4321)).is_err() {
        return eprintln!("skipped: files cannot be given away here");
    }
    place.refused("whole", |error| matches!(error, Error::WrongOwner { .. }));
    for rule in [OwnerRule::User(me + 4321), OwnerRule::Anyone] {
        Heap::options().owner(rule).attach_file(&path).expect("accepted");
    }
    assert!(matches!(Heap::options().owner(OwnerRule::User(me)).attach_file(&path), Err(Error::WrongOwner { .. })));
}

// ---- cut off while attached -----------------------------------------------------------------------------------------

#[test]
fn a_heap_without_a_name_cannot_be_cut_off() {
    let heap = Heap::options().capacity(1 << 18).create_anonymous().expect("memory");
    let handle = heap.write().expect("free").put(&note()).expect("there is room");
    let file = File::from(heap.as_fd().try_clone_to_owned().expect("a descriptor"));
    let len = file.metadata().expect("a file").len();
    for wrong in [0, 4096, len - 1, len + 1] {
        let error = file.set_len(wrong).expect_err("it is sealed");
        assert_eq!(error.raw_os_error(), Some(libc::EPERM), "{error}");
    }
    assert_eq!(heap.read().expect("free").load(handle).expect("it is there"), note());
    // One that could be is not attached to.
    let bytes = std::fs::read(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file))).expect("its bytes");
    // SAFETY: a C string; the descriptor is the file's alone.
    let open = unsafe {
        let fd = libc::memfd_create(c"open".as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING);
        <File as std::os::fd::FromRawFd>::from_raw_fd(fd)
    };
    open.write_all_at(&bytes, 0).expect("memory");
    let refused = Heap::options().from_fd(OwnedFd::from(open));
    assert!(matches!(refused, Err(Error::NotAHeap { .. })), "{refused:?}");
}

#[test]
fn a_named_heap_that_was_cut_off_says_so_where_the_system_lets_it() {
    let name = Name::new();
    let heap = Heap::options().capacity(64 << 20).create(&name).expect("a fresh name");
    let handle = heap.write().expect("free").put(&note()).expect("there is room");
    let file = OpenOptions::new().write(true).open(format!("/dev/shm/ipo.{}", &*name)).expect("its file");
    let len = file.metadata().expect("a file").len();
    // Behind all that is in use: this process need not notice.
    file.set_len(len - (4 << 20)).expect("it can be cut off");
    let cut_off = |error: Error| match error {
        Error::Truncated { len: found, needed, .. } => assert_eq!((found, needed), (len - (4 << 20), len)),
        other => panic!("{other:?}"),
    };
    cut_off(Heap::attach(&name).expect_err("it is shorter than it says"));
    let mut turn = heap.write().expect("free");
    assert_eq!(turn.load(handle).expect("it is there"), note());
    // More memory is not taken from a file that is another one than it was: what was lost would read as zeros.
    cut_off(turn.put(&vec![7_u8; 8 << 20]).expect_err("more than is committed"));
    assert_eq!(file.metadata().expect("a file").len(), len - (4 << 20), "the file was made longer again");
    let findings = turn.verify().findings;
    assert!(findings.len() == 1 && findings[0].what.contains("it was cut off"), "{findings:#?}");
    assert_eq!(turn.load(handle).expect("it is there"), note());
    // Whole again, as nothing was lost.
    file.set_len(len).expect("it can be made longer");
    turn.put(&vec![7_u8; 8 << 20]).expect("there is room");
    assert!(turn.verify().is_sound());
}

fn touch_what_is_gone(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    say("attached");
    hear();
    let _ = heap.write_timeout(Duration::from_secs(1));
    say("alive");
}

/// The limit of what can be promised: `PLATFORM.md` says it.
#[test]
fn touching_what_was_cut_off_is_a_sigbus_and_the_next_ones_get_an_error() {
    let name = Name::new();
    drop(Heap::options().capacity(1 << 20).create(&name).expect("a fresh name"));
    let mut victim = child("touch_what_is_gone", &[&name]);
    victim.expect("attached");
    let file = OpenOptions::new().write(true).open(format!("/dev/shm/ipo.{}", &*name)).expect("its file");
    file.set_len(200).expect("it can be cut off");
    victim.tell("go on");
    let mut status = None;
    ipo_workspace::wait_until("the child ends", || {
        status = victim.status();
        status.is_some()
    });
    assert_eq!(status.expect("just seen").signal(), Some(libc::SIGBUS));
    assert!(matches!(Heap::attach(&name), Err(Error::Truncated { len: 200, .. })));
    Heap::remove(&name).expect("it starts like a heap");
}

// ---- what a length is believed to be --------------------------------------------------------------------------------

fn met(work: impl FnOnce() -> Result<(), Error>) -> Corrupt {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(Err(Error::Corrupt(corrupt))) => corrupt,
        Ok(other) => panic!("it was not met: {other:?}"),
        Err(payload) => *payload.downcast::<Corrupt>().expect("a panic with another payload"),
    }
}

fn damaged() -> (Name, Heap, RawHeap, Handle<Note>, u64) {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let handle = heap.write().expect("free").put(&note()).expect("there is room");
    let raw = RawHeap::open(&name);
    let slot = raw.slot_of(handle);
    (name, heap, raw, handle, slot)
}

/// In a process of its own: without a bound this would take years.
fn walk_without_bytes(_: &[&str]) {
    let (_name, heap, raw, handle, slot) = damaged();
    for (word, len) in [(UNITS + 8, u64::MAX), (UNITS + 8, 1 << 25), (RING + 8, 0xFFFF_FFFF << 32)] {
        let old = raw.word(slot + word);
        raw.set_word(slot + word, len);
        met(|| heap.read()?.load(handle).map(drop));
        if word < RING {
            met(|| heap.read()?.get(handle).map(|note| note.units().iter().for_each(drop)));
            met(|| heap.write()?.get_mut(handle)?.units_mut().retain(|()| true));
        } else {
            met(|| heap.read()?.get(handle).map(|note| note.ring().iter().for_each(drop)));
            met(|| heap.write()?.get_mut(handle)?.ring_mut().retain(|()| true));
        }
        met(|| heap.write()?.remove(handle));
        assert!(!heap.read().expect("free").verify().is_sound(), "verify does not see {len:#x}");
        raw.set_word(slot + word, old);
    }
    assert_eq!(heap.read().expect("free").load(handle).expect("as it was"), note());
    say("done");
}

#[test]
fn a_damaged_length_of_elements_without_bytes_is_no_endless_walk() {
    let walker = child("walk_without_bytes", &[]);
    walker.expect("done");
    walker.finish();
}

#[test]
fn elements_without_bytes_are_bounded_where_they_are_added() {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let mut turn = heap.write().expect("free");
    let most = 1 << 24;
    let list = turn.put(&vec![(); most]).expect("as many as can be");
    let too_many = |result: Result<(), Error>| match result {
        Err(Error::TooLarge { limit, .. }) => assert_eq!(limit, most as u64),
        other => panic!("{other:?}"),
    };
    too_many(turn.get_mut(list).expect("it is there").push(()));
    too_many(turn.put(&vec![(); most + 1]).map(drop));
    assert_eq!(turn.get(list).expect("it is there").len(), most);
    let ring = turn.put(&VecDeque::from(vec![(); most])).expect("as many as can be");
    too_many(turn.get_mut(ring).expect("it is there").push_back(()));
    too_many(turn.put(&VecDeque::from(vec![(); most + 1])).map(drop));
}

#[test]
fn the_count_of_a_damaged_map_asks_for_no_memory() {
    let (_name, heap, raw, handle, slot) = damaged();
    let old = raw.word(slot + MAP + 8);
    for count in [u64::from(u32::MAX), 1 << 20, 33] {
        raw.set_word(slot + MAP + 8, count);
        met(|| heap.read()?.get(handle).map(|note| note.map().iter().size_hint()).map(|_| ()));
        met(|| heap.read()?.get(handle).map(|note| drop(note.map().keys().collect::<Vec<_>>())));
        met(|| heap.read()?.load(handle).map(drop));
        met(|| heap.write()?.get_mut(handle)?.map_mut().insert(5, 5).map(drop));
        met(|| heap.write()?.get_mut(handle)?.map_mut().drain().map(drop));
    }
    // One that could be right by itself bounds what is asked for by the buckets.
    raw.set_word(slot + MAP + 8, 32);
    let turn = heap.read().expect("free");
    let (least, most) = turn.get(handle).expect("it is there").map().iter().size_hint();
    assert!(least <= 32 && most == Some(32));
    assert!(!turn.verify().is_sound());
    drop(turn);
    raw.set_word(slot + MAP + 8, old);
    assert_eq!(heap.read().expect("free").load(handle).expect("as it was"), note());
}

// ---- a turn in the middle of which the heap breaks ------------------------------------------------------------------

/// The block behind a list's elements, whose header a free looks at.
fn header_behind(raw: &RawHeap, slot: u64) -> u64 {
    let block = raw.word(slot + 24) - 8;
    block + (raw.word(block) & !15)
}

#[test]
fn a_commit_that_cannot_free_what_it_should_refuses_the_rest_of_its_turn() {
    let (name, heap, raw, handle, slot) = damaged();
    let other = heap.write().expect("free").put(&note()).expect("there is room");
    let behind = header_behind(&raw, slot);
    let mut turn = heap.write().expect("free");
    // The next block says that it is free, and is in no list: to merge with it fails once the change has been committed.
    raw.set_word(behind, raw.word(behind) & !1);
    met(|| turn.get_mut(handle)?.set_numbers(&[1; 2_000]));
    // Nothing more can be undone, so nothing more is changed: by no kind of call, and never with another payload.
    met(|| turn.remove(other));
    met(|| turn.put(&note()).map(drop));
    met(|| {
        turn.get_mut(other)?.set_wide(Some(6));
        Ok(())
    });
    met(|| {
        turn.transaction(|tx| {
            tx.get_mut(other)?.set_wide(Some(6));
            Ok(())
        })
    });
    met(|| turn.transaction(|tx| tx.get_mut(other)?.numbers_mut().push(5)));
    assert_eq!(turn.load(other).expect("reading needs no journal"), note());
    drop(turn);
    // The turn was given back, and the next one says the same or has mended it.
    for _ in 0..3 {
        match heap.write_timeout(LONG) {
            Err(Error::Corrupt(_)) => {}
            Ok(mut turn) => drop(turn.put(&5_u64)),
            Err(other) => panic!("{other:?}"),
        }
    }
    drop(heap);
    match Heap::attach(&name) {
        Ok(_) | Err(Error::Corrupt(_) | Error::Unsound { .. }) => {}
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn the_end_of_the_blocks_is_looked_at_before_anything_is_built_there() {
    let (_name, heap, raw, handle, _) = damaged();
    let top = raw.word(40) + 72;
    let old = raw.word(top);
    for wrong in [u64::MAX, u64::MAX - 100, old + 1, old + 8, 0, 1 << 60, raw.word(16) - 8, raw.word(16)] {
        raw.set_word(top, wrong);
        met(|| heap.write()?.put(&vec![1_u64; 5000]).map(drop));
        raw.set_word(top, old);
    }
    assert_eq!(heap.read().expect("free").load(handle).expect("as it was"), note());
    assert!(heap.read().expect("free").verify().is_sound());
}

#[test]
fn an_object_whose_end_is_not_committed_is_no_object() {
    let (_name, heap, raw, handle, slot) = damaged();
    let committed = raw.word(40) + 64;
    let old = raw.word(committed);
    for end in [slot + 8, slot + 16] {
        raw.set_word(committed, end);
        met(|| heap.read()?.load(handle).map(drop));
        met(|| heap.write()?.get_mut(handle).map(drop));
    }
    raw.set_word(committed, old);
    assert_eq!(heap.read().expect("free").load(handle).expect("as it was"), note());
}
