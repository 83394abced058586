//! Locks by name, for what lies outside of the heap or takes several turns.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use super::manage::Heap;
use super::read_turn::ReadTurn;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::alloc::Space;
use crate::object::locks::LockWorld;
use crate::object::one_thread::LeavesItsThread;
use crate::region::Region;
use crate::sync::{AtomicU64, Ordering};
use crate::turn::{AtOnce, Entered, GiveBack, Held, Limit, Mode, Turns, World, attachment_number, enroll, strike};

/// A reader-writer lock with a name, for all processes of the heap: for a file, a device, or work that takes several turns.
/// Made by [`Heap::lock`]. It is advisory: it keeps nobody from the heap.
///
/// It works as turns do: any number of readers or one writer, threads and processes wait in a bounded order, and a waiter
/// that is passed too often is handed the lock. If its owner dies, the lock is free; whoever takes it after a writer's death is
/// told so ([`recovered`](LockWriteGuard::recovered)) and looks after what the lock protects.
///
/// The process stays attached to the heap as long as one of these exists, also when its [`Heap`] is dropped.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let log = heap.lock("log file")?;
/// {
///     let guard = log.write()?; // alone in all processes that ask for this lock
///     if guard.recovered() {
///         // The last writer died with the lock: the file may end in half a line.
///     }
/// } // given back here
/// let one = log.read()?;
/// // Turns of the heap are free in the meantime.
/// heap.write()?.put(&1_u8)?;
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Clone)]
pub struct Lock {
    inner: Arc<Inner>,
}

struct Inner {
    turns: Turns<LockWorld>,
    /// By what the thread's list knows the lock: the heap's file and the lock's block.
    identity: (u64, u64),
    number: u64,
    /// Takings-over that this handle has told of.
    epoch: AtomicU64,
    name: Box<str>,
}

/// Shared possession of a [`Lock`]. Given back on drop; stays on its thread.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let lock = heap.lock("settings")?;
/// let guard = lock.read()?;
/// assert!(!guard.recovered());
/// assert!(lock.try_read().is_ok()); // readers are many
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct LockReadGuard<'l> {
    lock: &'l Inner,
    recovered: bool,
}

/// Sole possession of a [`Lock`]. Given back on drop; stays on its thread.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let lock = heap.lock("settings")?;
/// let guard = lock.write_timeout(Duration::from_secs(1))?;
/// std::thread::scope(|scope| {
///     scope.spawn(|| {
///         let late = lock.read_timeout(Duration::from_millis(5));
///         assert!(matches!(late, Err(Error::TimedOut { .. })));
///     });
/// });
/// drop(guard);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct LockWriteGuard<'l> {
    lock: &'l Inner,
    recovered: bool,
}

// SAFETY: never, for nothing leaves its thread.
#[doc(hidden)]
unsafe impl<'l> Send for LockReadGuard<'l> where &'l (): LeavesItsThread {}
// SAFETY: as above.
#[doc(hidden)]
unsafe impl<'l> Send for LockWriteGuard<'l> where &'l (): LeavesItsThread {}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("name", &self.inner.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for LockReadGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockReadGuard").field("name", &self.lock.name).field("recovered", &self.recovered).finish()
    }
}

impl fmt::Debug for LockWriteGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockWriteGuard").field("name", &self.lock.name).field("recovered", &self.recovered).finish()
    }
}

impl Heap {
    /// The lock of that name, which is made if there is none. Looks it up in a turn, waiting for which
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout) limits: keep it for what is done often. Takes 256 bytes and 16 for each participant that the heap has room for.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], as taking a lock writes; [`Error::OutOfSpace`]; [`Error::TooLarge`] for a name of more than 4,096
    /// bytes; and as [`write`](Self::write).
    pub fn lock(&self, name: &str) -> Result<Lock, Error> {
        if self.is_read_only() {
            return Err(Error::ReadOnly);
        }
        // In a statement of its own, which ends the turn.
        let known = ReadTurn::enter(&self.inner, &Limit::Never)?.space().lock(name)?;
        let region = self.inner.shared_region();
        let payload = match known {
            Some(payload) => payload,
            None => {
                let room = region.header().participants;
                WriteTurn::enter(&self.inner, &Limit::Never)?.writer().open_lock(name, room)?
            }
        };
        // Two queues of one process would wait before one lock as one.
        let mut open = self.inner.locks.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inner) = open.get(&payload).and_then(Weak::upgrade) {
            return Ok(Lock { inner });
        }
        open.retain(|_, lock| lock.strong_count() > 0);
        let inner = Inner::open(region, self.inner.space(), payload, name)?;
        open.insert(payload, Arc::downgrade(&inner));
        Ok(Lock { inner })
    }
}

/// The locks that an attachment has opened.
#[derive(Default)]
pub(super) struct Locks(Mutex<HashMap<u64, Weak<Inner>>>);

