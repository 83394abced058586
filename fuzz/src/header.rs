//! Target: damage in the first page and the length of a heap's file.
//!
//! ```text
//! flags | length | damages of four bytes: place, kind, argument, argument
//! ```

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipo::{Error, Heap, HeapOptions};

use super::base::{self, HEADER_LEN, TOTAL_LEN, word};
use super::input::Input;
use super::outcome::{Outcome, attempt};
use super::walk::{SOON, walk};

/// Make the checksum that of the damaged header.
pub const SIGN: u8 = 1;
/// Attach without the check of the content.
pub const TRUST: u8 = 2;
/// Make the file as long as the damaged header says, where that is not absurd.
pub const STRETCH: u8 = 4;

/// A directory in memory of this process alone. It goes at the end of each run.
fn place() -> PathBuf {
    PathBuf::from(format!("/dev/shm/ipo-fuzz-{}", std::process::id()))
}

/// Takes the directory away, also after a run that ended badly.
pub fn clear() {
    let _ = std::fs::remove_dir_all(place());
}

/// Runs one input.
///
/// # Panics
/// If it finds something.
pub fn run(input: &[u8]) {
    let base = &base::all()[0];
    let mut input = Input::new(input);
    let (flags, length) = (input.byte(), input.byte());
    let mut page = base.bytes[..4096].to_vec();
    let mut changed = false;
    for _ in 0..32 {
        if input.is_empty() {
            break;
        }
        let place = input.below(HEADER_LEN / 4 + 2) * 4;
        let (kind, argument) = (input.byte(), input.half());
        changed |= change(&mut page, place, kind, argument);
    }
    if flags & SIGN != 0 {
        base::sign(&mut page);
    }
    // The file lies at a path of its own: what is attached must let go of it, also when a run ends badly.
    let _ = std::fs::create_dir(place());
    let path = place().join("ipo.h");
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).unwrap();
    let whole = base.bytes.len() as u64;
    let wanted = word(&page, TOTAL_LEN);
    let stretched = flags & STRETCH != 0 && wanted <= 1 << 41;
    let len = match length {
        _ if stretched => wanted,
        0 => whole,
        1..=136 => u64::from(length),
        137..=200 => whole - u64::from(length) * 16,
        _ => whole + u64::from(length),
    };
    file.set_len(0).unwrap();
    file.set_len(len).unwrap();
    let bytes = [&page, &base.bytes[4096..]].concat();
    file.write_all_at(&bytes[..len.min(whole) as usize], 0).unwrap();
    use_it(&path, flags, changed || len < whole);
    clear();
}

/// Damages the header; says whether it is another one now.
fn change(page: &mut [u8], place: usize, kind: u8, argument: u16) -> bool {
    let old = page.to_vec();
    let set = |page: &mut [u8], value: u64| page[place..place + 8].copy_from_slice(&value.to_le_bytes());
    let n = u64::from(argument);
    match kind % 8 {
        0 => page[place + usize::from(argument & 3)] ^= 1 << (argument >> 2 & 7),
        1 => page[place + usize::from(argument & 3)] = (argument >> 8) as u8,
        2 => set(page, n),
        3 => set(page, u64::MAX - n),
        4 => set(page, n * 4096),
        5 => {
            let value = word(page, place).wrapping_add((argument as i16 as u64).wrapping_mul(4096));
            set(page, value);
        }
        6 => set(page, 1 << (argument & 63)),
        _ => page[place..place + 4].reverse(),
    }
    page[..HEADER_LEN] != old[..HEADER_LEN]
}

fn use_it(path: &Path, flags: u8, changed: bool) {
    let options = options().trust(flags & TRUST != 0);
    let mut heap = None;
    let attached = attach(&options, path, &mut heap);
    let directory = path.parent().unwrap();
    let listed = Heap::list_in(directory).expect("a listing tells of damage and does not fail of it");
    // A heap that says that its last participant was killed is gone by now.
    assert!(listed.len() <= 1);
    match heap {
        None => assert!(changed, "a whole heap was refused: {attached}"),
        Some(heap) => {
            let handles = base::all()[0].handles;
            // Another secret makes every handle stale, another seed every map another one.
            let (met, late) = walk(&heap, &handles, SOON, |_| ());
            assert!(!late, "a turn was not given back");
            assert!(flags & TRUST != 0 || met.is_empty(), "{met:#?}");
        }
    }
    let _ = attempt(|| match Heap::options().directory(directory).attach("h") {
        Err(Error::NoSuchHeap { .. }) => Ok(()),
        other => allowed(other.map(drop)),
    });
}

fn options() -> HeapOptions {
    Heap::options().timeout(Duration::ZERO)
}

/// Attaches; says what came of it.
fn attach(options: &HeapOptions, path: &Path, heap: &mut Option<Heap>) -> String {
    let outcome = attempt(|| match options.attach_file(path) {
        Ok(attached) => {
            *heap = Some(attached);
            Ok(())
        }
        Err(error) => allowed(Err(error)),
    });
    match outcome {
        Outcome::Fine => "an error".into(),
        other => format!("{other:?}"),
    }
}

/// Errors that a header may lead to.
fn allowed(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(
            Error::NotAHeap { .. }
            | Error::Truncated { .. }
            | Error::WrongEndian { .. }
            | Error::WrongVersion { .. }
            | Error::NoSuchHeap { .. }
            | Error::Unclean { .. },
        ) => Ok(()),
        // An address space that is smaller than what the header names.
        Err(Error::Os { source, .. }) if source.raw_os_error() == Some(libc::ENOMEM) => Ok(()),
        other => other,
    }
}
