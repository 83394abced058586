//! Waiting until the heap has changed, or until others have come.

use std::ops::ControlFlow;
use std::time::Duration;

use super::manage::Heap;
use super::read_turn::ReadTurn;
use crate::Error;
use crate::region::options::Wait;
use crate::region::participant::ParticipantInfo;
use crate::sync::Ordering;
use crate::turn::Limit;

/// What a condition of [`Heap::wait_for`] says: `bool`, `Option<R>`, or a `Result` of one of these.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let number = heap.write()?.put(&5_i64)?;
/// heap.wait_for(|turn| turn.stats().objects == 1)?; // a truth value
/// let stats = heap.wait_for(|turn| Some(turn.stats()))?; // something that is found
/// let found = heap.wait_for(|turn| Ok(Some(turn.get(number)?)))?; // an error ends the wait
/// assert_eq!((stats.objects, found), (1, 5));
/// # Ok::<(), ipo::Error>(())
/// ```
pub trait Condition {
    /// What the wait ends with: `()` for a `bool`, `R` for an `Option<R>`.
    type Found;

    /// What was found, if it was.
    ///
    /// # Errors
    /// The condition's own, with which the wait ends.
    fn found(self) -> Result<Option<Self::Found>, Error>;
}

impl Condition for bool {
    type Found = ();

    fn found(self) -> Result<Option<()>, Error> {
        Ok(self.then_some(()))
    }
}

impl<R> Condition for Option<R> {
    type Found = R;

    fn found(self) -> Result<Option<R>, Error> {
        Ok(self)
    }
}

impl<C: Condition> Condition for Result<C, Error> {
    type Found = C::Found;

    fn found(self) -> Result<Option<C::Found>, Error> {
        self?.found()
    }
}

impl Heap {
    /// How calls on this attachment wait.
    pub fn wait(&self) -> Wait {
        self.inner.region().wait()
    }

    /// Chooses anew how calls on this attachment wait, for all threads that use it. Calls that wait already go on as they
    /// began.
    pub fn set_wait(&self, wait: Wait) {
        self.inner.region().set_wait(wait);
    }

    /// How long calls on this attachment wait for a turn if they have no time limit of their own; `None`: as long as it takes.
    pub fn turn_timeout(&self) -> Option<Duration> {
        self.inner.region().turn_timeout()
    }

    /// Chooses anew how long calls on this attachment wait for a turn, for all threads that use it and for the queues, topics
    /// and the like that it has made: see [`HeapOptions::turn_timeout`](crate::HeapOptions::turn_timeout). Calls that wait
    /// already go on as they began.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// assert_eq!(heap.turn_timeout(), None);
    /// heap.set_turn_timeout(Some(Duration::from_secs(5)));
    /// assert_eq!(heap.turn_timeout(), Some(Duration::from_secs(5)));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn set_turn_timeout(&self, timeout: Option<Duration>) {
        self.inner.region().set_turn_timeout(timeout);
    }

    /// Waits until `condition` holds, as long as it takes, and gives what it found. It is asked in a read turn: at once, then
    /// whenever a write turn of any process has ended, and every 50 ms. No turn is held in between.
    ///
    /// What others change outside of write turns (atomic fields) is noticed at the next look. If a process dies in the
    /// middle of a change, that is undone before the condition is asked again. Somebody who waits costs each write turn a
    /// wake-up; nobody who waits costs nothing.
    ///
    /// [`wait_for_timeout`](Self::wait_for_timeout) limits the whole wait, [`turn_timeout`](crate::HeapOptions::turn_timeout) the wait for
    /// the turn of each look.
    ///
    /// # Errors
    /// What `condition` returns, and as [`read`](Self::read).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let list = heap.write()?.put(&Vec::<u32>::new())?;
    /// std::thread::scope(|scope| {
    ///     // Another thread here; another process does the same.
    ///     let waiting = scope.spawn(|| heap.wait_for(|turn| Ok(turn.get(list)?.get(1))));
    ///     for number in [7, 8] {
    ///         heap.write()?.get_mut(list)?.push(number)?;
    ///     }
    ///     assert_eq!(waiting.join().expect("no panic")?, 8);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn wait_for<C: Condition>(&self, condition: impl FnMut(&ReadTurn<'_>) -> C) -> Result<C::Found, Error> {
        self.wait_within(Limit::Never, condition)
    }

    /// As [`wait_for`](Self::wait_for), but no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`]: without a `holder` if the condition does not hold, with one if the turn was not to be had; and
    /// as there.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let ready = heap.write()?.put(&false)?;
    /// let late = heap.wait_for_timeout(Duration::from_millis(10), |turn| turn.get(ready));
    /// assert!(matches!(late, Err(Error::TimedOut { holder: None, .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn wait_for_timeout<C: Condition>(
        &self,
        timeout: Duration,
        condition: impl FnMut(&ReadTurn<'_>) -> C,
    ) -> Result<C::Found, Error> {
        self.wait_within(Limit::after(timeout), condition)
    }

    fn wait_within<C: Condition>(
        &self,
        limit: Limit,
        mut condition: impl FnMut(&ReadTurn<'_>) -> C,
    ) -> Result<C::Found, Error> {
        let region = self.inner.region();
        region.wait_on(&region.control().changes.0.count, limit, || {
            let turn = ReadTurn::enter(&self.inner, &limit)?;
            // In the turn, and before the look: no change comes in between.
            let seen = self.inner.await_change();
            Ok(match condition(&turn).found()? {
                Some(found) => ControlFlow::Break(found),
                None => ControlFlow::Continue(seen),
            })
        })
    }

    /// Waits until at least `count` live participants are attached, this one included, no longer than `timeout`, and says
    /// who they are. A process with two attachments counts twice.
    ///
    /// # Errors
    /// [`Error::TimedOut`]; [`Error::Forked`]; [`Error::TooManyParticipants`] if the heap has no room for so many.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::{Error, Heap};
    ///
    /// # let name = &format!("doc-wait-participants-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// let worker = Heap::attach(name)?; // usually another process
    /// let all = heap.wait_for_participants(2, Duration::from_secs(10))?;
    /// assert_eq!(all.len(), 2);
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn wait_for_participants(&self, count: usize, timeout: Duration) -> Result<Vec<ParticipantInfo>, Error> {
        let region = self.inner.region();
        self.inner.check_process()?;
        let room = region.header().participants;
        if count > room as usize {
            return Err(Error::TooManyParticipants { limit: room });
        }
        let arrivals = &region.control().arrivals;
        region.wait_on(arrivals, Limit::after(timeout), || {
            // SeqCst: who comes after this changes the number.
            let seen = arrivals.load(Ordering::SeqCst);
            let alive: Vec<_> =
                region.participant_infos().into_iter().filter(|participant| participant.alive).collect();
            Ok(if alive.len() >= count { ControlFlow::Break(alive) } else { ControlFlow::Continue(seen) })
        })
    }
}
