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
use crate::turn::{AtOnce, GiveBack, Held, Limit, Mode, Turns, enroll, strike};

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
    /// `repaired`: on the way in, the change of a dead owner was undone, and nobody has been told.
    pub(super) fn new(region: Region, repaired: bool) -> Arc<Inner> {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let region = Arc::new(region);
        let inner = Arc::new(Inner {
            writer: Owned(Writer::new(region.clone())),
            turns: Turns::new(region.clone()),
            identity: region.identity(),
            // Relaxed: any number will do that nobody else got.
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            // Acquire: pairs with the Release that counts a recovery.
            epoch: AtomicU64::new(region.control().epoch.0.load(Ordering::Acquire).wrapping_sub(u64::from(repaired))),
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
    #[inline(always)]
    pub(super) fn enter_write(&self, limit: Limit) -> Result<bool, Error> {
        let mut so_far = None;
        if !self.region.forked() && !self.region.read_only() && Held::nothing() {
            let taken = self.turns.write_at_once();
            if taken == AtOnce::Entered && self.writer().is_current() && self.knows_epoch() {
                Held::push(self.identity, self.number, Mode::Write);
                return Ok(false);
            }
            so_far = Some(taken);
        }
        self.enter_write_slowly(so_far, limit)
    }

    /// As `enter_write`, which came `so_far`, or did not begin.
    #[cold]
    #[inline(never)]
    fn enter_write_slowly(&self, so_far: Option<AtOnce>, limit: Limit) -> Result<bool, Error> {
        let so_far = match so_far {
            Some(so_far) => so_far,
            None => {
                self.check_process()?;
                if self.region.read_only() {
                    return Err(Error::ReadOnly);
                }
                Held::check(self.identity, Mode::Write, !matches!(limit, Limit::Try))?;
                self.turns.write_at_once()
            }
        };
        self.turns.write(so_far, limit, &|| self.writer().recover())?;
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
    #[inline(always)]
    pub(super) fn enter_read(&self, limit: Limit) -> Result<bool, Error> {
        let mut inside = None;
        if !self.region.forked() && Held::nothing() {
            let entered = self.turns.read_at_once();
            if entered && self.space().is_current() && self.knows_epoch() {
                Held::push(self.identity, self.number, Mode::Read);
                return Ok(false);
            }
            inside = Some(entered);
        }
        self.enter_read_slowly(inside, limit)
    }

    /// As `enter_read`, which came inside or not, or did not begin.
    #[cold]
    #[inline(never)]
    fn enter_read_slowly(&self, inside: Option<bool>, limit: Limit) -> Result<bool, Error> {
        let inside = match inside {
            Some(inside) => inside,
            None => {
                self.check_process()?;
                Held::check(self.identity, Mode::Read, !matches!(limit, Limit::Try))?;
                self.turns.read_at_once()
            }
        };
        if !inside {
            let recover = || self.writer().recover();
            if self.region.read_only() {
                self.turns.read(limit, None)
            } else {
                self.turns.read(limit, Some(&recover))
            }?;
        }
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

    pub(super) fn messages_sent(&self) -> u64 {
        self.turns.messages_sent()
    }

    pub(super) fn await_messages(&self, seen: u64, step: std::time::Duration) {
        self.turns.await_messages(seen, step);
    }

    /// Recoveries since the heap was made.
    pub(super) fn recoveries(&self) -> u64 {
        // Acquire: pairs with the Release that counts a recovery.
        self.region.control().epoch.0.load(Ordering::Acquire)
    }

    /// Whether there was no recovery that this attachment has not told of.
    #[inline]
    fn knows_epoch(&self) -> bool {
        // Acquire: pairs with the Release that counts a recovery. Relaxed: one turn of this attachment tells of it.
        self.region.control().epoch.0.load(Ordering::Acquire) == self.epoch.load(Ordering::Relaxed)
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
                let sent = self.writer().sent.take();
                self.turns.release_word();
                if sent {
                    self.turns.tell_of_messages();
                }
            }
        }
    }

    fn forked(&self) -> bool {
        self.region.forked()
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
    let space = unsafe { Space::new(base, header, false) };
    let random = boot::random_u64().map_err(|errno| Error::os("getrandom", errno))?;
    let journal = &space.meta().journal.0;
    shim::store(&journal.committed, FIRST_COMMIT.min(header.journal_room));
    Allocator::new(&space).format(header.arena_off + FIRST_COMMIT, random);
    Ok(())
}

/// Repairs and verifies a heap that nobody is attached to, before anyone else can come. Says whether a dead process had
/// left its write turn unfinished.
pub(super) fn inspect(region: &Region, trust: bool) -> Result<bool, Error> {
    let base = std::ptr::NonNull::new(region.base()).expect("a mapping is never at address 0");
    // SAFETY: as in `format`.
    let space = unsafe { Space::new(base, region.header(), false) };
    space.refresh()?;
    let log = Log::new(&space, region.header());
    if log.needs_repair() {
        if region.read_only() {
            return Err(Error::NeedsRecovery);
        }
        // Nobody lives who could own the turn, and newcomers wait outside: this process is the owner.
        log.repair()?;
    }
    // Nothing is left to repair behind the dead one's word, so that also those who cannot repair may pass. First the
    // count: a death in between is another one's recovery.
    let turn = &region.control().turn.0;
    // Relaxed: the ATTACH byte orders those who come to a heap without participants.
    let died_inside = turn.load(Ordering::Relaxed) != 0;
    if died_inside {
        // Release: as for any recovery.
        region.control().epoch.0.fetch_add(1, Ordering::Release);
        turn.store(0, Ordering::Release);
    }
    if !trust {
        unsound(&space.verify()).map_or(Ok(()), Err)?;
    }
    Ok(died_inside)
}
