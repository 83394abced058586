//! What the system gives no more of: sizes of files, descriptors, address space, slots, names. Each is an error that says
//! so, and the heap goes on working for everyone.

use std::path::PathBuf;

use ipo::{Error, Handle, Heap, SharedStruct, WriteTurn};
use ipo_workspace::{LONG, Name, child, hear, run_job, say};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Note {
    number: u64,
    bytes: Vec<u8>,
}

fn note(number: u64, len: usize) -> Note {
    Note { number, bytes: vec![number as u8; len] }
}

#[test]
fn child_entry() {
    run_job(&[
        ("short_files", short_files),
        ("no_files", no_files),
        ("no_descriptors", no_descriptors),
        ("no_address_space", no_address_space),
        ("stay", stay),
    ]);
}

/// A heap with something in it, and its parent's share of a test: while a child is at its limit, this process works.
struct Shared {
    name: Name,
    heap: Heap,
    first: Handle<Note>,
}

impl Shared {
    fn new(participants: u32) -> Shared {
        let name = Name::new();
        let heap = Heap::options().capacity(4 << 20).participants(participants).create(&name).expect("a fresh name");
        let first = {
            let mut turn = heap.write().expect("free");
            let first = turn.put(&note(1, 100)).expect("there is room");
            turn.bind("first", first).expect("there is room");
            first
        };
        Shared { name, heap, first }
    }

    /// This process can do all that it could.
    #[track_caller]
    fn works(&self) {
        let mut turn = self.heap.write_timeout(LONG).expect("turns are given back");
        uses(&mut turn, self.first);
        drop(turn);
        let late = Heap::attach(&self.name).expect("it can be attached to");
        assert_eq!(late.read_timeout(LONG).expect("free").load(self.first).expect("it is there").bytes.len(), 100);
    }

    /// Runs a job against this heap, with this process's work in between.
    #[track_caller]
    fn run(&self, job: &str) {
        let mut limited = child(job, &[&self.name]);
        limited.expect("at the limit");
        self.works();
        limited.tell("go on");
        limited.expect("done");
        self.works();
        limited.finish();
        self.works();
    }
}

#[track_caller]
fn uses(turn: &mut WriteTurn<'_>, first: Handle<Note>) {
    let number = turn.get(first).expect("it is there").number();
    let mut view = turn.get_mut(first).expect("it is there");
    view.set_number(number + 1);
    let more = turn.put(&note(7, 3_000)).expect("there is room");
    turn.transaction::<_, Error>(|tx| {
        tx.get_mut(more)?.bytes_mut().extend_from_slice(&[1; 2_000])?;
        tx.remove(more)
    })
    .expect("there is room");
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

/// What every job does once it is at its limit: tells it, lets the parent work, works itself.
fn at_the_limit(heap: &Heap) {
    say("at the limit");
    assert_eq!(hear(), "go on");
    let mut turn = heap.write_timeout(LONG).expect("turns are given back");
    let first = turn.root("first").expect("bound");
    uses(&mut turn, first);
}

fn limit(what: libc::__rlimit_resource_t, value: u64) {
    let mut now = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and lowers a limit of this process alone.
    unsafe {
        assert_eq!(libc::getrlimit(what, &raw mut now), 0);
        now.rlim_cur = value.min(now.rlim_max);
        assert_eq!(libc::setrlimit(what, &raw const now), 0, "{}", std::io::Error::last_os_error());
    }
}

#[track_caller]
fn os_error<T: std::fmt::Debug>(result: Result<T, Error>, wanted: i32) -> String {
    match result {
        Err(error @ Error::Os { .. }) => {
            let text = error.to_string();
            let Error::Os { source, .. } = error else { unreachable!() };
            assert_eq!(source.raw_os_error(), Some(wanted), "{text}");
            text
        }
        other => panic!("{other:?}"),
    }
}

// ---- sizes of files -------------------------------------------------------------------------------------------------

fn short_files(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    // SAFETY: a signal that a program at this limit is sent is ignored here, as the test says.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    limit(libc::RLIMIT_FSIZE, 1 << 20);
    let name = Name::new();
    match Heap::options().capacity(16 << 20).create(&name) {
        Err(Error::OutOfSpace { needed, available, cause }) => {
            assert!(needed > 16 << 20 && available == 1 << 20);
            assert!(cause.contains("limit on the size of files"), "{cause}");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })), "half a heap is there");
    // A smaller one is made, used and removed.
    let small = Heap::options().capacity(64 << 10).journal(64 << 10).create(&name).expect("it fits below the limit");
    assert_eq!(small.write().expect("free").put(&note(1, 10)).map(drop).map_err(|e| e.to_string()), Ok(()));
    drop(small);
    Heap::remove(&name).expect("it is there");
    at_the_limit(&heap);
    // A heap that is there grows: its file has its length already.
    let mut turn = heap.write_timeout(LONG).expect("free");
    let large = turn.put(&note(2, 3 << 20)).expect("room that was promised when the heap was made");
    turn.remove(large).expect("it is there");
    say("done");
}

#[test]
fn a_limit_on_file_sizes_hinders_new_heaps_and_no_others() {
    Shared::new(8).run("short_files");
}

/// The signal is deadly, and not ignored: nothing may be done that brings it about.
fn no_files(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let name = Name::new();
    drop(Heap::options().capacity(64 << 10).create(&name).expect("a fresh name"));
    limit(libc::RLIMIT_FSIZE, 0);
    let made = Heap::options().capacity(64 << 10).create("never");
    assert!(matches!(made, Err(Error::OutOfSpace { available: 0, .. })), "{made:?}");
    let anonymous = Heap::options().capacity(64 << 10).create_anonymous();
    assert!(matches!(anonymous, Err(Error::OutOfSpace { available: 0, .. })), "{anonymous:?}");
    drop(Heap::attach(&name).expect("attaching writes to no file"));
    Heap::remove(&name).expect("removing does not either");
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })));
    at_the_limit(&heap);
    say("done");
}

