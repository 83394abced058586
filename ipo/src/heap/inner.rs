//! One attachment: the region, the turns, and the writer that belongs to whoever holds the write turn.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::lock::Locks;
use crate::Error;
use crate::alloc::{Allocator, Space};
use crate::journal::{Log, Writer};
use crate::object::pins::Pins;
use crate::object::{Report, unsound};
use crate::region::Region;
use crate::region::layout::FIRST_COMMIT;
use crate::region::options::HeapOptions;
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::fork::Cookie;
use crate::sys::{boot, shim};
use crate::trace::{self, Stopwatch};
use crate::turn::{
    AtOnce, Bell, GiveBack, Held, Limit, Mode, TurnWorld, Turns, World, attachment_number, audit, enroll, strike,
};

/// The writer, touched only by the holder of the write turn; its `Space` by anyone.
struct Owned(Writer);

// SAFETY: everything in the Writer that is not its Space is used by the thread that holds the heap's write turn, one at
// a time, and the turn's release and acquire order them. The Space is Sync by itself.
unsafe impl Sync for Owned {}
// SAFETY: a Writer has no ties to a thread; see above.
unsafe impl Send for Owned {}

/// See the module's text.
pub(crate) struct Inner {
    writer: Owned,
    turns: Turns<TurnWorld>,
    region: Arc<Region>,
    identity: (u64, u64),
    /// The region's, both: every turn asks.
    cookie: Cookie,
    read_only: bool,
    /// Numbers the attachments of this process.
    number: u64,
    pub(super) pins: Pins,
    /// The locks that were opened, by their blocks: a process queues before each of them once.
    pub(super) locks: Locks,
    /// Recoveries that this attachment's turns have told of.
    epoch: AtomicU64,
    #[cfg(feature = "async")]
    service: crate::future::Service,
    /// How long a turn may last before it is told of.
    long_turn: Duration,
}

impl Inner {
    /// `repaired`: on the way in, the change of a dead owner was undone, and nobody has been told.
    pub(super) fn new(region: Region, repaired: bool, options: &HeapOptions) -> Arc<Inner> {
        let region = Arc::new(region);
        let inner = Arc::new(Inner {
            writer: Owned(Writer::new(region.clone())),
            turns: Turns::new(TurnWorld::new(region.clone())),
            identity: region.identity(),
            number: attachment_number(),
            pins: Pins::default(),
            locks: Locks::default(),
            cookie: region.cookie(),
            read_only: region.read_only(),
            // Acquire: pairs with the Release that counts a recovery.
            epoch: AtomicU64::new(region.control().epoch.0.load(Ordering::Acquire).wrapping_sub(u64::from(repaired))),
            #[cfg(feature = "async")]
            service: crate::future::Service::default(),
            region,
            long_turn: options.long_turn,
        });
        let region = &inner.region;
        trace::attached(region.name(), region.me().slot, region.read_only(), repaired);
        let known: Weak<dyn GiveBack> = Arc::downgrade(&inner) as Weak<dyn GiveBack>;
        enroll(inner.number, known);
        inner
    }

    pub(crate) fn region(&self) -> &Region {
        &self.region
    }

    pub(crate) fn shared_region(&self) -> Arc<Region> {
        self.region.clone()
    }

    #[inline]
    pub(crate) fn space(&self) -> &Space {
        self.writer.0.space()
    }

