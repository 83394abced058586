//! Where things lie and what they take.

use super::*;
use crate::error::Error;
use crate::region::header::participants_off;

#[test]
fn a_limit_on_file_sizes_is_an_error_and_not_a_signal() {
    let dir = TempDir::new("/dev/shm");
    assert_eq!(Peer::start("fsize", dir.path()).numbers(), [1]);
}

#[test]
fn a_tebibyte_is_address_space_only() {
    let dir = TempDir::new("/dev/shm");
    let (region, _) = create(&dir.target("h"), &HeapOptions::new().capacity(1 << 40)).unwrap();
    assert!(region.len() > 1 << 40);
    let end = region.header().total_len;
    region.commit(end - 1, end).unwrap();
    // SAFETY: the last byte of the file: mapped, and backed just now.
    unsafe { region.base().add(end as usize - 1).write_volatile(1) };
    assert!(region.commit(end, end + 1).is_err());
    let used = rustix::fs::fstat(region.as_fd()).unwrap().st_blocks * 512;
    assert!(used < 400 << 10, "{used}");
    let (reader, _) = attach(&dir.target("h"), &HeapOptions::new().read_only(true)).unwrap();
    assert_eq!(reader.len(), region.len());
}

#[test]
fn prefaulting_takes_all_memory_at_once() {
    let dir = TempDir::new("/dev/shm");
    let options = HeapOptions::new().capacity(4 << 20).prefault(true).huge_pages(true);
    let (region, _) = create(&dir.target("h"), &options).unwrap();
    let used = rustix::fs::fstat(region.as_fd()).unwrap().st_blocks as u64 * 512;
    assert!(used >= region.header().total_len);
    let (reader, _) = attach(&dir.target("h"), &HeapOptions::new().read_only(true).prefault(true)).unwrap();
    assert_eq!(read_stamp(&reader), STAMP);
    assert!(!reader.huge_pages_granted());
}

#[test]
fn prefaulting_more_than_the_machine_has_is_refused() {
    let refused = Region::anonymous(&HeapOptions::new().capacity(1 << 40).prefault(true), &mut |_| Ok(()));
    match refused.map(|_| ()) {
        Err(Error::OutOfSpace { needed, available, cause: "the machine's memory" }) => assert!(needed > available),
        other => panic!("{other:?}"),
    }
}

/// A file system of its own, where that is permitted.
struct Mount<'a>(&'a Path);

impl Mount<'_> {
    fn tmpfs<'a>(path: &'a Path, options: &str) -> Option<Mount<'a>> {
        let path_c = std::ffi::CString::new(path.as_os_str().as_encoded_bytes()).unwrap();
        let options = std::ffi::CString::new(options).unwrap();
        // SAFETY: all strings end with a NUL and live through the call.
        let done =
            unsafe { libc::mount(c"none".as_ptr(), path_c.as_ptr(), c"tmpfs".as_ptr(), 0, options.as_ptr().cast()) };
        (done == 0).then_some(Mount(path))
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let path = std::ffi::CString::new(self.0.as_os_str().as_encoded_bytes()).unwrap();
        // SAFETY: the string ends with a NUL; the mount is the test's own.
        unsafe { libc::umount2(path.as_ptr(), libc::MNT_DETACH) };
    }
}

#[test]
fn a_full_file_system_is_an_error_with_numbers() {
    let dir = TempDir::new("/tmp");
    let Some(_mount) = Mount::tmpfs(dir.path(), "size=1m") else { return };
    let (region, _) = create(&dir.target("h"), &HeapOptions::new()).unwrap();
    let from = region.header().arena_off;
    match region.commit(from, from + (2 << 20)) {
        Err(Error::OutOfSpace { needed, available, .. }) => {
            assert_eq!(needed, 2 << 20);
            assert!(available < 1 << 20 && available > 0);
        }
        other => panic!("{other:?}"),
    }
    region.commit(from, from + (128 << 10)).unwrap();
    let prefault = create(&dir.target("i"), &small().capacity(2 << 20).prefault(true));
    assert!(matches!(prefault, Err(Error::OutOfSpace { .. })));
    assert_eq!(dir.files(), ["ipo.h"]);
}

#[test]
fn huge_pages_are_granted_where_the_mount_says_so() {
    let dir = TempDir::new("/tmp");
    let Some(_mount) = Mount::tmpfs(dir.path(), "size=16m,huge=advise") else { return };
    let (region, _) = create(&dir.target("h"), &small().huge_pages(true)).unwrap();
    assert!(region.huge_pages_granted());
    assert!(!attach(&dir.target("h"), &small()).unwrap().0.huge_pages_granted());
}

#[test]
fn the_control_words_are_where_the_header_says() {
    let region = Region::anonymous(&small().participants(1024), &mut |_| Ok(())).unwrap();
    assert_eq!(region.participants().len(), 1024);
    let last = std::ptr::from_ref(&region.participants()[1023]).addr() - region.base().addr();
    assert_eq!(last as u64, participants_off() + 1023 * 256);
    assert!(last as u64 + 256 <= region.header().meta_off);
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&region);
}
