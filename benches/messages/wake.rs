//! How long it takes until a sleeping taker has a message, compared with a raw shared futex: the time from before the send (the
//! store and the wake) to when the other process is awake, on a clock that both share.

use std::fs::{File, OpenOptions};
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use ipo::Heap;

use super::heap;
use super::machine;
use super::other::{Other, lines};
use super::results::Results;
use super::{Failure, percentile};

const ROUNDS: usize = 7;
const PER_ROUND: u64 = 60;
/// Long enough for the taker to have fallen asleep.
const PAUSE: Duration = Duration::from_millis(2);

/// A page that both processes map.
struct Page {
    file: File,
    words: *mut Words,
}

#[repr(C)]
struct Words {
    futex: AtomicU32,
    sent: AtomicU64,
}

impl Page {
    fn create() -> Result<Page, Failure> {
        // SAFETY: the name ends with 0; a descriptor that is returned is ours alone.
        let file = unsafe {
            let fd = libc::memfd_create(c"ipo-messages".as_ptr(), libc::MFD_CLOEXEC);
            if fd < 0 {
                return Err(std::io::Error::last_os_error().into());
            }
            File::from_raw_fd(fd)
        };
        file.set_len(4096)?;
        Page::map(file)
    }

    fn map(file: File) -> Result<Page, Failure> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a fresh mapping at an address of the kernel's choice.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), 4096, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        if base == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error().into());
        }
        Ok(Page { file, words: base.cast() })
    }

    fn words(&self) -> &Words {
        // SAFETY: mapped as long as this lives; atomics only.
        unsafe { &*self.words }
    }

    fn futex(&self, operation: libc::c_int, value: u32) {
        // SAFETY: the word is mapped; no timeout is given.
        unsafe {
            let none = std::ptr::null::<libc::timespec>();
            libc::syscall(libc::SYS_futex, &raw const self.words().futex, operation, value, none);
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // SAFETY: this process's mapping, used by nothing else from here on.
        unsafe { libc::munmap(self.words.cast(), 4096) };
    }
}

pub fn print(results: &mut Results) -> Result<(), Failure> {
    let (name, heap) = heap("wake")?;
    let queue = heap.queue::<u64>("times")?;
    let page = Page::create()?;
    let path = format!("/proc/{}/fd/{}", std::process::id(), page.file.as_raw_fd());
    let mut other = Other::start(&["wake", &name, &path])?;
    machine::pin(0);
    let mut medians = [[0; 2]; 2];
    let mut all: [Vec<u64>; 2] = Default::default();
    for round in 0..2 * ROUNDS {
        let ours = round % 2 == 0;
        other.tell(if ours { "queue" } else { "futex" })?;
        for _ in 0..PER_ROUND {
            std::thread::sleep(PAUSE);
            if ours {
                queue.send(&machine::now())?;
            } else {
                page.words().sent.store(machine::now(), Ordering::SeqCst);
                page.words().futex.fetch_add(1, Ordering::SeqCst);
                page.futex(libc::FUTEX_WAKE, 1);
            }
        }
        let times: Vec<u64> = other.answer()?.split(' ').flat_map(str::parse).collect();
        all[usize::from(!ours)].extend(times);
    }
    let names = ["ipo, a queue", "a raw shared futex"];
    for (times, name) in all.iter().zip(names) {
        super::line(results, "waking a sleeping taker", name, times)?;
    }
    for (times, medians) in all.iter_mut().zip(&mut medians) {
        *medians = [percentile(times, 50), percentile(times, 99)];
    }
    let [[p50, p99], [raw50, raw99]] = medians;
    println!(
        "waking a sleeping taker: p50 {p50} ns, p99 {p99} ns; a raw shared futex: p50 {raw50} ns, p99 {raw99} ns; \
         ratio {:.2}, {:.2}",
        p50 as f64 / raw50 as f64,
        p99 as f64 / raw99 as f64
    );
    Ok(())
}

pub fn other(heap: &str, path: &str) -> Result<(), Failure> {
    let heap = Heap::attach(heap)?;
    let queue = heap.queue::<u64>("times")?;
    let page = Page::map(OpenOptions::new().read(true).write(true).open(path)?)?;
    for line in lines() {
        let mut times = Vec::new();
        for _ in 0..PER_ROUND {
            let sent = if line == "queue" {
                queue.take()?
            } else {
                let seen = page.words().futex.load(Ordering::SeqCst);
                while page.words().futex.load(Ordering::SeqCst) == seen {
                    page.futex(libc::FUTEX_WAIT, seen);
                }
                page.words().sent.load(Ordering::SeqCst)
            };
            times.push((machine::now() - sent).to_string());
        }
        println!("{}", times.join(" "));
    }
    Ok(())
}
