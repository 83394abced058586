//! Messages that belong to their taker until it says that they are done, and come back if it dies.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use super::Queue;
use super::inside::Received;
use super::recover::something_left;
use crate::Error;
use crate::heap::{TurnOwner, Tx, WriteTurn};
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::messages::OWNER;
use crate::object::ring::Word;
use crate::sys::shim;
use crate::turn::{Bell, Limit};

/// A message that belongs to this process until it is [`done`](Lease::done): see [`Queue::lease`]. A copy of its value.
///
/// Dropped without `done`, or with its process, the message goes back to the front of the queue, marked as redelivered.
pub struct Lease<T: Shared> {
    queue: Queue<T>,
    at: u64,
    /// `None` once the lease is over.
    value: Option<T>,
    redelivered: bool,
}

impl<T: Shared + fmt::Debug> fmt::Debug for Lease<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("value", &**self).field("redelivered", &self.redelivered).finish()
    }
}

impl<T: Shared> Deref for Lease<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.as_ref().expect("a lease that is not over has its value")
    }
}

impl<T: Shared> Queue<T> {
    /// Takes the first message on lease; waits for one. It is this process's until [`Lease::done`]. If the process dies
    /// before, or the lease is dropped, the message goes back to the front of the queue, once, and is marked as
    /// [redelivered](Lease::redelivered). Costs two write turns, one here and one in `done`.
    ///
    /// A death is noticed by those who wait for a message, within some 50 ms.
    ///
    /// [`lease_timeout`](Self::lease_timeout) limits the whole wait, [`turn_timeout`](crate::HeapOptions::turn_timeout) the wait for the turn.
    ///
    /// # Errors
    /// As [`take`](Self::take), and as [`Heap::write`](crate::Heap::write).
    ///
    /// # Panics
    /// As `take`.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let jobs = heap.queue::<String>("jobs")?;
    /// jobs.send(&"sweep the floor".to_owned())?;
    ///
    /// let job = jobs.lease()?;
    /// assert_eq!((job.as_str(), job.redelivered()), ("sweep the floor", false));
    /// drop(job); // not done
    ///
    /// let job = jobs.lease()?;
    /// assert!(job.redelivered());
    /// job.done()?;
    /// assert!(jobs.is_empty());
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn lease(&self) -> Result<Lease<T>, Error> {
        self.lease_until(Limit::Never)
    }

    /// As [`lease`](Self::lease), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as `lease`.
    ///
    /// # Panics
    /// As `take`.
    pub fn lease_timeout(&self, timeout: Duration) -> Result<Lease<T>, Error> {
        self.lease_until(Limit::after(timeout))
    }

    /// As [`lease`](Self::lease), but does not wait.
    ///
    /// # Errors
    /// [`Error::NoMessages`], [`Error::WouldBlock`] if another one has the turn, and as `lease`.
    ///
    /// # Panics
    /// As `take`.
    pub fn try_lease(&self) -> Result<Lease<T>, Error> {
        if let Some(lease) = self.lease_once(Limit::Try)? {
            return Ok(lease);
        }
        self.check_drained()?;
        if self.look_at_times()? {
            if let Some(lease) = self.lease_once(Limit::Try)? {
                return Ok(lease);
            }
        }
        Err(Error::NoMessages)
    }

    /// How many messages are on lease at the moment.
    pub fn leased(&self) -> usize {
        self.ring().words().leased.0.len() as usize
    }

    /// Sees now to what dead processes have left: their leases go back to the front. Those who wait for a message do this by
    /// themselves, and those who only try do it now and then. Takes a write turn if there is something to be done; waiting for
    /// it is limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// As [`Heap::write`](crate::Heap::write).
    pub fn recover(&self) -> Result<(), Error> {
        self.may_change()?;
        if something_left(self.inner.region(), &self.ring()) {
            self.inside(Limit::Never, |inside| inside.recover())?;
        }
        self.look_everywhere();
        Ok(())
    }

