//! One attachment: the region, the turns, and the writer that belongs to whoever holds the write turn.

use std::sync::{Arc, Weak};

use crate::Error;
use crate::alloc::{Allocator, Space};
use crate::journal::{Log, Writer};
use crate::object::unsound;
use crate::region::Region;
use crate::region::layout::FIRST_COMMIT;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::{boot, shim};
use crate::turn::{Entered, GiveBack, Held, Limit, Mode, Turns, enroll, strike};

/// The writer, touched only by the holder of the write turn; its `Space` by anyone.
struct Owned(Writer);

// SAFETY: everything in the Writer that is not its Space is used by the thread that holds the heap's write turn, one at
// a time, and the turn's release and acquire order them. The Space is Sync by itself.
unsafe impl Sync for Owned {}
// SAFETY: a Writer has no ties to a thread; see above.
unsafe impl Send for Owned {}

/// See the module's text.
pub(super) struct Inner {
    writer: Owned,
    turns: Turns<Arc<Region>>,
    region: Arc<Region>,
    identity: (u64, u64),
    /// Numbers the attachments of this process.
    number: u64,
    /// Recoveries that this attachment's turns have told of.
    epoch: AtomicU64,
}

impl Inner {
    pub(super) fn new(region: Region) -> Arc<Inner> {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let region = Arc::new(region);
        let inner = Arc::new(Inner {
            writer: Owned(Writer::new(region.clone())),
            turns: Turns::new(region.clone()),
            identity: region.identity(),
            // Relaxed: any number will do that nobody else got.
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            // Acquire: pairs with the Release that counts a recovery.
            epoch: AtomicU64::new(region.control().epoch.0.load(Ordering::Acquire)),
            region,
        });
        let known: Weak<dyn GiveBack> = Arc::downgrade(&inner) as Weak<dyn GiveBack>;
        enroll(inner.number, known);
        inner
    }

    pub(super) fn region(&self) -> &Region {
        &self.region
    }

    #[inline]
    pub(super) fn space(&self) -> &Space {
        self.writer.0.space()
    }

    /// For the holder of the write turn.
    #[inline]
    pub(super) fn writer(&self) -> &Writer {
        &self.writer.0
    }

    #[inline]
    fn check_process(&self) -> Result<(), Error> {
        if self.region.forked() { Err(Error::Forked) } else { Ok(()) }
    }

    /// Takes the write turn; says whether somebody died in the meantime.
    #[inline]
    pub(super) fn enter_write(&self, limit: Limit) -> Result<bool, Error> {
        self.check_process()?;
        if self.region.read_only() {
            return Err(Error::ReadOnly);
        }
        Held::check(self.identity, Mode::Write, !matches!(limit, Limit::Try))?;
        self.turns.write(limit, &|| self.writer().recover())?;
        // From here on this thread is the owner.
        let ready = self.writer().enter().and_then(|()| {
            // Left by a live owner whose rollback failed: try again before anything is built on it.
            if self.writer().needs_recovery() { self.writer().recover() } else { Ok(()) }
        });
        if let Err(error) = ready {
            self.turns.release_word();
            return Err(error);
        }
        Held::push(self.identity, self.number, Mode::Write);
        Ok(self.told_of_recovery())
    }

    /// Takes a read turn.
    #[inline]
    pub(super) fn enter_read(&self, limit: Limit) -> Result<bool, Error> {
        self.check_process()?;
        Held::check(self.identity, Mode::Read, !matches!(limit, Limit::Try))?;
        let recover = || self.writer().recover();
        let entered =
            if self.region.read_only() { self.turns.read(limit, None) } else { self.turns.read(limit, Some(&recover)) };
        debug_assert!(matches!(entered, Err(_) | Ok(Entered::Plainly | Entered::Recovered)));
        entered?;
        if let Err(error) = self.space().refresh() {
            self.turns.leave_read();
            return Err(error);
        }
        Held::push(self.identity, self.number, Mode::Read);
        Ok(self.told_of_recovery())
    }

    /// Gives a turn back, from its guard.
    #[inline]
    pub(super) fn leave(&self, mode: Mode) {
        Held::pop(self.number, mode);
        self.give_back(mode);
    }

    /// Whether a recovery happened since this attachment's last turn.
    #[inline]
    fn told_of_recovery(&self) -> bool {
        // Acquire: pairs with the Release that counts a recovery.
        let now = self.region.control().epoch.0.load(Ordering::Acquire);
        // Relaxed: one turn of this attachment tells of it, whichever.
        if now == self.epoch.load(Ordering::Relaxed) { false } else { self.epoch.swap(now, Ordering::Relaxed) != now }
    }
}

impl GiveBack for Inner {
    #[inline]
    fn give_back(&self, mode: Mode) {
        // In a forked child the turn is the parent's.
        if self.region.forked() {
            return;
        }
        match mode {
            Mode::Read => self.turns.leave_read(),
            Mode::Write => {
                self.writer().abandon();
                self.turns.release_word();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        strike(self.number);
        // Turns that this thread forgot to drop: their guards can never be used again.
        for mode in Held::take_all(self.number) {
            self.give_back(mode);
        }
    }
}

/// Writes the words of a fresh heap, before anyone can see it.
pub(super) fn format(region: &Region) -> Result<(), Error> {
    let header = region.header();
    let base = std::ptr::NonNull::new(region.base()).expect("a mapping is never at address 0");
    // SAFETY: the region maps the heap that its header describes for the time of this call.
    let space = unsafe { Space::new(base, header) };
    let random = boot::random_u64().map_err(|errno| Error::os("getrandom", errno))?;
    let journal = &space.meta().journal.0;
    shim::store(&journal.committed, FIRST_COMMIT.min(header.journal_room));
    Allocator::new(&space).format(header.arena_off + FIRST_COMMIT, random);
    Ok(())
}

/// Repairs and verifies a heap that nobody is attached to, before anyone else can come.
pub(super) fn inspect(region: &Region, trust: bool) -> Result<(), Error> {
    let base = std::ptr::NonNull::new(region.base()).expect("a mapping is never at address 0");
    // SAFETY: as in `format`.
    let space = unsafe { Space::new(base, region.header()) };
    space.refresh()?;
    let log = Log::new(&space, region.header());
    if log.needs_repair() {
        if region.read_only() {
            return Err(Error::NeedsRecovery);
        }
        // Nobody lives who could own the turn, and newcomers wait outside: this process is the owner. The turn word
        // still names the dead one, and tells the next turn of the recovery.
        log.repair()?;
    }
    if trust { Ok(()) } else { unsound(&space.verify()).map_or(Ok(()), Err) }
}
