//! Making a heap: built where nobody can find it, published by one link.

use crate::error::{Error, Result};
use crate::region::commit::{reserve, set_len};
use crate::region::header::{self, Backing, Birth};
use crate::region::heap_file::{HeapFile, os_at};
use crate::region::layout::{FIRST_COMMIT, Header};
use crate::region::name::{Target, UNFINISHED};
use crate::region::options::{HeapOptions, IfExists, Lifetime};
use crate::region::participant::now;
use crate::region::{Arrival, Prepare, Region, attach};
use crate::sys::{boot, file, process};
use rustix::io::Errno;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::time::Instant;
use zerocopy::IntoBytes;

impl Region {
    /// Creates a heap with a name. `init` fills it before anybody can see it. Where the options say that an existing
    /// heap will do, it is attached, as by [`Region::attach`] with `verify`.
    pub(crate) fn create(
        target: &Target,
        options: &HeapOptions,
        init: Prepare<'_>,
        verify: Prepare<'_>,
    ) -> Result<(Region, Arrival)> {
        if options.if_exists == IfExists::Attach {
            match attach::until_settled(target, options, verify) {
                Err(Error::NoSuchHeap { .. }) => {}
                done => return done,
            }
        }
        options.check()?;
        let (fd, draft) = Draft::new(target)?;
        let heap = HeapFile::of(fd, Some(target.clone()))?;
        file::set_mode(heap.fd()?, options.mode).map_err(|e| heap.os("setting permissions", e))?;
        let in_memory = file::file_system(heap.fd()?).map_err(|e| heap.os("fstatfs", e))?.in_memory;
        let backing = if in_memory { Backing::Named } else { Backing::Disk };
        let region = build(heap, backing, options, init)?;
        publish(&draft, region, target, options, verify)
    }

    /// Creates a heap without a name, to be handed on as a descriptor.
    pub(crate) fn anonymous(options: &HeapOptions, init: Prepare<'_>) -> Result<Region> {
        options.check()?;
        let fd = file::memfd("ipo").map_err(|e| Error::os("memfd_create", e))?;
        build(HeapFile::of(fd, None)?, Backing::Anonymous, options, init)
    }
}

/// Lays a heap out in an empty file, enters it and lets `init` fill it.
fn build(heap: HeapFile, backing: Backing, options: &HeapOptions, init: Prepare<'_>) -> Result<Region> {
    let header = new_header(backing, options)?;
    set_len(&heap, &header)?;
    if backing == Backing::Anonymous {
        // Nobody can cut the file off under our mapping: a peer's mistake would be our SIGBUS.
        file::seal_length(heap.fd()?).map_err(|e| heap.os("sealing the length", e))?;
    }
    // Control words, meta and the first bytes of journal and arena; everything there is zero.
    reserve(&heap, 0, header.journal_off + FIRST_COMMIT)?;
    reserve(&heap, header.arena_off, header.arena_off + FIRST_COMMIT)?;
    file::write_at(heap.fd()?, header.as_bytes(), 0).map_err(|e| heap.os("writing the header", e))?;
    // The slot is claimed before the name exists: an attacher never finds a heap without a live participant that is
    // not really left by all.
    let region = Region::enter(heap, header, options)?;
    if options.prefault {
        region.prefault()?;
    }
    init(&region)?;
    if header.on_disk() {
        region.mark_open(attach::boot_halves(header.boot_id))?;
        file::sync(region.file().fd()?).map_err(|e| region.file().os("writing the heap to the disk", e))?;
    }
    Ok(region)
}

fn new_header(backing: Backing, options: &HeapOptions) -> Result<Header> {
    let random = || boot::random_u64().map_err(|e| Error::os("getrandom", e));
    let boot_id = match boot::boot_id() {
        Ok(id) => id,
        // It decides something only where a heap outlives the boot.
        Err(_) if backing != Backing::Disk => [0; 16],
        Err(errno) => return Err(Error::os("reading the boot id", errno)),
    };
    let birth =
        Birth { backing, owner: process::user(), boot_id, hash_seed: random()?, secret: random()?, created: now() };
    Ok(header::compose(options, birth))
}

