//! latest/read: a value of 72 bytes, read while a second process stores it as fast as it can. The reference does what the
//! crate mmap-sync does for a read and a write, without its serialisation and hashing: two buffers with a count of readers
//! each; a reader counts itself in, reads in place, and counts itself out; the writer takes the buffer that is not the
//! newest, once it has no readers. (Where that crate's writer sleeps for a second, this one looks again.)

use std::fs::{File, OpenOptions};
use std::hint::black_box;
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use ipo::{Heap, Latest};

use super::other::{CORES, Other};
use super::table::{Goal, Round, Row, alternate, time};
use super::{Failure, machine, players};

pub const ROWS: &[Row] = &[Row { name: "latest/read", goal: Goal::TimeAtMost(1.0), run: read }];

const WORDS: usize = 9;
type Value = [u64; WORDS];

const READS: usize = 50_000;

/// What the second process does.
const STOP: u64 = 0;
const OURS: u64 = 1;
const REFERENCE: u64 = 2;

#[repr(C)]
struct Shared {
    version: AtomicU64,
    readers: [AtomicU32; 2],
    /// Each in cache lines of its own, as those of different files are.
    buffers: [Buffer; 2],
}

#[repr(C, align(128))]
struct Buffer([AtomicU64; WORDS]);

struct Counted {
    file: File,
    shared: *mut Shared,
}

impl Counted {
    fn create() -> Result<Counted, Failure> {
        // SAFETY: the name ends with 0; a descriptor that is returned is ours alone.
        let file = unsafe {
            let fd = libc::memfd_create(c"ipo-limits-latest".as_ptr(), libc::MFD_CLOEXEC);
            if fd < 0 {
                return Err(std::io::Error::last_os_error().into());
            }
            File::from_raw_fd(fd)
        };
        file.set_len(size_of::<Shared>() as u64)?;
        Counted::map(file)
    }

    fn open(path: &str) -> Result<Counted, Failure> {
        Counted::map(OpenOptions::new().read(true).write(true).open(path)?)
    }

    fn map(file: File) -> Result<Counted, Failure> {
        let (access, len) = (libc::PROT_READ | libc::PROT_WRITE, size_of::<Shared>());
        // SAFETY: a fresh mapping at an address of the kernel's choice.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), len, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        if base == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error().into());
        }
        Ok(Counted { file, shared: base.cast() })
    }

    fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.file.as_raw_fd())
    }

    fn shared(&self) -> &Shared {
        // SAFETY: mapped for as long as this lives, of that length; atomics only, for which any bytes are a value.
        unsafe { &*self.shared }
    }

    #[inline]
    fn read(&self) -> u64 {
        let shared = self.shared();
        let version = shared.version.load(Ordering::SeqCst) as usize % 2;
        shared.readers[version].fetch_add(1, Ordering::SeqCst);
        let sum = shared.buffers[version].0.iter().fold(0_u64, |sum, w| sum.wrapping_add(w.load(Ordering::Relaxed)));
        shared.readers[version].fetch_sub(1, Ordering::SeqCst);
        sum
    }

    #[inline]
    fn write(&self, value: &Value) {
        let shared = self.shared();
        let next = shared.version.load(Ordering::SeqCst) + 1;
        let place = next as usize % 2;
        while shared.readers[place].load(Ordering::SeqCst) > 0 {
            std::hint::spin_loop();
        }
        for (word, n) in shared.buffers[place].0.iter().zip(value) {
            word.store(*n, Ordering::Relaxed);
        }
        shared.version.swap(next, Ordering::SeqCst);
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // SAFETY: this process's mapping, used by nothing else from here on.
        unsafe { libc::munmap(self.shared.cast(), size_of::<Shared>()) };
    }
}

/// Tells the second process what to do, and waits until it does.
fn order(orders: &mut ipo::LatestWriter<u64>, state: &Latest<u64>, what: u64) -> Result<(), Failure> {
    orders.store(&what)?;
    while state.load()? != Some(what) {
        std::thread::yield_now();
    }
    Ok(())
}

fn read() -> Result<Vec<Round>, Failure> {
    let (name, heap) = players::heap("latest")?;
    let counted = Counted::create()?;
    let latest = heap.latest::<Value>("value")?;
    let state = heap.latest::<u64>("state")?;
    let orders = std::cell::RefCell::new(heap.latest::<u64>("orders")?.writer()?);
    let _second = Other::start(&["latest", &name, &counted.path()])?;
    machine::pin(CORES.0);
    alternate(
        || {
            order(&mut orders.borrow_mut(), &state, OURS)?;
            let took = time(READS, || {
                for _ in 0..READS {
                    let value = black_box(&latest).load()?.ok_or("nothing was stored")?;
                    black_box(value.iter().fold(0_u64, |sum, n| sum.wrapping_add(*n)));
                }
                Ok(())
            });
            order(&mut orders.borrow_mut(), &state, STOP)?;
            took
        },
        || {
            order(&mut orders.borrow_mut(), &state, REFERENCE)?;
            let took = time(READS, || {
                for _ in 0..READS {
                    black_box(black_box(&counted).read());
                }
                Ok(())
            });
            order(&mut orders.borrow_mut(), &state, STOP)?;
            took
        },
    )
}

/// The second process: stores what it is told to, until its input ends.
pub fn second(heap: &str, path: &str) -> Result<(), Failure> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    let counted = Counted::open(path)?;
    let mut writer = heap.latest::<Value>("value")?.writer()?;
    writer.store(&[1; WORDS])?;
    let mut state = heap.latest::<u64>("state")?.writer()?;
    let orders = heap.latest::<u64>("orders")?;
    std::thread::spawn(|| {
        std::io::stdin().lines().for_each(drop);
        std::process::exit(0);
    });
    println!("ready");
    let mut n = 0_u64;
    loop {
        let order = orders.load()?.unwrap_or(STOP);
        state.store(&order)?;
        if order == STOP {
            std::thread::yield_now();
        }
        // Looking at the orders must not slow the stores down.
        for _ in 0..256 {
            n += 1;
            match order {
                OURS => writer.store(&[n; WORDS])?,
                REFERENCE => counted.write(&[n; WORDS]),
                _ => break,
            }
        }
    }
}
