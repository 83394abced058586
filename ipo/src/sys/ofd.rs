//! Byte-range locks of open file descriptions: the kernel drops them when the last reference to the
//! description goes, by whatever death.

use crate::sys::shim;
use rustix::io::{Errno, Result};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

// Lock bytes lie beyond 2^32; a 32-bit `off_t` would put them elsewhere without a word.
const _: () = assert!(size_of::<libc::off_t>() == 8);

/// Takes the lock of `byte` for this description, if no other description holds it.
pub(crate) fn try_lock(fd: BorrowedFd<'_>, byte: u64) -> Result<bool> {
    shim::step();
    match control(fd, libc::F_OFD_SETLK, &mut record(libc::F_WRLCK, byte, 1)) {
        Ok(()) => Ok(true),
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
        Err(errno) => Err(errno),
    }
}

/// Whether a description other than this one holds the lock of any of the `len` bytes from `first`.
pub(crate) fn locked_by_others(fd: BorrowedFd<'_>, first: u64, len: u64) -> Result<bool> {
    if len == 0 {
        return Ok(false); // to the kernel a length of 0 means "to the end"
    }
    let mut lock = record(libc::F_WRLCK, first, len);
    control(fd, libc::F_OFD_GETLK, &mut lock)?;
    Ok(i32::from(lock.l_type) != libc::F_UNLCK)
}

fn record(kind: libc::c_int, first: u64, len: u64) -> libc::flock {
    // SAFETY: `flock` is a C struct of integers, for which all-zero bytes are a value.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = kind as libc::c_short;
    lock.l_whence = libc::SEEK_SET as libc::c_short;
    lock.l_start = first as libc::off_t;
    lock.l_len = len as libc::off_t;
    lock // l_pid stays 0, as these commands demand
}

fn control(fd: BorrowedFd<'_>, command: libc::c_int, lock: &mut libc::flock) -> Result<()> {
    loop {
        // SAFETY: the descriptor is open (it is borrowed), and `lock` is valid for reads and writes of the
        // one `flock` that both commands take.
        let done = unsafe { libc::fcntl(fd.as_fd().as_raw_fd(), command, std::ptr::from_mut(lock)) };
        if done == 0 {
            return Ok(());
        }
        match Errno::from_io_error(&std::io::Error::last_os_error()) {
            Some(Errno::INTR) => {}
            errno => return Err(errno.unwrap_or(Errno::IO)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::file;

    #[test]
    fn a_description_sees_the_locks_of_others_and_not_its_own() {
        let one = file::memfd("ofd-test").unwrap();
        let two = file::reopen(one.as_fd()).unwrap();
        let byte = 1 << 60;
        assert!(try_lock(one.as_fd(), byte).unwrap());
        assert!(try_lock(one.as_fd(), byte).unwrap());
        assert!(!try_lock(two.as_fd(), byte).unwrap());
        assert!(locked_by_others(two.as_fd(), byte, 1).unwrap());
        assert!(locked_by_others(two.as_fd(), byte - 5, 10).unwrap());
        assert!(!locked_by_others(two.as_fd(), byte + 1, 10).unwrap());
        assert!(!locked_by_others(two.as_fd(), byte, 0).unwrap());
        assert!(!locked_by_others(one.as_fd(), byte, 1).unwrap());
        drop(one);
        assert!(try_lock(two.as_fd(), byte).unwrap());
    }

    #[test]
    fn a_duplicated_descriptor_shares_its_lock_and_a_reopened_one_does_not() {
        let one = file::memfd("ofd-test").unwrap();
        assert!(try_lock(one.as_fd(), 1 << 60).unwrap());
        let dup = one.try_clone().unwrap();
        assert!(!locked_by_others(dup.as_fd(), 1 << 60, 1).unwrap());
        drop(one);
        let other = file::reopen(dup.as_fd()).unwrap();
        assert!(locked_by_others(other.as_fd(), 1 << 60, 1).unwrap());
    }
}
