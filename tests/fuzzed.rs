//! The fuzz targets without a fuzzer: the kept inputs of each, and some thousands of random ones. Each runs in a process of
//! its own, so that a crash or a hang is a failure that names the input.

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::time::Duration;

use ipo_workspace::{child, run_job, say};

#[path = "../fuzz/src/lib.rs"]
mod cores;

/// More than anything in these heaps needs. A length that is believed before it is checked asks for more.
const LARGEST: usize = 64 << 20;

/// The system's allocator, which ends the process when so much is asked for at once.
struct Bounded;

// SAFETY: every call goes to the system's allocator as it came, or the process ends.
unsafe impl GlobalAlloc for Bounded {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        bounded(layout.size());
        // SAFETY: by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: by the caller.
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        bounded(size);
        // SAFETY: by the caller.
        unsafe { System.realloc(ptr, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Bounded = Bounded;

fn bounded(size: usize) {
    if size > LARGEST {
        let text = "more memory was asked for than the heap has\n";
        // SAFETY: writes a text; nothing is allocated.
        unsafe { libc::write(2, text.as_ptr().cast(), text.len()) };
        std::process::abort();
    }
}

/// A target: what it is called, what it does, the lengths of its random inputs, how many of them.
struct Target {
    name: &'static str,
    run: fn(&[u8]),
    longest: usize,
    random: u32,
}

const TARGETS: [Target; 3] = [
    Target { name: "image", run: cores::image::run, longest: 40, random: 1_200 },
    Target { name: "operations", run: cores::operations::run, longest: 300, random: 300 },
    Target { name: "header", run: cores::header::run, longest: 14, random: 600 },
];

#[test]
fn child_entry() {
    run_job(&[("image", work), ("operations", work), ("header", work)]);
}

/// In a process of its own: every input of a target, each said before it is run.
fn work(args: &[&str]) {
    cores::outcome::end_on_other_panics();
    let target = TARGETS.iter().find(|target| target.name == args[0]).expect("a known target");
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target.name);
    let mut files: Vec<_> =
        std::fs::read_dir(directory).expect("kept inputs").map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 10, "the kept inputs are gone");
    for file in &files {
        let input = std::fs::read(file).expect("it can be read");
        say(format_args!("{} {input:02x?}", file.display()));
        (target.run)(&input);
    }
    // The same ones in each run.
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    for _ in 0..target.random {
        let len = next() as usize % target.longest + 2;
        let mut input: Vec<u8> = (0..len).map(|_| (next() >> 32) as u8).collect();
        if target.name == "image" && input[1] & 16 != 0 {
            // Half of them before it is attached, and alone.
            input[1] &= 1;
        }
        say(format_args!("{input:02x?}"));
        (target.run)(&input);
    }
    cores::header::clear();
    say("done");
}

fn watch(name: &str) {
    let worker = child(name, &[name]);
    let mut last = String::from("the start");
    loop {
        match std::panic::catch_unwind(|| worker.hear_within(Duration::from_secs(30))) {
            Ok(said) if said == "done" => break,
            Ok(said) => last = said,
            Err(_) => panic!("{name}: crashed or hung at {last}"),
        }
    }
    worker.finish();
}

#[test]
fn a_damaged_heap_gives_errors_or_sound_data() {
    watch("image");
}

#[test]
fn operations_do_what_they_do_in_std() {
    watch("operations");
}

#[test]
fn a_damaged_header_is_refused_or_harmless() {
    watch("header");
}
