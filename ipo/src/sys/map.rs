//! Mappings: a whole file shared with other processes, and the one page that keeps a lock alive.

use crate::sys::shim;
use memmap2::{MmapOptions, MmapRaw};
use rustix::io::{Errno, Result};
use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mprotect, munmap};
use std::ffi::c_void;
use std::ops::Range;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};

const PAGE: usize = 4096;

/// A file mapped whole, shared and writable, left out of core dumps.
#[derive(Debug)]
pub(crate) struct Map {
    raw: MmapRaw,
}

impl Map {
    /// Maps the first `len` bytes, which the file must have.
    pub(crate) fn new(fd: BorrowedFd<'_>, len: u64) -> Result<Map> {
        let len = usize::try_from(len).map_err(|_| Errno::OVERFLOW)?;
        let raw = MmapOptions::new()
            .len(len)
            .map_raw(fd.as_fd().as_raw_fd())
            .map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::INVAL))?;
        let map = Map { raw };
        // A dump of the whole heap would hold a dead process's locks for seconds. A kernel that does not
        // know the advice dumps.
        let _ = map.advise(0..len, Advice::LinuxDontDump);
        Ok(map)
    }

    /// The first byte.
    #[inline]
    pub(crate) fn base(&self) -> *mut u8 {
        self.raw.as_mut_ptr()
    }

    /// Bytes mapped.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.raw.len()
    }

    /// Takes the write permission from everything at and after `offset`, a multiple of the page size.
    pub(crate) fn protect_from(&self, offset: usize) -> Result<()> {
        let range = self.checked(offset..self.len())?;
        // SAFETY: the range lies inside this mapping, which nothing else has replaced; readers stay valid, and
        // the callers of this crate write nothing there once the region says that it is read-only.
        unsafe { mprotect(self.at(range.start), range.len(), MprotectFlags::READ) }
    }

    /// Asks for huge pages.
    pub(crate) fn prefer_huge_pages(&self) -> Result<()> {
        self.advise(0..self.len(), Advice::LinuxHugepage)
    }

    /// Makes the pages of `range` present, so that the first touch costs no fault. Their space must be reserved.
    pub(crate) fn populate(&self, range: Range<usize>, writable: bool) -> Result<()> {
        let range = self.checked(range)?;
        let advice = if writable { Advice::LinuxPopulateWrite } else { Advice::LinuxPopulateRead };
        loop {
            match self.advise(range.clone(), advice) {
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(Errno::INVAL) => break, // before Linux 5.14
                done => return done,
            }
        }
        for offset in range.step_by(PAGE) {
            // SAFETY: the byte lies inside the mapping and the file; a volatile read changes nothing, and
            // whatever another process stores there meanwhile, the byte read is thrown away.
            let _ = unsafe { self.base().add(offset).read_volatile() };
        }
        Ok(())
    }

    /// Writes the pages of `range` to the disk and waits for it.
    pub(crate) fn flush(&self, range: Range<usize>) -> Result<()> {
        let range = self.checked(range)?;
        self.raw.flush_range(range.start, range.len()).map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::IO))
    }

    fn advise(&self, range: Range<usize>, advice: Advice) -> Result<()> {
        let range = self.checked(range)?;
        // SAFETY: the range lies inside this mapping, and none of the advices used here (dump, huge pages,
        // populate) changes what the pages hold.
        unsafe { madvise(self.at(range.start), range.len(), advice) }
    }

    fn at(&self, offset: usize) -> *mut c_void {
        self.base().wrapping_add(offset).cast()
    }

    /// `range`, widened at its start to a whole page; an error if it is not inside the mapping.
    fn checked(&self, range: Range<usize>) -> Result<Range<usize>> {
        if range.start > range.end || range.end > self.len() {
            return Err(Errno::INVAL);
        }
        Ok(range.start / PAGE * PAGE..range.end)
    }
}

/// One page of a file, without any permission and not inherited by children: it keeps the open file
/// description, and with it the description's locks, until it is dropped or the process ends.
#[derive(Debug)]
pub(crate) struct HoldPage {
    page: *mut c_void,
}