    /// For the holder of the write turn.
    #[inline]
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer.0
    }

    /// For the holder of a turn: looks at everything that lies in the heap.
    pub(super) fn verify(&self, mode: Mode) -> Report {
        // What was cut off must not be touched.
        if let Err(error) = self.region.check_length() {
            let mut report = Report::default();
            report.add(0, error.to_string());
            return report;
        }
        let mut report = verify(&self.region, self.space());
        let holder = (self.region.me(), mode == Mode::Write);
        audit_words(&self.region, Some(holder), &mut report);
        report
    }

    #[inline]
    pub(crate) fn check_process(&self) -> Result<(), Error> {
        if self.cookie.forked() { Err(Error::Forked) } else { Ok(()) }
    }

    /// Takes the write turn; says whether somebody died in the meantime.
    // The limit by reference: one that is known when the program is compiled is then not stored on the stack before it is needed.
    #[inline(always)]
    pub(super) fn enter_write(&self, limit: &Limit) -> Result<bool, Error> {
        let mut so_far = None;
        if !self.cookie.forked() && !self.read_only && Held::nothing() {
            let taken = self.turns.write_at_once();
            if taken == AtOnce::Entered && self.writer().is_current() && self.knows_epoch() {
                Held::push_first(self.identity, self.number, Mode::Write);
                return Ok(false);
            }
            so_far = Some(taken);
        }
        self.enter_write_slowly(so_far, limit)
    }

    /// As `enter_write`, which came `so_far`, or did not begin.
    #[cold]
    #[inline(never)]
    fn enter_write_slowly(&self, so_far: Option<AtOnce>, limit: &Limit) -> Result<bool, Error> {
        let so_far = match so_far {
            Some(so_far) => so_far,
            None => {
                self.check_process()?;
                if self.read_only {
                    return Err(Error::ReadOnly);
                }
                Held::check(self.identity, Mode::Write, !matches!(limit, Limit::Try))?;
                self.turns.write_at_once()
            }
        };
        let recovered = self.write_by(&self.turns, so_far, *limit)?;
        Held::push(self.identity, self.number, Mode::Write);
        Ok(recovered)
    }

    /// Whether no turn of this thread would be waited for by who needs the write turn.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`].
    pub(crate) fn check_unheld(&self) -> Result<(), Error> {
        Held::check(self.identity, Mode::Write, true)
    }

    /// Takes the write turn as `turns` waits for it, as far as that is not done.
    pub(super) fn write_by<W: World>(&self, turns: &Turns<W>, so_far: AtOnce, limit: Limit) -> Result<bool, Error> {
        turns.write(so_far, limit, &|| self.recover())?;
        // From here on the caller is the owner.
        let ready = self.writer().enter().and_then(|()| {
            // Left by a live owner whose rollback failed: try again before anything is built on it.
            if self.writer().needs_recovery() { self.writer().recover() } else { Ok(()) }
        });
        if let Err(error) = ready {
            self.turns.release_word();
            return Err(error);
        }
        // A failure leaves it to the next one.
        let _ = self.writer().free_condemned();
        Ok(self.told_of_recovery())
    }

    /// Takes a read turn.
    #[inline(always)]
    pub(super) fn enter_read(&self, limit: &Limit) -> Result<bool, Error> {
        let mut inside = None;
        if !self.cookie.forked() && Held::nothing() {
            let entered = self.turns.read_at_once();
            if entered && self.space().is_current() && self.knows_epoch() {
                Held::push_first(self.identity, self.number, Mode::Read);
                return Ok(false);
            }
            inside = Some(entered);
        }
        self.enter_read_slowly(inside, limit)
    }

    /// As `enter_read`, which came inside or not, or did not begin.
    #[cold]
    #[inline(never)]
    fn enter_read_slowly(&self, inside: Option<bool>, limit: &Limit) -> Result<bool, Error> {
        let inside = match inside {
            Some(inside) => inside,
            None => {
                self.check_process()?;
                Held::check(self.identity, Mode::Read, !matches!(limit, Limit::Try))?;
                self.turns.read_at_once()
            }
        };
        let recovered = self.read_by(&self.turns, inside, *limit)?;
        Held::push(self.identity, self.number, Mode::Read);
        Ok(recovered)
    }

    /// Takes a read turn as `turns` waits for it, unless the caller is `inside` already.
    pub(super) fn read_by<W: World>(&self, turns: &Turns<W>, inside: bool, limit: Limit) -> Result<bool, Error> {
        if !inside {
            let recover = || self.recover();
            if self.read_only { turns.read(limit, None) } else { turns.read(limit, Some(&recover)) }?;
        }
        if let Err(error) = self.space().refresh() {
            self.turns.leave_read();
            return Err(error);
        }
        Ok(self.told_of_recovery())
    }

    /// Takes a turn that belongs to no thread, if that needs no waiting; whether a dead owner's change was undone.
    #[cfg(feature = "async")]
    pub(super) fn take_at_once(&self, mode: Mode) -> Result<Option<bool>, Error> {
        self.check_process()?;
        if mode == Mode::Read {
            return if self.turns.read_at_once() {
                self.read_by(&self.turns, true, Limit::Try).map(Some)
            } else {
                Ok(None)
            };
        }
        if self.region.read_only() {
            return Err(Error::ReadOnly);
        }
        match self.turns.write_at_once() {
            AtOnce::Entered => self.write_by(&self.turns, AtOnce::Entered, Limit::Try).map(Some),
            AtOnce::OwnsWord => {
                self.turns.release_word();
                Ok(None)
            }
            AtOnce::Not => Ok(None),
        }
    }

    #[cfg(feature = "async")]
    pub(crate) fn service(&self) -> &crate::future::Service {
        &self.service
    }

    /// Repairs what a dead owner left.
    #[cold]
    fn recover(&self) -> Result<(), Error> {
        let (heap, slot, watch) = (self.region.name(), self.region.me().slot, Stopwatch::start());
        let unfinished = self.writer().needs_recovery();
        let outcome = self.writer().recover();
        match &outcome {
            Ok(()) => trace::recovered(heap, slot, unfinished, &watch),
            Err(error) => trace::not_recovered(heap, slot, error),
        }
        outcome
    }

    /// Tells of a turn that has ended, if it was a long one.
    #[inline(always)]
    pub(super) fn was_held(&self, watch: &Stopwatch, kind: &'static str) {
        watch.end_of_turn(kind, self.long_turn, &self.region);
    }

    /// Takes a turn out of the thread's list, from its guard, if it stands there by itself; false: it has to be searched.
    // Always: the callers know where the thread's values are. To find that out takes a call, in the compiler's eyes, for
    // which a function saves its registers.
    #[inline(always)]
    pub(super) fn forget(&self, mode: Mode) -> bool {
        Held::pop_at_once(self.number, mode)
    }

    /// Gives a read turn back, from its guard. `popped`: it is out of the thread's list, or was never there.
    // Never: what is left of a guard's drop is so small that it is inlined, and the guard stays in registers. Stored on the
    // stack, it would hold up the loads here that happen to have the same place in their page.
    #[inline(never)]
    pub(super) fn leave_read(&self, popped: bool) {
        if popped && self.cookie.surely_not_forked() {
            self.turns.leave_read();
        } else {
            self.leave_slowly(Mode::Read, popped);
        }
    }

    /// Gives a write turn back, from its guard. `popped`: as in `leave_read`.
    // Never: as in `leave_read`.
    #[inline(never)]
    pub(super) fn leave_write(&self, popped: bool) {
        let given = popped
            && self.cookie.surely_not_forked()
            && self.writer().ends_plainly()
            && !self.change_is_awaited()
            && self.turns.release_at_once();
        if !given {
            self.leave_slowly(Mode::Write, popped);
        }
    }

    /// As `leave_read` or `leave_write`.
    #[cold]
    #[inline(never)]
    fn leave_slowly(&self, mode: Mode, popped: bool) {
        if !popped {
            Held::pop(self.number, mode);
        }
        self.give_back(mode);
    }

    /// Says that somebody waits for changes, and how many there were. For the holder of a read turn: no writer can clear the
    /// mark before the turn ends, and each later one finds it, as its drain sees the turn's end.
    pub(super) fn await_change(&self) -> u64 {
        let changes = &self.region.control().changes.0;
        // Relaxed, both: ordered by the turn, see above.
        changes.awaited.store(1, Ordering::Relaxed);
        changes.count.load(Ordering::Relaxed)
    }

    /// Wakes those who sleep at these bells.
    fn ring(&self, mut bells: Vec<u64>) {
        bells.sort_unstable();
        bells.dedup();
        for at in bells {
            // SAFETY: the word of a queue's or a topic's bell, which were in this heap during the turn and are never freed.
            Bell(unsafe { self.space().word(at) }).ring();
        }
    }

    /// At the end of a write turn: whether somebody waits for changes, who must then be woken. Counted before the word is
    /// free, so that whoever reads next and waits has seen the change, or waits for another one.
    fn count_change(&self) -> bool {
        if !self.change_is_awaited() {
            return false;
        }
        let changes = &self.region.control().changes.0;
        // Relaxed: only holders of the write turn change the two, or of read turns the first. SeqCst: pairs with the load
        // of those who are about to sleep.
        changes.awaited.store(0, Ordering::Relaxed);
        changes.count.fetch_add(1, Ordering::SeqCst);
        true
    }

    #[inline]
    fn change_is_awaited(&self) -> bool {
        // Relaxed: set in a read turn that ended before this turn's drain did.
        self.turns.world().control().changes.0.awaited.load(Ordering::Relaxed) != 0
    }

    #[cold]
    fn tell_of_messages(&self) {
        self.region.tell(&self.region.control().sent.0);
    }

    /// Recoveries since the heap was made.
    pub(super) fn recoveries(&self) -> u64 {
        // Acquire: pairs with the Release that counts a recovery.
        self.region.control().epoch.0.load(Ordering::Acquire)
    }

    /// Whether there was no recovery that this attachment has not told of.
    #[inline]
    fn knows_epoch(&self) -> bool {
        // Relaxed: one turn of this attachment tells of it.
        self.turns.recoveries() == self.epoch.load(Ordering::Relaxed)
    }

    /// Whether a recovery happened since this attachment's last turn.
    #[inline]
    fn told_of_recovery(&self) -> bool {
        let now = self.turns.recoveries();
        // Relaxed: one turn of this attachment tells of it, whichever.
        if now == self.epoch.load(Ordering::Relaxed) { false } else { self.epoch.swap(now, Ordering::Relaxed) != now }
    }
}