#[test]
fn a_process_that_may_write_no_file_at_all_can_use_and_remove_heaps() {
    Shared::new(8).run("no_files");
}

// ---- descriptors ----------------------------------------------------------------------------------------------------

/// Opens files until there are no more descriptors.
fn open_all() -> Vec<std::fs::File> {
    let mut files = Vec::new();
    while let Ok(file) = std::fs::File::open("/dev/null") {
        files.push(file);
        assert!(files.len() < 10_000, "there is no limit");
    }
    files
}

fn no_descriptors(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    limit(libc::RLIMIT_NOFILE, 64);
    let files = open_all();
    let text = os_error(Heap::attach(args[0]), libc::EMFILE);
    assert!(text.contains(args[0]), "{text}: which heap?");
    os_error(Heap::options().capacity(1 << 16).create("never"), libc::EMFILE);
    os_error(Heap::options().capacity(1 << 16).create_anonymous(), libc::EMFILE);
    os_error(Heap::list(), libc::EMFILE);
    os_error(Heap::remove(args[0]), libc::EMFILE);
    at_the_limit(&heap);
    // Also growth needs none.
    let mut turn = heap.write_timeout(LONG).expect("free");
    let large = turn.put(&note(2, 3 << 20)).expect("there is room");
    turn.remove(large).expect("it is there");
    drop(turn);
    drop(heap);
    drop(files);
    // What failed has kept none: with the files closed, all of it goes.
    for _ in 0..100 {
        drop(Heap::attach(args[0]).expect("there are descriptors"));
    }
    say("done");
}

#[test]
fn a_process_without_descriptors_uses_what_it_has_attached() {
    Shared::new(8).run("no_descriptors");
}

// ---- address space --------------------------------------------------------------------------------------------------

fn no_address_space(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let used: u64 = std::fs::read_to_string("/proc/self/statm")
        .expect("it can be read")
        .split(' ')
        .next()
        .and_then(|pages| pages.parse().ok())
        .expect("a number of pages");
    limit(libc::RLIMIT_AS, used * 4096 + (64 << 20));
    let name = Name::new();
    let text = os_error(Heap::options().capacity(1 << 36).create(&name), libc::ENOMEM);
    assert!(text.contains("mapping the heap"), "{text}");
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })), "half a heap is there");
    os_error(Heap::options().capacity(1 << 36).create_anonymous(), libc::ENOMEM);
    // There is enough for small ones, and an attempt keeps nothing.
    for _ in 0..50 {
        os_error(Heap::options().capacity(1 << 36).create(&name), libc::ENOMEM);
    }
    drop(Heap::options().capacity(1 << 20).create_anonymous().expect("there is room for a small one"));
    at_the_limit(&heap);
    say("done");
}

#[test]
fn a_process_without_address_space_uses_what_it_has_attached() {
    Shared::new(8).run("no_address_space");
}

// ---- slots ----------------------------------------------------------------------------------------------------------

fn stay(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("a slot is free");
    say("attached");
    hear();
    drop(heap);
}

#[test]
fn without_a_free_slot_nobody_more_comes_and_all_others_go_on() {
    let shared = Shared::new(3);
    let (mut one, two) = (child("stay", &[&shared.name]), child("stay", &[&shared.name]));
    one.expect("attached");
    two.expect("attached");
    for options in [Heap::options(), Heap::options().read_only(true), Heap::options().trust(true)] {
        let late = options.attach(&shared.name);
        assert!(matches!(late, Err(Error::TooManyParticipants { limit: 3 })), "{late:?}");
    }
    let mut turn = shared.heap.write_timeout(LONG).expect("free");
    uses(&mut turn, shared.first);
    drop(turn);
    // One leaves, one is killed: both slots are free at once.
    one.tell("go");
    one.finish();
    shared.works();
    let three = child("stay", &[&shared.name]);
    three.expect("attached");
    assert!(matches!(Heap::attach(&shared.name), Err(Error::TooManyParticipants { limit: 3 })));
    two.kill();
    shared.works();
    three.kill();
    shared.works();
}

// ---- names and sizes ------------------------------------------------------------------------------------------------

#[test]
fn a_name_of_255_characters_is_too_long_and_one_of_251_is_not() {
    // The file's name has four letters more, and a file system takes 255 bytes.
    for (len, good) in [(251, true), (252, false), (255, false), (256, false)] {
        let name = format!("{:x<len$}", &*Name::new());
        let made = Heap::options().capacity(1 << 16).create(&name);
        match (made, good) {
            (Ok(heap), true) => {
                assert_eq!(heap.name(), name);
                Heap::remove(&name).expect("it is there");
            }
            (Err(Error::InvalidName { reason, .. }), false) => assert!(reason.contains("251"), "{reason}"),
            (other, _) => panic!("{len}: {other:?}"),
        }
    }
}

#[test]
fn a_directory_that_is_none_is_an_error_with_its_path() {
    for directory in ["/nowhere/at/all", "/dev/null"] {
        let directory = PathBuf::from(directory);
        let options = Heap::options().capacity(1 << 16).directory(&directory);
        for result in [options.create("x"), options.attach("x")] {
            let error = result.expect_err("there is no such directory");
            let text = error.to_string();
            assert!(matches!(error, Error::Os { .. } | Error::NoSuchHeap { .. }), "{text}");
        }
        assert!(Heap::list_in(&directory).is_err());
    }
}
