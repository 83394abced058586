//! Creating a heap of 200 MiB and attaching to it, against what no shared memory can do without: open, ftruncate and mmap
//! of a file of the same size in the same place. Both take it all down again, and alternate.

use std::ffi::CString;

use ipo::{Heap, Lifetime};

use super::Failure;
use super::curve::number;
use super::machine::now;
use super::results::{Measured, Results};

const SIZE: u64 = 200 << 20;
const ROUNDS: usize = 301;
/// The time may be so many times that of the bare calls.
const GOAL: f64 = 20.0;

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let name = format!("ipo-growth-startup-{}", std::process::id());
    let path = CString::new(format!("/dev/shm/{name}-bare"))?;
    let (mut ours, mut reference, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut parts: [Vec<f64>; 3] = Default::default();
    for round in 0..ROUNDS + 20 {
        let times = heap(&name)?;
        let bare = bare(&path)?;
        if round < 20 {
            continue;
        }
        let all: f64 = times.iter().sum();
        ours.push(all);
        reference.push(bare);
        ratios.push(all / bare);
        parts.iter_mut().zip(times).for_each(|(part, time)| part.push(time));
    }
    let ratio = Measured::of(ratios);
    let note = if ratio.median <= GOAL { "the goal is 20: reached" } else { "the goal is 20: short" };
    println!("startup: create and attach 200 MiB, and leave | {:.1} × the bare calls | {note}", ratio.median);
    let mut line = |name: &str, rounds: Vec<f64>, note: &str| -> Result<(), Failure> {
        let measured = Measured::of(rounds);
        println!("startup: {name} | {} µs | {note}", number(measured.median / 1000.0));
        results.write(["startup", "200 MiB", name], measured, "ns", note)?;
        Ok(())
    };
    let [create, attach, leave] = parts;
    line("create", create, "")?;
    line("attach", attach, "")?;
    line("leave twice; the name goes", leave, "")?;
    line("all of it", ours, "")?;
    line("bare calls", reference, "open, ftruncate, mmap, munmap, close, unlink")?;
    results.write(["startup", "200 MiB", "ratio"], ratio, "×", note)?;
    Ok(())
}

/// Nanoseconds to create, to attach, and to leave twice.
fn heap(name: &str) -> Result<[f64; 3], Failure> {
    let start = now();
    let first = Heap::options().capacity(SIZE).lifetime(Lifetime::UntilLastLeaves).create(name)?;
    let created = now();
    let second = Heap::attach(name)?;
    let attached = now();
    drop(second);
    drop(first);
    let left = now();
    Ok([created - start, attached - created, left - attached].map(|time| time as f64))
}

fn bare(path: &CString) -> Result<f64, Failure> {
    let start = now();
    // SAFETY: the path ends with 0; the descriptor and the mapping are ours, each is given back once, and nothing refers to
    // the mapping.
    let done = unsafe {
        let fd = libc::open(path.as_ptr(), libc::O_RDWR | libc::O_CREAT | libc::O_EXCL | libc::O_CLOEXEC, 0o600);
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let cut = libc::ftruncate(fd, SIZE as libc::off_t);
        let map = libc::mmap(std::ptr::null_mut(), SIZE as usize, access, libc::MAP_SHARED, fd, 0);
        let mapped = map != libc::MAP_FAILED && libc::munmap(map, SIZE as usize) == 0;
        fd >= 0 && cut == 0 && mapped && libc::close(fd) == 0 && libc::unlink(path.as_ptr()) == 0
    };
    if done { Ok((now() - start) as f64) } else { Err(std::io::Error::last_os_error().into()) }
}