impl Lock {
    /// Takes the lock for reading: many at once, while nobody has it for writing. Waits as long as it takes;
    /// [`read_timeout`](Self::read_timeout) has a limit.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`] if this thread has the lock; [`Error::Forked`].
    pub fn read(&self) -> Result<LockReadGuard<'_>, Error> {
        self.inner.read(Limit::Never)
    }

    /// As [`read`](Self::read), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as there. A thread that reads already may read once more.
    pub fn try_read(&self) -> Result<LockReadGuard<'_>, Error> {
        self.inner.read(Limit::Try)
    }

    /// As [`read`](Self::read), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as there.
    pub fn read_timeout(&self, timeout: Duration) -> Result<LockReadGuard<'_>, Error> {
        self.inner.read(Limit::after(timeout))
    }

    /// Takes the lock for writing: alone in all processes. Waits as long as it takes; [`write_timeout`](Self::write_timeout)
    /// has a limit.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn write(&self) -> Result<LockWriteGuard<'_>, Error> {
        self.inner.write(Limit::Never)
    }

    /// As [`write`](Self::write), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as there.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let lock = heap.lock("the printer")?;
    /// let reading = lock.read()?;
    /// assert!(matches!(lock.write(), Err(Error::WouldDeadlock { .. }))); // the same thread
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| assert!(matches!(lock.try_write(), Err(Error::WouldBlock { .. }))));
    /// });
    /// drop(reading);
    /// lock.try_write()?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn try_write(&self) -> Result<LockWriteGuard<'_>, Error> {
        self.inner.write(Limit::Try)
    }

    /// As [`write`](Self::write), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as there.
    pub fn write_timeout(&self, timeout: Duration) -> Result<LockWriteGuard<'_>, Error> {
        self.inner.write(Limit::after(timeout))
    }
}

impl Inner {
    fn open(region: Arc<Region>, space: &Space, payload: u64, name: &str) -> Result<Arc<Inner>, Error> {
        let (device, file) = region.identity();
        let world = LockWorld::new(region, space, payload)?;
        let inner = Arc::new(Inner {
            epoch: AtomicU64::new(world.recoveries()),
            turns: Turns::new(world),
            // No block lies at 0: this is never the heap itself.
            identity: (device ^ payload.rotate_left(32), file),
            number: attachment_number(),
            name: name.into(),
        });
        let known: Weak<dyn GiveBack> = Arc::downgrade(&inner) as Weak<dyn GiveBack>;
        enroll(inner.number, known);
        Ok(inner)
    }

    #[inline]
    fn check(&self, wanted: Mode, limit: Limit) -> Result<(), Error> {
        if self.turns.world().region().forked() {
            return Err(Error::Forked);
        }
        if Held::nothing() {
            return Ok(());
        }
        Held::check(self.identity, wanted, !matches!(limit, Limit::Try))
    }

    fn write(&self, limit: Limit) -> Result<LockWriteGuard<'_>, Error> {
        self.check(Mode::Write, limit)?;
        // Nothing of this crate is to be repaired: the user is told.
        let so_far = self.turns.write_at_once();
        if so_far != AtOnce::Entered {
            self.write_slowly(so_far, limit)?;
        }
        Held::push(self.identity, self.number, Mode::Write);
        Ok(LockWriteGuard { lock: self, recovered: self.told_of_recovery() })
    }

    fn read(&self, limit: Limit) -> Result<LockReadGuard<'_>, Error> {
        self.check(Mode::Read, limit)?;
        if !self.turns.read_at_once() {
            self.read_slowly(limit)?;
        }
        Held::push(self.identity, self.number, Mode::Read);
        Ok(LockReadGuard { lock: self, recovered: self.told_of_recovery() })
    }

    /// Apart, so that what is seldom does not cost the others a large frame.
    #[cold]
    #[inline(never)]
    fn write_slowly(&self, so_far: AtOnce, limit: Limit) -> Result<Entered, Error> {
        self.turns.write(so_far, limit, &|| Ok(()))
    }

    #[cold]
    #[inline(never)]
    fn read_slowly(&self, limit: Limit) -> Result<Entered, Error> {
        self.turns.read(limit, Some(&|| Ok(())))
    }

    fn told_of_recovery(&self) -> bool {
        let now = self.turns.recoveries();
        // Relaxed: one guard of this handle tells of it, whichever. Looked at first: an exchange costs as much as the lock.
        self.epoch.load(Ordering::Relaxed) != now && self.epoch.swap(now, Ordering::Relaxed) != now
    }

    fn leave(&self, mode: Mode) {
        Held::pop(self.number, mode);
        self.give_back(mode);
    }
}

impl GiveBack for Inner {
    fn give_back(&self, mode: Mode) {
        if self.forked() {
            return;
        }
        match mode {
            Mode::Read => self.turns.leave_read(),
            Mode::Write => self.turns.release_word(),
        }
    }

    fn forked(&self) -> bool {
        self.turns.world().region().forked()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        strike(self.number);
        // Guards that this thread forgot to drop can never be used again.
        for mode in Held::take_all(self.number) {
            self.give_back(mode);
        }
    }
}

impl LockReadGuard<'_> {
    /// Whether somebody died with the lock for writing since this attachment's last guard. Told once for each attached
    /// [`Heap`], as long as it keeps a [`Lock`] of that name.
    pub fn recovered(&self) -> bool {
        self.recovered
    }
}

impl LockWriteGuard<'_> {
    /// Whether somebody died with the lock for writing since this attachment's last guard: what the lock protects may be half
    /// changed. Told once for each attached [`Heap`], as long as it keeps a [`Lock`] of that name.
    pub fn recovered(&self) -> bool {
        self.recovered
    }
}

impl Drop for LockReadGuard<'_> {
    fn drop(&mut self) {
        self.lock.leave(Mode::Read);
    }
}

impl Drop for LockWriteGuard<'_> {
    fn drop(&mut self) {
        self.lock.leave(Mode::Write);
    }
}