// SAFETY: the address is only ever given to munmap, once, which any thread may do.
unsafe impl Send for HoldPage {}
// SAFETY: a shared reference gives no access to anything.
unsafe impl Sync for HoldPage {}

impl HoldPage {
    /// Maps the first page of the file through exactly this description.
    pub(crate) fn new(fd: BorrowedFd<'_>) -> Result<HoldPage> {
        shim::step();
        // SAFETY: a fresh mapping at an address of the kernel's choice disturbs nothing.
        let page = unsafe { mmap(std::ptr::null_mut(), PAGE, ProtFlags::empty(), MapFlags::SHARED, fd, 0)? };
        let hold = HoldPage { page };
        // SAFETY: the page is ours alone, and the advice changes only what a fork does with it.
        unsafe { madvise(page, PAGE, Advice::LinuxDontFork)? };
        Ok(hold)
    }

    /// Forgets the page in a forked child, where it does not exist and something else may have its address.
    pub(crate) fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for HoldPage {
    fn drop(&mut self) {
        shim::step();
        // SAFETY: `new` mapped this page, nothing refers into it, and it is unmapped only here.
        let _ = unsafe { munmap(self.page, PAGE) };
    }
}

/// Whether the system will try to back a shared mapping by huge pages once it is asked to.
/// `device` is that of the file's file system, `anonymous` says that it is a memfd.
pub(crate) fn huge_pages_possible(device: u64, anonymous: bool) -> bool {
    let setting = std::fs::read_to_string("/sys/kernel/mm/transparent_hugepage/shmem_enabled");
    // The chosen word of the list stands in brackets.
    let chosen = setting.unwrap_or_default();
    let chosen = chosen.split(['[', ']']).nth(1).unwrap_or("never");
    match chosen {
        "deny" => false,
        "force" => true,
        _ if anonymous => matches!(chosen, "always" | "within_size" | "advise"),
        // A mounted tmpfs has its own setting, a mount option.
        _ => std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| mount_has_huge_pages(&mounts, device)),
    }
}

fn mount_has_huge_pages(mountinfo: &str, device: u64) -> bool {
    let number = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    mountinfo
        .lines()
        .filter(|line| line.split(' ').nth(2) == Some(&number))
        .filter_map(|line| line.rsplit(' ').next())
        .flat_map(|options| options.split(','))
        .any(|option| matches!(option, "huge=always" | "huge=within_size" | "huge=advise"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::{file, ofd};

    #[test]
    fn a_range_outside_the_mapping_is_refused() {
        let fd = file::memfd("map").unwrap();
        file::set_len(fd.as_fd(), 8192).unwrap();
        let map = Map::new(fd.as_fd(), 8192).unwrap();
        assert!(map.populate(0..8193, true).is_err());
        assert!(map.flush(0..8192).is_ok());
        map.populate(100..8192, true).unwrap();
        map.protect_from(4096).unwrap();
        map.populate(0..8192, false).unwrap();
    }

    #[test]
    fn a_held_page_keeps_the_lock_of_a_closed_descriptor() {
        let fd = file::memfd("hold").unwrap();
        let lock = file::reopen(fd.as_fd()).unwrap();
        assert!(ofd::try_lock(lock.as_fd(), 1 << 60).unwrap());
        let hold = HoldPage::new(lock.as_fd()).unwrap();
        drop(lock);
        assert!(ofd::locked_by_others(fd.as_fd(), 1 << 60, 1).unwrap());
        drop(hold);
        assert!(!ofd::locked_by_others(fd.as_fd(), 1 << 60, 1).unwrap());
    }

    #[test]
    fn the_mount_option_of_the_right_device_counts() {
        let info = "1 2 0:25 / /dev/shm rw,nosuid - tmpfs tmpfs rw,size=5k\n\
                    1 2 0:26 / /mnt rw - tmpfs tmpfs rw,huge=advise,inode64\n";
        assert!(!mount_has_huge_pages(info, rustix::fs::makedev(0, 25)));
        assert!(mount_has_huge_pages(info, rustix::fs::makedev(0, 26)));
    }
}
