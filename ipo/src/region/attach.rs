//! Coming to a heap that exists. Everything from the first look to the claimed slot happens under the ATTACH byte.

use crate::error::{Error, Result};
use crate::region::heap_file::HeapFile;
use crate::region::name::Target;
use crate::region::options::{HeapOptions, Lifetime};
use crate::region::{Arrival, Prepare, Region};
use crate::sys::{boot, file};
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

impl Region {
    /// Attaches to the heap of this name, waiting for its creator as long as the options say. If no participant
    /// lives, `verify` looks at the heap while others are kept waiting outside; its error means not attached.
    pub(crate) fn attach(target: &Target, options: &HeapOptions, verify: Prepare<'_>) -> Result<(Region, Arrival)> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(1);
        loop {
            match until_settled(target, options, verify) {
                Err(Error::NoSuchHeap { .. }) if start.elapsed() < options.creator_wait() => {
                    let left = options.creator_wait().saturating_sub(start.elapsed());
                    std::thread::sleep(pause.min(left));
                    pause = (pause * 2).min(Duration::from_millis(20));
                }
                done => return done,
            }
        }
    }

    /// Attaches to the heap that a descriptor, received from another process, belongs to.
    pub(crate) fn from_fd(fd: OwnedFd, options: &HeapOptions, verify: Prepare<'_>) -> Result<(Region, Arrival)> {
        // A passed descriptor shares its description, and with it every lock, with the process that sent it.
        let own = file::reopen(fd.as_fd()).map_err(|e| Error::os("reopening through /proc/self/fd", e))?;
        drop(fd);
        let heap = HeapFile::of(own, None)?;
        if file::is_unsealed_memfd(heap.fd()?) {
            let reason = "its memfd is not sealed against shrinking";
            return Err(Error::NotAHeap { path: heap.path().to_owned(), reason });
        }
        match once(heap, options, verify)? {
            Some(done) => Ok(done),
            None => Err(Error::NoSuchHeap { name: "(heap without a name)".to_owned() }),
        }
    }
}

/// Attaches to what the name means now. If it comes to mean something else meanwhile, begins again.
pub(super) fn until_settled(target: &Target, options: &HeapOptions, verify: Prepare<'_>) -> Result<(Region, Arrival)> {
    let start = Instant::now();
    loop {
        if let Some(done) = once(HeapFile::open(target)?, options, verify)? {
            return Ok(done);
        }
        if start.elapsed() > options.attach_wait() {
            return Err(Error::TimedOut { waited: start.elapsed(), holder: None });
        }
    }
}

/// One try. `None`: the name no longer means this file.
fn once(heap: HeapFile, options: &HeapOptions, verify: Prepare<'_>) -> Result<Option<(Region, Arrival)>> {
    heap.check_owner(options.owner)?;
    let header = heap.read_header()?;
    let lock = heap.lock_attach(options.attach_wait())?;
    let named = heap.target().is_some();
    if named && !heap.still_named() {
        return Ok(None);
    }
    let alive = heap.any_alive(&header)?;
    let abandoned = header.lifetime() == Lifetime::UntilLastLeaves && !alive;
    if abandoned || heap.is_dead()? {
        // The last one was killed, or a remover was, half-way: this is the next comer. If it is not allowed to
        // take the name away, the heap is over all the same.
        let _ = heap.bury(&lock);
        let name = heap.target().map_or("(heap without a name)", |t| &t.name).to_owned();
        return Err(Error::NoSuchHeap { name });
    }
    let note = if header.on_disk() { disk_note(&heap, alive, options.read_only)? } else { None };
    let region = Region::enter(heap, header, options)?;
    // The lock goes before a region that fails here does: leaving takes the same lock.
    let prepared = prepare(&region, note, alive, verify);
    drop(lock);
    prepared?;
    if options.prefault {
        region.prefault()?;
    }
    let arrival = if alive { Arrival::Joined } else { Arrival::First };
    Ok(Some((region, arrival)))
}

fn prepare(region: &Region, note: Option<[u64; 2]>, alive: bool, verify: Prepare<'_>) -> Result<()> {
    if let Some(boot) = note {
        // On the disk before the first change of anything else is.
        region.mark_open(boot)?;
    }
    if alive { Ok(()) } else { verify(region) }
}

/// Of a heap on a disk: refuses one that was open when the machine went down; says which boot to note, if any.
fn disk_note(heap: &HeapFile, alive: bool, read_only: bool) -> Result<Option<[u64; 2]>> {
    let this = boot_halves(boot::boot_id().map_err(|e| Error::os("reading the boot id", e))?);
    let (clean, opened) = heap.marks()?;
    // In the same boot the page cache has every store, whatever died.
    if !alive && !clean && opened != this {
        return Err(Error::Unclean { path: heap.path().to_owned() });
    }
    Ok((!read_only && (clean || opened != this)).then_some(this))
}

/// A boot id as the two words that stand in the control words.
pub(super) fn boot_halves(id: [u8; 16]) -> [u64; 2] {
    let (high, low) = id.split_at(8);
    let word = |half: &[u8]| half.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    [word(high), word(low)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::remove::remove;
    use crate::region::tests::TempDir;

    #[test]
    fn a_file_opened_before_its_name_went_is_not_attached() {
        let dir = TempDir::new("/dev/shm");
        let target = Target::named(dir.path(), "h").unwrap();
        let options = HeapOptions::new().capacity(1 << 16);
        let make = || Region::create(&target, &options, &mut |_| Ok(()), &mut |_| Ok(())).unwrap().0;
        let old = make();
        let late = || HeapFile::open(&target).unwrap();
        let (one, two) = (late(), late());
        remove(&target).unwrap();
        assert!(once(one, &options, &mut |_| Ok(())).unwrap().is_none());
        let new = make();
        assert!(once(two, &options, &mut |_| Ok(())).unwrap().is_none());
        let (region, arrival) = once(late(), &options, &mut |_| Ok(())).unwrap().unwrap();
        assert_eq!((region.identity(), arrival), (new.identity(), Arrival::Joined));
        assert_ne!(region.identity(), old.identity());
    }

    #[test]
    fn a_heap_marked_dead_is_buried_by_the_next_comer() {
        let dir = TempDir::new("/dev/shm");
        let target = Target::named(dir.path(), "h").unwrap();
        let options = HeapOptions::new().capacity(1 << 16);
        let make = || Region::create(&target, &options, &mut |_| Ok(()), &mut |_| Ok(()));
        // As a remover leaves it that is killed between the mark and the unlink.
        let first = make().unwrap().0;
        first.control().dead.store(1, crate::sync::Ordering::Relaxed);
        let late = Region::attach(&target, &options, &mut |_| Ok(()));
        assert!(matches!(late, Err(Error::NoSuchHeap { .. })));
        assert!(!first.file().still_named());
        let second = make().unwrap().0;
        second.control().dead.store(1, crate::sync::Ordering::Relaxed);
        let third = make().unwrap().0;
        assert!(third.file().still_named());
    }
}
