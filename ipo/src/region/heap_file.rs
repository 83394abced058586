//! A heap's file, seen through a descriptor: its header, its marks, its locks, its name. Nothing is mapped here.

use crate::error::{Error, Result};
use crate::region::header::{self, participants_off};
use crate::region::layout::{ATTACH_BYTE, BITMAP_WORDS, Control, Header, MAX_PARTICIPANTS, PAGE, liveness_byte};
use crate::region::name::Target;
use crate::region::options::OwnerRule;
use crate::sync::Ordering;
use crate::sys::fork::ForkPause;
use crate::sys::map::{HoldPage, Map};
use crate::sys::{file, ofd, process, shim};
use rustix::io::Errno;
use std::mem::{ManuallyDrop, offset_of, size_of};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use zerocopy::transmute;

/// An open file that holds a heap, or claims to.
#[derive(Debug)]
pub(crate) struct HeapFile {
    fd: ManuallyDrop<OwnedFd>,
    /// Stands in for `fd` once someone else has closed that.
    spare: OnceLock<OwnedFd>,
    identity: (u64, u64),
    target: Option<Target>,
}

/// For `map_err`: the system's error with the call's name and the file.
pub(crate) fn os_at(op: &'static str, path: &Path) -> impl FnOnce(Errno) -> Error {
    move |errno| Error::os_at(op, path, errno)
}