    fn lease_until(&self, limit: Limit) -> Result<Lease<T>, Error> {
        self.receive(limit, true, || self.lease_once(limit))
    }

    fn lease_once(&self, limit: Limit) -> Result<Option<Lease<T>>, Error> {
        self.may_change()?;
        self.catch_up(limit)?;
        if !self.has_some() {
            return Ok(None);
        }
        let leased = self.inside(limit, |inside| inside.lease::<T>())?;
        Ok(leased.map(|(at, received)| Lease::new(self, at, received)))
    }
}

impl<T: Shared> Lease<T> {
    pub(super) fn new(queue: &Queue<T>, at: u64, Received { value, redelivered }: Received<T>) -> Lease<T> {
        Lease { queue: queue.clone(), at, value: Some(value), redelivered }
    }

    /// Whether somebody had the message before and did not finish it, or may not have.
    pub fn redelivered(&self) -> bool {
        self.redelivered
    }

    /// The message is done and gone; gives its value. Takes a write turn; waiting for it is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// As [`Heap::write`](crate::Heap::write), and [`Error::JournalFull`]: the message then goes back to the queue. To keep it
    /// until there is a turn, take the turn first: [`done_within`](Self::done_within).
    pub fn done(mut self) -> Result<T, Error> {
        self.queue.inside(Limit::Never, |inside| inside.done::<T>(self.at))?;
        Ok(self.close())
    }

    /// The message is done as part of a turn.
    ///
    /// # Errors
    /// [`Error::OtherHeap`], [`Error::JournalFull`]: the message then goes back to the queue.
    pub fn done_within<O: TurnOwner>(mut self, turn: &mut WriteTurn<'_, O>) -> Result<T, Error> {
        self.done_by(turn.writer())?;
        Ok(self.close())
    }

    /// The message is done as part of a transaction, with all that the transaction changes, or not: so each message is worked
    /// on exactly once, whatever dies. If the transaction fails, the message goes back to the queue.
    ///
    /// # Errors
    /// As [`done_within`](Self::done_within).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let deposits = heap.queue::<i64>("deposits")?;
    /// let balance = heap.write()?.put(&0_i64)?;
    /// deposits.send(&30)?;
    ///
    /// let deposit = deposits.lease()?;
    /// heap.transaction(|tx| {
    ///     *tx.get_mut(balance)? += deposit.done_in(tx)?;
    ///     Ok::<_, Error>(())
    /// })?;
    /// assert_eq!(heap.read()?.load(balance)?, 30);
    /// assert_eq!(deposits.leased(), 0);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn done_in(mut self, tx: &mut Tx<'_>) -> Result<T, Error> {
        self.done_by(tx.writer())?;
        Ok(self.close())
    }

    fn done_by(&self, writer: &Writer) -> Result<(), Error> {
        if writer.region().identity() != self.queue.inner.region().identity() {
            return Err(Error::OtherHeap);
        }
        let inside = self.queue.with(writer);
        writer.scope(|| {
            inside.give_up_if_undone(self.at)?;
            inside.done::<T>(self.at)
        })
    }

    /// The value of a lease that is over.
    fn close(&mut self) -> T {
        self.value.take().expect("a lease that is not over has its value")
    }
}

impl<T: Shared> Drop for Lease<T> {
    fn drop(&mut self) {
        if self.value.is_none() || self.queue.inner.region().forked() {
            return;
        }
        let ring = self.queue.ring();
        // SAFETY: the message's block, which is this lease's alone: nobody frees it before it has no owner.
        let owner = unsafe { ring.space().word(self.at + OWNER) };
        // Nobody's: whoever takes next finds it so and puts it to the front. No turn, as this thread may hold one.
        shim::publish(owner, Word::full(0, true).0);
        shim::add(&ring.words().lists.0.returned, 1);
        Bell(&ring.words().arrivals.0).ring();
    }
}