/// Gives the finished heap its name, or deals with whoever has it.
fn publish(
    draft: &Draft,
    region: Region,
    target: &Target,
    options: &HeapOptions,
    verify: Prepare<'_>,
) -> Result<(Region, Arrival)> {
    let start = Instant::now();
    loop {
        match draft.publish(&region, target) {
            Ok(()) => return Ok((region, Arrival::Created)),
            Err(Errno::EXIST) => {}
            Err(errno) => return Err(Error::os_at("publishing the heap", &target.path, errno)),
        }
        if options.if_exists == IfExists::Attach {
            match attach::until_settled(target, options, verify) {
                Err(Error::NoSuchHeap { .. }) => {}
                done => return done,
            }
        } else if !clear_name(target, options)? {
            return Err(Error::AlreadyExists { name: target.name.clone() });
        }
        if start.elapsed() > options.attach_wait() {
            return Err(Error::TimedOut { waited: start.elapsed(), holder: None });
        }
    }
}

/// Frees the name if the heap that has it is over, or is dead and may be replaced. "True" means: try again.
fn clear_name(target: &Target, options: &HeapOptions) -> Result<bool> {
    let replace = options.if_exists == IfExists::ReplaceDead;
    match try_clear_name(target, options, replace) {
        // Whatever stands in the way, the name is taken, and nobody asked to take it.
        Err(_) if !replace => Ok(false),
        done => done,
    }
}

fn try_clear_name(target: &Target, options: &HeapOptions, replace: bool) -> Result<bool> {
    let heap = match HeapFile::open(target) {
        Err(Error::NoSuchHeap { .. }) => return Ok(true),
        opened => opened?,
    };
    heap.check_owner(options.owner)?;
    let header = heap.read_header()?;
    let attach = heap.lock_attach(options.attach_wait())?;
    // All of this under the lock: nobody attaches between the question and the unlink.
    if !heap.still_named() {
        return Ok(true);
    }
    if !heap.is_dead()? {
        let alive = heap.any_alive(&header)?;
        if alive || !(replace || header.lifetime() == Lifetime::UntilLastLeaves) {
            return Ok(false);
        }
    }
    heap.bury(&attach)?;
    Ok(true)
}

/// The file of a heap that has no name yet, or one that nobody looks for.
struct Draft {
    hidden: Option<PathBuf>,
}

impl Draft {
    fn new(target: &Target) -> Result<(OwnedFd, Draft)> {
        match file::create_unnamed(target.directory()) {
            Ok(fd) => Ok((fd, Draft { hidden: None })),
            // The file system has no unnamed files; old kernels say so in other words.
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => Draft::hidden(target),
            Err(errno) => Err(os_at("creating a file in", target.directory())(errno)),
        }
    }

    fn hidden(target: &Target) -> Result<(OwnedFd, Draft)> {
        let random = boot::random_u64().map_err(|e| Error::os("getrandom", e))?;
        let path = target.directory().join(format!("{UNFINISHED}{random:016x}"));
        let fd = file::create_named(&path).map_err(os_at("creating", &path))?;
        Ok((fd, Draft { hidden: Some(path) }))
    }

    fn publish(&self, region: &Region, target: &Target) -> rustix::io::Result<()> {
        match &self.hidden {
            None => {
                let fd = region.file().fd().map_err(|_| Errno::BADF)?;
                file::publish(fd, &target.path)
            }
            Some(hidden) => file::rename_if_free(hidden, &target.path),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(hidden) = &self.hidden {
            let _ = file::unlink(hidden); // gone already if it was published
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::tests::TempDir;

    #[test]
    fn where_no_unnamed_files_exist_a_hidden_one_is_renamed() {
        let dir = TempDir::new("/dev/shm");
        let target = Target::named(dir.path(), "h").unwrap();
        let options = HeapOptions::new().capacity(1 << 16);
        let make = || {
            let (fd, draft) = Draft::hidden(&target).unwrap();
            let heap = HeapFile::of(fd, Some(target.clone())).unwrap();
            let region = build(heap, Backing::Named, &options, &mut |_| Ok(())).unwrap();
            (draft, region)
        };
        let (draft, region) = make();
        let (region, _) = publish(&draft, region, &target, &options, &mut |_| Ok(())).unwrap();
        drop(draft);
        let (draft, second) = make();
        let lost = publish(&draft, second, &target, &options, &mut |_| Ok(()));
        assert!(matches!(lost, Err(Error::AlreadyExists { .. })));
        drop(draft);
        assert_eq!(file::names(dir.path()).unwrap(), ["ipo.h"]);
        assert!(region.file().still_named());
    }
}
