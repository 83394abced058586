//! Taking heaps away by name.

use crate::error::{Error, Result};
use crate::region::heap_file::HeapFile;
use crate::region::layout::Header;
use crate::region::list::heaps_in;
use crate::region::name::{Target, UNFINISHED};
use crate::region::options::Lifetime;
use crate::sys::file;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// How long to wait for those who are just attaching.
const WAIT: Duration = Duration::from_secs(10);
/// The same when many heaps are looked through: a busy one is not dead.
pub(super) const SHORT_WAIT: Duration = Duration::from_millis(200);
/// An unfinished file that nobody has locked is its creator's for so long.
const UNFINISHED_AGE: Duration = Duration::from_secs(60);

/// Takes the heap's name away. Those attached go on with what is now a heap without a name; the memory is free once
/// the last of them leaves.
pub(crate) fn remove(target: &Target) -> Result<()> {
    let start = Instant::now();
    loop {
        let heap = HeapFile::open(target)?;
        if !heap.has_magic()? {
            let reason = "it does not start with the bytes that every heap starts with";
            return Err(Error::NotAHeap { path: target.path.clone(), reason });
        }
        let attach = heap.lock_attach(WAIT)?;
        if heap.still_named() {
            // A damaged heap, or one of another version, has no mark that could be read.
            let over = heap.read_header().is_ok_and(|header| is_over(&heap, &header).unwrap_or(false));
            heap.bury(&attach)?;
            if !over {
                return Ok(());
            }
            return Err(Error::NoSuchHeap { name: target.name.clone() });
        }
        if start.elapsed() > WAIT {
            return Err(Error::TimedOut { waited: start.elapsed(), holder: None });
        }
    }
}

/// Takes away every heap of a directory that no live process is attached to, except those on a disk that exist until
/// they are removed: they are meant to be left. Gives the names. What cannot be opened or removed is passed over.
pub(crate) fn remove_dead(directory: &Path) -> Result<Vec<String>> {
    let mut removed = Vec::new();
    for target in heaps_in(directory)? {
        if let Ok(true) = remove_if_dead(&target) {
            removed.push(target.name);
        }
    }
    remove_unfinished(directory)?;
    Ok(removed)
}

fn remove_if_dead(target: &Target) -> Result<bool> {
    let heap = HeapFile::open(target)?;
    let header = heap.read_header()?;
    if heap.any_locked()? && !heap.is_dead()? && heap.any_alive(&header)? {
        return Ok(false); // asked first without the lock, so that busy heaps are not disturbed
    }
    let attach = heap.lock_attach(SHORT_WAIT)?;
    if !heap.still_named() {
        return Ok(false);
    }
    let kept = header.on_disk() && header.lifetime() == Lifetime::UntilRemoved;
    let dead = heap.is_dead()? || (!kept && !heap.any_alive(&header)?);
    if dead {
        heap.bury(&attach)?;
    }
    Ok(dead)
}

/// Whether the heap is gone for everybody, though its name is still there. Ask under the ATTACH byte.
pub(super) fn is_over(heap: &HeapFile, header: &Header) -> Result<bool> {
    Ok(heap.is_dead()? || (header.lifetime() == Lifetime::UntilLastLeaves && !heap.any_alive(header)?))
}

/// Files whose creator was killed before it could publish them, where files cannot be built without a name.
fn remove_unfinished(directory: &Path) -> Result<()> {
    for name in file_names(directory)? {
        let Some(true) = name.to_str().map(|n| n.starts_with(UNFINISHED)) else { continue };
        let Ok(target) = Target::file(&directory.join(&name)) else { continue };
        let Ok(heap) = HeapFile::open(&target) else { continue };
        let Ok(facts) = heap.fd().and_then(|fd| file::facts(fd.as_fd()).map_err(|e| heap.os("fstat", e))) else {
            continue;
        };
        let age = SystemTime::now().duration_since(facts.modified).unwrap_or_default();
        if age > UNFINISHED_AGE && !heap.any_locked().unwrap_or(true) {
            let _ = file::unlink(&target.path);
        }
    }
    Ok(())
}

/// The names in a directory.
pub(super) fn file_names(directory: &Path) -> Result<Vec<std::ffi::OsString>> {
    file::names(directory).map_err(|source| Error::Os { op: "listing", path: Some(directory.to_owned()), source })
}