impl HeapFile {
    /// Opens the file of a named heap. It is a regular file then; nothing else is known of it.
    pub(crate) fn open(target: &Target) -> Result<HeapFile> {
        let path = &target.path;
        let not_a_heap = |reason| Error::NotAHeap { path: path.clone(), reason };
        let absent = || Error::NoSuchHeap { name: target.name.clone() };
        match file::facts_at(path) {
            // Looked at before it is opened: opening a device may do something.
            Ok(facts) if facts.oddity.is_some() => {
                return Err(not_a_heap(facts.oddity.unwrap_or_default()));
            }
            Ok(_) => {}
            Err(Errno::NOENT) => return Err(absent()),
            Err(errno) => return Err(Error::os_at("looking for the heap", path, errno)),
        }
        let fd = match file::open(path) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Err(absent()),
            Err(Errno::ISDIR) => return Err(not_a_heap("it is a directory")),
            Err(Errno::LOOP) => return Err(not_a_heap("it is a symbolic link")),
            Err(Errno::NXIO | Errno::NODEV) => return Err(not_a_heap("it is not a regular file")),
            Err(errno) => return Err(Error::os_at("opening the heap", path, errno)),
        };
        HeapFile::of(fd, Some(target.clone()))
    }

    /// Takes an open file, which must be regular.
    pub(crate) fn of(fd: OwnedFd, target: Option<Target>) -> Result<HeapFile> {
        let path = target.as_ref().map_or_else(|| PathBuf::from("(descriptor)"), |t| t.path.clone());
        let facts = file::facts(fd.as_fd()).map_err(os_at("fstat", &path))?;
        if let Some(reason) = facts.oddity {
            return Err(Error::NotAHeap { path, reason });
        }
        Ok(HeapFile { fd: ManuallyDrop::new(fd), spare: OnceLock::new(), identity: facts.identity, target })
    }

    /// The name that the file was found by, or is to be found by.
    pub(crate) fn target(&self) -> Option<&Target> {
        self.target.as_ref()
    }

    /// For messages.
    pub(crate) fn path(&self) -> &Path {
        self.target.as_ref().map_or(Path::new("(heap without a name)"), |t| &t.path)
    }

    /// Device and inode.
    pub(crate) fn identity(&self) -> (u64, u64) {
        self.identity
    }

    /// The descriptor, proven to be the heap's file still. A program that closes all descriptors (daemons do)
    /// closes ours, and what it opens next may get the same number: a lock probed there would always say "dead",
    /// and reserving space would change a foreign file. One `fstat` on slow paths buys certainty.
    pub(crate) fn fd(&self) -> Result<BorrowedFd<'_>> {
        if self.is_ours(self.fd.as_fd()) {
            return Ok(self.fd.as_fd());
        }
        if let Some(spare) = self.spare.get() {
            return Ok(spare.as_fd());
        }
        let lost = || self.os("using the heap's descriptor, which this process has closed", Errno::BADF);
        let target = self.target.as_ref().ok_or_else(lost)?;
        let fd = file::open(&target.path).map_err(|_| lost())?;
        if !self.is_ours(fd.as_fd()) {
            return Err(lost());
        }
        Ok(self.spare.get_or_init(|| fd).as_fd())
    }

    /// The descriptor as it was opened.
    pub(crate) fn raw_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }

    fn is_ours(&self, fd: BorrowedFd<'_>) -> bool {
        file::facts(fd).is_ok_and(|facts| facts.identity == self.identity)
    }

    /// Another open file description of the same file.
    pub(crate) fn reopen(&self) -> Result<OwnedFd> {
        file::reopen(self.fd()?).map_err(|e| self.os("reopening the heap through /proc/self/fd", e))
    }

    // ---- what the file says ---------------------------------------------------------------------------------

    /// Reads and checks the header.
    pub(crate) fn read_header(&self) -> Result<Header> {
        let fd = self.fd()?;
        let facts = file::facts(fd).map_err(|e| self.os("fstat", e))?;
        header::parse(&self.first_bytes()?, facts.len, self.path())
    }

    /// Whether it starts like a heap, of whatever version and however damaged.
    pub(crate) fn has_magic(&self) -> Result<bool> {
        Ok(header::has_magic(&self.first_bytes()?))
    }

    fn first_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = vec![0; size_of::<Header>()];
        let read = file::read_at(self.fd()?, &mut bytes, 0).map_err(|e| self.os("reading the header", e))?;
        bytes.truncate(read);
        Ok(bytes)
    }

    /// Refuses the file of a user that the rule does not accept.
    pub(crate) fn check_owner(&self, rule: OwnerRule) -> Result<()> {
        let facts = file::facts(self.fd()?).map_err(|e| self.os("fstat", e))?;
        let user = process::user();
        let (good, accepted) = match rule {
            OwnerRule::SameUser => (facts.uid == user, format!("user {user}")),
            OwnerRule::SameGroup => (
                facts.uid == user || process::in_group(facts.gid),
                format!("user {user} and files of this process's groups"),
            ),
            OwnerRule::User(wanted) => (facts.uid == wanted, format!("user {wanted}")),
            OwnerRule::Anyone => (true, String::new()),
        };
        if good {
            return Ok(());
        }
        Err(Error::WrongOwner { path: self.path().to_owned(), owner: facts.uid, accepted })
    }

    /// The mark that says the name was taken away.
    pub(crate) fn is_dead(&self) -> Result<bool> {
        Ok(self.read_word(PAGE + offset_of!(Control, dead) as u64)? != 0)
    }

    /// Of a heap on a disk: whether it was left in order, and the boot that opened it last.
    pub(crate) fn marks(&self) -> Result<(bool, [u64; 2])> {
        let boot = PAGE + offset_of!(Control, opened_boot) as u64;
        let clean = self.read_word(PAGE + offset_of!(Control, clean) as u64)? != 0;
        Ok((clean, [self.read_word(boot)?, self.read_word(boot + 8)?]))
    }

    /// The slots whose in-use bit is set.
    fn slots_in_use(&self, participants: u32) -> Result<Vec<u32>> {
        let mut bits = [0; BITMAP_WORDS * 8];
        let start = PAGE + offset_of!(Control, in_use) as u64;
        file::read_at(self.fd()?, &mut bits, start).map_err(|e| self.os("reading the heap", e))?;
        let words: [u64; BITMAP_WORDS] = transmute!(bits);
        let used = |slot: &u32| words[*slot as usize / 64] >> (slot % 64) & 1 == 1;
        Ok((0..participants).filter(used).collect())
    }

    fn read_word(&self, offset: u64) -> Result<u64> {
        debug_assert!(offset < participants_off());
        let mut bytes = [0; 8];
        file::read_at(self.fd()?, &mut bytes, offset).map_err(|e| self.os("reading the heap", e))?;
        Ok(u64::from_ne_bytes(bytes))
    }

    // ---- locks ----------------------------------------------------------------------------------------------

    /// The slots of live participants. Ask under the ATTACH byte for an answer that lasts.
    ///
    /// The lock alone says too much: a program that is just being spawned has, until it runs, copies of all
    /// descriptors, and with them for a moment the lock of one who attached just then, even if that one has left
    /// since. Who has left has cleared its bit; who is just coming holds the ATTACH byte.
    pub(crate) fn alive(&self, participants: u32) -> Result<Vec<u32>> {
        let mut alive = self.slots_in_use(participants)?;
        let mut failed = None;
        alive.retain(|slot| {
            self.slot_is_locked(*slot).unwrap_or_else(|error| {
                failed = Some(error);
                true
            })
        });
        failed.map_or(Ok(alive), Err)
    }

    /// Whether any participant lives. Ask as for [`alive`](Self::alive).
    pub(crate) fn any_alive(&self, header: &Header) -> Result<bool> {
        Ok(!self.alive(header.participants)?.is_empty())
    }

    /// Whether any slot is locked, whatever the heap's words say.
    pub(crate) fn any_locked(&self) -> Result<bool> {
        ofd::locked_by_others(self.fd()?, liveness_byte(0), u64::from(MAX_PARTICIPANTS))
            .map_err(|e| self.os("asking for locks", e))
    }

    /// Whether some other description holds the lock of this slot.
    pub(crate) fn slot_is_locked(&self, slot: u32) -> Result<bool> {
        ofd::locked_by_others(self.fd()?, liveness_byte(slot), 1).map_err(|e| self.os("asking for a lock", e))
    }

    /// Takes the ATTACH byte, waiting at most for `wait`.
    pub(crate) fn lock_attach(&self, wait: Duration) -> Result<AttachLock> {
        let start = Instant::now();
        let mut pause = Duration::from_micros(50);
        loop {
            let taken = self.hold(|fd| Ok(ofd::try_lock(fd, ATTACH_BYTE)?.then_some(())))?;
            if let Some(((), hold)) = taken {
                return Ok(AttachLock { _hold: hold });
            }
            let waited = start.elapsed();
            if waited >= wait {
                return Err(Error::TimedOut { waited, holder: None });
            }
            std::thread::sleep(pause.min(wait - waited));
            pause = (pause * 2).min(Duration::from_millis(5));
        }
    }

    /// Lets `take` take a lock through a new open file description, and hands that over to a page that holds it
    /// without a descriptor: a program that closes all descriptors does not lose the lock, and a forked child does
    /// not keep it for a dead parent. `None` from `take` means that there was no lock to be had.
    pub(crate) fn hold<T>(
        &self,
        take: impl FnOnce(BorrowedFd<'_>) -> rustix::io::Result<Option<T>>,
    ) -> Result<Option<(T, HoldPage)>> {
        // A child forked while the descriptor is open would share the description.
        let _pause = ForkPause::begin();
        let fd = self.reopen()?;
        let Some(taken) = take(fd.as_fd()).map_err(|e| self.os("locking the heap", e))? else {
            return Ok(None);
        };
        let hold = HoldPage::new(fd.as_fd()).map_err(|e| self.os("mapping the page of a lock", e))?;
        Ok(Some((taken, hold)))
    }

    // ---- the name -------------------------------------------------------------------------------------------

    /// Whether the name still means this file.
    pub(crate) fn still_named(&self) -> bool {
        self.target.as_ref().is_some_and(|t| file::facts_at(&t.path).is_ok_and(|facts| facts.identity == self.identity))
    }

    /// Marks the heap dead and takes its name away, if that still means this file. The order matters: once the name
    /// is free another heap may get it, and an attacher that already has this file open must see that it is too late.
    pub(crate) fn bury(&self, _attach: &AttachLock) -> Result<()> {
        if !self.still_named() {
            return Ok(()); // unlinking now would take the name of another heap
        }
        if self.read_header().is_ok() {
            self.mark_dead().map_err(|e| self.os("marking the heap dead", e))?;
        }
        match file::unlink(self.path()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(self.os("removing the heap", errno)),
        }
    }

    /// Marks the heap dead; its header was just read. Through a mapping: a process with a limit on the size of files is killed
    /// by a write behind that limit, also into a file that is there.
    fn mark_dead(&self) -> rustix::io::Result<()> {
        const { assert!(size_of::<Control>() as u64 <= PAGE) };
        let fd = self.fd().map_err(|_| Errno::BADF)?;
        let map = Map::new(fd, 2 * PAGE)?;
        // SAFETY: a heap has more than two pages, which its header has confirmed, and they are mapped for this call; the
        // control words are aligned in theirs, and atomics only.
        let dead = unsafe { &(*map.base().add(PAGE as usize).cast::<Control>()).dead };
        shim::step();
        // Relaxed: the ATTACH byte orders those who look.
        dead.store(1, Ordering::Relaxed);
        Ok(())
    }

    /// An error of the system's about this file.
    pub(crate) fn os(&self, op: &'static str, errno: Errno) -> Error {
        Error::os_at(op, self.path(), errno)
    }
}

impl Drop for HeapFile {
    fn drop(&mut self) {
        // A number that means another file by now is not ours to close.
        let ours = self.is_ours(self.fd.as_fd());
        // SAFETY: `fd` is not used after this.
        let fd = unsafe { ManuallyDrop::take(&mut self.fd) };
        if ours {
            drop(fd);
        } else {
            std::mem::forget(fd);
        }
    }
}

/// The ATTACH byte, held: nobody else attaches, removes, replaces or leaves last. Dropping it gives it back.
#[derive(Debug)]
pub(crate) struct AttachLock {
    _hold: HoldPage,
}
