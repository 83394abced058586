//! Files: unnamed, named and anonymous; their facts, their names, their space.

use crate::sys::shim;
use rustix::fs::{self};
use rustix::fs::{AtFlags, CWD, FallocateFlags, MemfdFlags, Mode, OFlags, RenameFlags, SealFlags, StatFs};
use rustix::io::{Errno, Result};
use std::ffi::OsString;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, SystemTime};

const PAGE: u64 = 4096;
/// Space is asked for in pieces, so that a signal does not send the kernel back to the start of it all.
const PIECE: u64 = 32 << 20;

/// What the system knows about a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Device and inode: one file for as long as someone has it open.
    pub(crate) identity: (u64, u64),
    pub(crate) len: u64,
    /// Bytes of it that are backed by memory or disk.
    pub(crate) backed: u64,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// `None` for a regular file, otherwise what it is.
    pub(crate) oddity: Option<&'static str>,
    pub(crate) modified: SystemTime,
}

/// The facts of an open file.
pub(crate) fn facts(fd: BorrowedFd<'_>) -> Result<Facts> {
    fs::fstat(fd).map(|stat| facts_of(&stat))
}

/// The facts of whatever has this path now; a symbolic link is not followed.
pub(crate) fn facts_at(path: &Path) -> Result<Facts> {
    fs::lstat(path).map(|stat| facts_of(&stat))
}

#[allow(clippy::unnecessary_cast)] // the fields' types differ between architectures
fn facts_of(stat: &fs::Stat) -> Facts {
    let oddity = match fs::FileType::from_raw_mode(stat.st_mode) {
        fs::FileType::RegularFile => None,
        fs::FileType::Directory => Some("it is a directory"),
        fs::FileType::Symlink => Some("it is a symbolic link"),
        fs::FileType::Fifo => Some("it is a named pipe"),
        fs::FileType::Socket => Some("it is a socket"),
        _ => Some("it is a device"),
    };
    Facts {
        identity: (stat.st_dev as u64, stat.st_ino as u64),
        len: u64::try_from(stat.st_size).unwrap_or(0),
        backed: u64::try_from(stat.st_blocks).unwrap_or(0).saturating_mul(512),
        uid: stat.st_uid,
        gid: stat.st_gid,
        oddity,
        modified: SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(stat.st_mtime as i64).unwrap_or(0)),
    }
}

/// Opens an existing file for reading and writing. Waits for nothing: a named pipe opens or fails at once.
pub(crate) fn open(path: &Path) -> Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    retry(|| fs::open(path, flags, Mode::empty()))
}

/// Another open file description of the same inode, with locks of its own, whatever has become of its name.
pub(crate) fn reopen(fd: BorrowedFd<'_>) -> Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NONBLOCK;
    retry(|| fs::open(proc_path(fd), flags, Mode::empty()))
}

/// A new file without a name in `directory`; `NOTSUP`, `ISDIR` or `INVAL` where the file system has no such thing.
pub(crate) fn create_unnamed(directory: &Path) -> Result<OwnedFd> {
    shim::step();
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    retry(|| fs::open(directory, flags, Mode::RUSR | Mode::WUSR))
}

/// A new file with a name that must be free.
pub(crate) fn create_named(path: &Path) -> Result<OwnedFd> {
    shim::step();
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    retry(|| fs::open(path, flags, Mode::RUSR | Mode::WUSR))
}

/// Gives an unnamed file its name; `EXIST` if that is taken.
pub(crate) fn publish(fd: BorrowedFd<'_>, path: &Path) -> Result<()> {
    shim::step();
    fs::linkat(CWD, proc_path(fd), CWD, path, AtFlags::SYMLINK_FOLLOW)
}

/// Renames; `EXIST` if the new name is taken.
pub(crate) fn rename_if_free(from: &Path, to: &Path) -> Result<()> {
    shim::step();
    match fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // The file system cannot: a second name, then the first one goes.
        Err(Errno::INVAL | Errno::NOSYS) => {
            fs::linkat(CWD, from, CWD, to, AtFlags::empty())?;
            fs::unlink(from)
        }
        done => done,
    }
}

/// Takes a name away.
pub(crate) fn unlink(path: &Path) -> Result<()> {
    shim::step();
    fs::unlink(path)
}

/// A new anonymous file in memory.
pub(crate) fn memfd(name: &str) -> Result<OwnedFd> {
    shim::step();
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    // Since Linux 6.3 a memfd should say that it will not be run; older kernels do not know the flag.
    match fs::memfd_create(name, flags | MemfdFlags::NOEXEC_SEAL) {
        Err(Errno::INVAL) => fs::memfd_create(name, flags),
        done => done,
    }
}

/// Fixes the length of an anonymous file for ever.
pub(crate) fn seal_length(fd: BorrowedFd<'_>) -> Result<()> {
    shim::step();
    fs::fcntl_add_seals(fd, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)
}

/// Whether the file is anonymous and could still be shortened under a mapping.
pub(crate) fn is_unsealed_memfd(fd: BorrowedFd<'_>) -> bool {
    // A file of a mounted tmpfs can be asked for seals too: it bears the one against sealing, and only that.
    fs::fcntl_get_seals(fd).is_ok_and(|seals| !seals.intersects(SealFlags::SHRINK | SealFlags::SEAL))
}

/// Sets the permission bits, whatever the umask was.
pub(crate) fn set_mode(fd: BorrowedFd<'_>, mode: u32) -> Result<()> {
    shim::step();
    fs::fchmod(fd, Mode::from_raw_mode(mode))
}

/// Sets the length.
pub(crate) fn set_len(fd: BorrowedFd<'_>, len: u64) -> Result<()> {
    shim::step();
    retry(|| fs::ftruncate(fd, len))
}

