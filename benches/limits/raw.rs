//! The references of the rows about messages, in bare shared memory: two cache lines that two processes pass each other, and
//! a ring of two slots.

use std::fs::{File, OpenOptions};
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Failure;
use super::messages::LEN;

#[repr(C, align(64))]
struct Line(AtomicU64);

#[repr(C)]
struct Shared {
    there: Line,
    back: Line,
    /// Frames that were put, and taken.
    put: Line,
    taken: Line,
    slots: [Slot; 2],
}

#[repr(C, align(64))]
struct Slot([u8; LEN]);

pub struct Raw {
    file: File,
    shared: *mut Shared,
}

impl Raw {
    /// A new one, in memory without a name.
    pub fn create() -> Result<Raw, Failure> {
        // SAFETY: the name ends with 0; a descriptor that is returned is ours alone.
        let file = unsafe {
            let fd = libc::memfd_create(c"ipo-limits-raw".as_ptr(), libc::MFD_CLOEXEC);
            if fd < 0 {
                return Err(std::io::Error::last_os_error().into());
            }
            File::from_raw_fd(fd)
        };
        file.set_len(size_of::<Shared>() as u64)?;
        Raw::map(file)
    }

    /// The one of another process, by its `path`.
    pub fn open(path: &str) -> Result<Raw, Failure> {
        Raw::map(OpenOptions::new().read(true).write(true).open(path)?)
    }

    fn map(file: File) -> Result<Raw, Failure> {
        let (access, len) = (libc::PROT_READ | libc::PROT_WRITE, size_of::<Shared>());
        // SAFETY: a fresh mapping at an address of the kernel's choice.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), len, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        if base == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error().into());
        }
        Ok(Raw { file, shared: base.cast() })
    }

    /// Where other processes find it while this one lives.
    pub fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.file.as_raw_fd())
    }

    fn line(&self, which: impl FnOnce(*mut Shared) -> *const Line) -> &AtomicU64 {
        // SAFETY: a line of the mapping, which stays; an atomic only.
        unsafe { &(*which(self.shared)).0 }
    }

    fn there(&self) -> &AtomicU64 {
        // SAFETY: no reference is made to more than the line.
        self.line(|shared| unsafe { &raw const (*shared).there })
    }

    fn back(&self) -> &AtomicU64 {
        // SAFETY: as above.
        self.line(|shared| unsafe { &raw const (*shared).back })
    }

    fn count_put(&self) -> &AtomicU64 {
        // SAFETY: as above.
        self.line(|shared| unsafe { &raw const (*shared).put })
    }

    fn count_taken(&self) -> &AtomicU64 {
        // SAFETY: as above.
        self.line(|shared| unsafe { &raw const (*shared).taken })
    }

    /// Before a round, while the other process is idle.
    pub fn clear(&self) {
        for line in [self.there(), self.back(), self.count_put(), self.count_taken()] {
            line.store(0, Ordering::Release);
        }
    }

    /// Sends a number there and waits until it is back.
    #[inline]
    pub fn ping(&self, n: u64) {
        self.there().store(n, Ordering::Release);
        while self.back().load(Ordering::Acquire) != n {
            std::hint::spin_loop();
        }
    }

    /// The other side.
    #[inline]
    pub fn pong(&self, n: u64) {
        while self.there().load(Ordering::Acquire) != n {
            std::hint::spin_loop();
        }
        self.back().store(n, Ordering::Release);
    }

    fn slot(&self, n: u64) -> *mut u8 {
        // SAFETY: one of the two slots of the mapping.
        unsafe { (&raw mut (*self.shared).slots).cast::<Slot>().add(n as usize % 2).cast() }
    }

    /// Copies the `n`th frame in, as soon as there is a slot.
    pub fn put(&self, n: u64, frame: &[u8]) {
        assert_eq!(frame.len(), LEN);
        while self.count_taken().load(Ordering::Acquire) + 2 <= n {
            std::hint::spin_loop();
        }
        // SAFETY: the slot has so many bytes, and the other side has finished with it.
        unsafe { std::ptr::copy_nonoverlapping(frame.as_ptr(), self.slot(n), LEN) };
        self.count_put().store(n + 1, Ordering::Release);
    }

    /// Reads the `n`th frame where it lies, as soon as it is there.
    pub fn get(&self, n: u64, read: impl FnOnce(&[u8])) {
        while self.count_put().load(Ordering::Acquire) <= n {
            std::hint::spin_loop();
        }
        // SAFETY: the slot has so many bytes, and the other side does not touch it before the count below.
        read(unsafe { std::slice::from_raw_parts(self.slot(n), LEN) });
        self.count_taken().store(n + 1, Ordering::Release);
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // SAFETY: this process's mapping, used by nothing else from here on.
        unsafe { libc::munmap(self.shared.cast(), size_of::<Shared>()) };
    }
}
