//! A process-shared pthread mutex in a shared mapping, robust or not, with a counter beside it.

use std::fs::{File, OpenOptions};
use std::os::fd::{AsRawFd, FromRawFd};

use super::Failure;

#[repr(C)]
struct Shared {
    mutex: libc::pthread_mutex_t,
    /// In a cache line of its own.
    pad: [u8; 128],
    count: u64,
}

pub struct Pthread {
    file: File,
    shared: *mut Shared,
}

fn check(what: &str, code: libc::c_int) -> Result<(), Failure> {
    if code == 0 { Ok(()) } else { Err(format!("{what}: {}", std::io::Error::from_raw_os_error(code)).into()) }
}

impl Pthread {
    /// A new one, in memory without a name.
    pub fn create(robust: bool) -> Result<Pthread, Failure> {
        // SAFETY: the name ends with 0; a descriptor that is returned is ours alone.
        let file = unsafe {
            let fd = libc::memfd_create(c"ipo-peers-mutex".as_ptr(), libc::MFD_CLOEXEC);
            if fd < 0 {
                return Err(std::io::Error::last_os_error().into());
            }
            File::from_raw_fd(fd)
        };
        file.set_len(size_of::<Shared>() as u64)?;
        let this = Pthread::map(file)?;
        // SAFETY: the mapping is large enough, zeroed, and nobody else knows it yet; the attributes are initialised first
        // and outlive their use.
        unsafe {
            let mut attributes = std::mem::zeroed();
            check("pthread_mutexattr_init", libc::pthread_mutexattr_init(&mut attributes))?;
            let shared = libc::pthread_mutexattr_setpshared(&mut attributes, libc::PTHREAD_PROCESS_SHARED);
            check("pthread_mutexattr_setpshared", shared)?;
            if robust {
                let robust = libc::pthread_mutexattr_setrobust(&mut attributes, libc::PTHREAD_MUTEX_ROBUST);
                check("pthread_mutexattr_setrobust", robust)?;
            }
            check("pthread_mutex_init", libc::pthread_mutex_init(&raw mut (*this.shared).mutex, &attributes))?;
        }
        Ok(this)
    }

    /// The one of another process, by its `path`.
    pub fn open(path: &str) -> Result<Pthread, Failure> {
        Pthread::map(OpenOptions::new().read(true).write(true).open(path)?)
    }

    fn map(file: File) -> Result<Pthread, Failure> {
        let (access, len) = (libc::PROT_READ | libc::PROT_WRITE, size_of::<Shared>());
        // SAFETY: a fresh mapping at an address of the kernel's choice.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), len, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        if base == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error().into());
        }
        Ok(Pthread { file, shared: base.cast() })
    }

    /// Where other processes find it while this one lives.
    pub fn path(&self) -> String {
        format!("/proc/{}/fd/{}", std::process::id(), self.file.as_raw_fd())
    }

    /// Locks, adds `more` to the count, unlocks.
    #[inline]
    pub fn lock_and_add(&self, more: u64) -> Result<(), Failure> {
        // SAFETY: the mutex was initialised by `create` before its path was given away; the count is touched by its
        // holder alone; the mapping stays.
        unsafe {
            let mutex = &raw mut (*self.shared).mutex;
            let locked = libc::pthread_mutex_lock(mutex);
            if locked != 0 {
                return check("pthread_mutex_lock", locked);
            }
            if more > 0 {
                let count = &raw mut (*self.shared).count;
                count.write_volatile(count.read_volatile() + more);
            }
            libc::pthread_mutex_unlock(mutex);
        }
        Ok(())
    }

    /// The count, when nobody locks any more.
    pub fn counted(&self) -> u64 {
        // SAFETY: as in `lock_and_add`; the other process is idle.
        unsafe { (&raw const (*self.shared).count).read_volatile() }
    }
}

impl Drop for Pthread {
    fn drop(&mut self) {
        // SAFETY: this process's mapping, used by nothing else from here on.
        unsafe { libc::munmap(self.shared.cast(), size_of::<Shared>()) };
    }
}