/// Reads at `offset` until `buffer` is full or the file ends; how many bytes were read.
pub(crate) fn read_at(fd: BorrowedFd<'_>, buffer: &mut [u8], offset: u64) -> Result<usize> {
    let mut done = 0;
    while done < buffer.len() {
        match retry(|| rustix::io::pread(fd, &mut buffer[done..], offset + done as u64))? {
            0 => break,
            n => done += n,
        }
    }
    Ok(done)
}

/// Writes all of `bytes` at `offset`.
pub(crate) fn write_at(fd: BorrowedFd<'_>, bytes: &[u8], offset: u64) -> Result<()> {
    shim::step();
    let mut done = 0;
    while done < bytes.len() {
        done += retry(|| rustix::io::pwrite(fd, &bytes[done..], offset + done as u64))?;
    }
    Ok(())
}

/// Writes everything to the disk.
pub(crate) fn sync(fd: BorrowedFd<'_>) -> Result<()> {
    retry(|| fs::fsync(fd))
}

/// Makes sure that the bytes from `from` to `to`, inside the file's length, have room on their file system.
/// What they hold is kept. Nobody else may be writing to them.
pub(crate) fn reserve(fd: BorrowedFd<'_>, from: u64, to: u64) -> Result<()> {
    shim::step();
    let mut at = from;
    while at < to {
        let len = PIECE.min(to - at);
        match retry(|| fs::fallocate(fd, FallocateFlags::empty(), at, len)) {
            Ok(()) => {}
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => reserve_by_writing(fd, at, at + len)?,
            Err(errno) => return Err(errno),
        }
        at += len;
    }
    Ok(())
}

/// The same where the file system has no `fallocate`: zeros are written over zeros, other pages exist already.
fn reserve_by_writing(fd: BorrowedFd<'_>, from: u64, to: u64) -> Result<()> {
    let mut page = [0u8; PAGE as usize];
    let mut at = from;
    while at < to {
        let len = (PAGE - at % PAGE).min(to - at) as usize;
        let read = read_at(fd, &mut page[..len], at)?;
        if page[..read].iter().all(|b| *b == 0) {
            page.fill(0);
            write_at(fd, &page[..len], at)?;
        }
        at += len as u64;
    }
    Ok(())
}

/// Where a file lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileSystem {
    /// It lives in memory and goes with it.
    pub(crate) in_memory: bool,
    /// Bytes that may still be taken, where the file system has a limit of its own.
    pub(crate) available: u64,
}

/// The file system of an open file.
pub(crate) fn file_system(fd: BorrowedFd<'_>) -> Result<FileSystem> {
    retry(|| fs::fstatfs(fd)).map(|stat| file_system_of(&stat))
}

#[allow(clippy::unnecessary_cast)] // the fields' types differ between architectures
fn file_system_of(stat: &StatFs) -> FileSystem {
    const TMPFS: u32 = 0x0102_1994;
    const RAMFS: u32 = 0x8584_58f6;
    FileSystem {
        in_memory: matches!(stat.f_type as u32, TMPFS | RAMFS),
        available: (stat.f_bavail as u64).saturating_mul(stat.f_bsize as u64),
    }
}

/// The names in a directory.
pub(crate) fn names(directory: &Path) -> std::io::Result<Vec<OsString>> {
    std::fs::read_dir(directory)?.map(|entry| entry.map(|e| e.file_name())).collect()
}

fn proc_path(fd: BorrowedFd<'_>) -> String {
    format!("/proc/self/fd/{}", fd.as_fd().as_raw_fd())
}

fn retry<T>(mut call: impl FnMut() -> Result<T>) -> Result<T> {
    loop {
        match call() {
            Err(Errno::INTR) => {}
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserving_by_writing_keeps_what_is_there() {
        let fd = memfd("reserve").unwrap();
        set_len(fd.as_fd(), 5 * PAGE).unwrap();
        write_at(fd.as_fd(), b"kept", PAGE + 10).unwrap();
        reserve_by_writing(fd.as_fd(), 100, 5 * PAGE).unwrap();
        let mut back = [0; 4];
        assert_eq!(read_at(fd.as_fd(), &mut back, PAGE + 10).unwrap(), 4);
        assert_eq!(&back, b"kept");
        assert_eq!(fs::fstat(&fd).unwrap().st_blocks, 5 * 8);
        assert_eq!(facts(fd.as_fd()).unwrap().len, 5 * PAGE);
    }

    #[test]
    fn reserving_takes_room_and_keeps_the_length() {
        let fd = memfd("reserve").unwrap();
        set_len(fd.as_fd(), 1 << 20).unwrap();
        reserve(fd.as_fd(), 0, 64 << 10).unwrap();
        assert_eq!(fs::fstat(&fd).unwrap().st_blocks * 512, 64 << 10);
        assert_eq!(facts(fd.as_fd()).unwrap().len, 1 << 20);
    }

    #[test]
    fn only_a_memfd_without_seals_counts_as_unsealed() {
        let fd = memfd("seals").unwrap();
        set_len(fd.as_fd(), PAGE).unwrap();
        assert!(is_unsealed_memfd(fd.as_fd()));
        seal_length(fd.as_fd()).unwrap();
        assert!(!is_unsealed_memfd(fd.as_fd()));
        assert!(set_len(fd.as_fd(), 0).is_err());
        assert!(set_len(fd.as_fd(), 2 * PAGE).is_err());
        reserve(fd.as_fd(), 0, PAGE).unwrap();
        let named = create_unnamed(Path::new("/dev/shm")).unwrap();
        assert!(!is_unsealed_memfd(named.as_fd()));
    }
}