impl GiveBack for Inner {
    fn give_back(&self, mode: Mode) {
        // In a forked child the turn is the parent's.
        if self.cookie.forked() {
            return;
        }
        match mode {
            Mode::Read => self.turns.leave_read(),
            Mode::Write => {
                self.writer().abandon();
                let (sent, rung) = self.writer().take_telling();
                let awaited = self.count_change();
                self.turns.release_word();
                if awaited {
                    self.region.wake(&self.region.control().changes.0.count);
                }
                if sent {
                    self.tell_of_messages();
                }
                self.ring(rung);
            }
        }
    }

    fn forked(&self) -> bool {
        self.cookie.forked()
    }
}

#[cfg(feature = "async")]
impl crate::future::Attachment for Inner {
    fn region(&self) -> &Arc<Region> {
        &self.region
    }

    fn turns_beside<W: World>(&self, world: W) -> Turns<W> {
        self.turns.beside(world)
    }

    fn take<W: World>(&self, turns: &Turns<W>, mode: Mode, limit: Limit) -> Result<bool, Error> {
        match mode {
            Mode::Read => self.read_by(turns, turns.read_at_once(), limit),
            Mode::Write => self.write_by(turns, turns.write_at_once(), limit),
        }
    }

    fn give(&self, mode: Mode) {
        self.give_back(mode);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        strike(self.number);
        trace::leaving(self.region.name(), self.region.me().slot);
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

/// Everything behind the words through which participants meet.
fn verify(region: &Region, space: &Space) -> Report {
    let mut report = space.verify();
    Log::new(space, region.header()).audit(&mut |offset, what| report.add(offset, what));
    report
}

fn audit_words(region: &Region, holder: Option<(Me, bool)>, report: &mut Report) {
    let places = region.control_places();
    audit(region.control(), region.participants(), holder, places, &mut |offset, what| report.add(offset, what));
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
        let (heap, slot, watch) = (region.name(), region.me().slot, Stopwatch::start());
        // Nobody lives who could own the turn, and newcomers wait outside: this process is the owner.
        log.repair().inspect_err(|error| trace::not_recovered(heap, slot, error))?;
        trace::recovered(heap, slot, true, &watch);
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
        let mut report = verify(region, &space);
        audit_words(region, None, &mut report);
        unsound(&report).map_or(Ok(()), Err)?;
    }
    Ok(died_inside)
}
