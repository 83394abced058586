//! Floor 6: named queues, by which processes pass messages.
//!
//! `cells` is the ring, which needs no turn, and `look` finds the next message in it; `seen` what a handle knows of it; `inside`
//! what is done in a write turn; `outside` the way between the two, and waiting; `recover` what the dead have left; `buffers`, `reserved` and `taken` long
//! messages in place; `lease` messages that come back; `peek` looks. How a queue lies in the heap is `object::ring`'s.

#[cfg(feature = "async")]
mod awaited;
mod buffers;
mod cells;
mod close;
mod info;
mod inside;
mod lease;
mod look;
#[cfg(all(loom, test))]
mod models;
mod options;
mod outside;
mod peek;
mod recover;
mod reserved;
mod seen;
mod taken;
mod turns;

#[cfg(feature = "async")]
pub use awaited::Messages;
pub use info::QueueInfo;
pub use lease::Lease;
pub use options::QueueOptions;
pub use reserved::Reserved;
pub use taken::Taken;

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use self::inside::{End, fits_in_cell};
use self::seen::Seen;
use crate::Error;
use crate::heap::Heap;
use crate::heap::attached::Attached;
use crate::object::Shared;
use crate::object::ring::Facts;
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::turn::{Bell, Limit};

/// A queue of a heap, by name: any number of senders and takers in any processes. See [`Heap::queue`].
///
/// First in, first out: the messages of one sender are taken in the order in which it sent them. Each is taken once.
///
/// A message whose type is of fixed size and owns no memory (numbers, handles, structs of these) is sent and taken without
/// a turn of the heap, through a ring of cells, in well under a microsecond; so are bytes by [`reserve`](Queue::reserve). Others, and
/// what the ring has no room for, take a short write turn. Sending and taking take effect at once. To make them part of a
/// turn or a transaction there are [`WriteTurn::send_to`](crate::WriteTurn::send_to) and
/// [`Tx::take_from`](crate::Tx::take_from).
///
/// A sender that is killed has sent a message or has not. What a taker had is gone once the call returned, even if it dies
/// before it has used it: where that must not be, take with [`lease`](Queue::lease).
///
/// A `Queue` keeps its process attached to the heap. Threads may share it; a clone costs little.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let jobs = heap.queue::<u64>("jobs")?; // the same in any other process
/// std::thread::scope(|scope| {
///     let worker = scope.spawn(|| jobs.take_timeout(Duration::from_secs(10)));
///     jobs.send(&7)?;
///     assert_eq!(worker.join().unwrap()?, 7);
///     assert!(matches!(jobs.try_take(), Err(Error::NoMessages)));
///     Ok::<(), Error>(())
/// })?;
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Queue<T> {
    inner: Attached,
    at: u64,
    facts: Facts,
    me: Me,
    made: Instant,
    seen: Seen,
    /// Attempts in vain, and when the dead were last seen to.
    vain: AtomicU64,
    looked: AtomicU64,
    message: PhantomData<fn(T) -> T>,
}

impl<T> Queue<T> {
    fn new(inner: Attached, at: u64, facts: Facts) -> Queue<T> {
        let me = inner.region().me();
        let zero = || AtomicU64::new(0);
        Queue {
            inner,
            at,
            facts,
            me,
            made: Instant::now(),
            seen: Seen::new(),
            vain: zero(),
            looked: zero(),
            message: PhantomData,
        }
    }
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Queue::new(self.inner.clone(), self.at, self.facts)
    }
}

impl<T: Shared> fmt::Debug for Queue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("type", &T::NAME).field("len", &self.len()).finish_non_exhaustive()
    }
}

impl Heap {
    /// The queue of that name, for messages of the type `T`; makes it if there is none, without a bound. Two names of a
    /// queue and of a root do not meet. A queue stays as long as its heap. Waits for turns as [`QueueOptions::open`] does.
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if the queue's messages are of another type; else as [`QueueOptions::open`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let names = heap.queue::<String>("names")?;
    /// names.send(&"Ada".to_owned())?;
    /// assert_eq!(heap.queue::<String>("names")?.take()?, "Ada");
    /// assert!(matches!(heap.queue::<i64>("names"), Err(Error::SchemaMismatch { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn queue<T: Shared>(&self, name: &str) -> Result<Queue<T>, Error> {
        self.queue_options().open(name)
    }

    /// How a queue is made: bounded or not, and with how many cells. See [`QueueOptions`].
    pub fn queue_options(&self) -> QueueOptions<'_> {
        QueueOptions::new(self)
    }
}

/// Sending.
impl<T: Shared> Queue<T> {
    /// Sends a message: a copy of the value. Waits for room if the queue is bounded; [`send_timeout`](Self::send_timeout) has a
    /// limit. Where it needs a turn, waiting for that is also limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::Closed`]; [`Error::ReadOnly`]; [`Error::Forked`]; of what needs a turn as
    /// [`Heap::write`], [`Error::OutOfSpace`], [`Error::JournalFull`].
    pub fn send(&self, value: &T) -> Result<(), Error> {
        self.send_until(value, Limit::Never)
    }

    /// As [`send`](Self::send), but does not wait.
    ///
    /// # Errors
    /// [`Error::QueueFull`]; [`Error::WouldBlock`] if the message needs a turn, which another one has; and as `send`.
    #[inline]
    pub fn try_send(&self, value: &T) -> Result<(), Error> {
        match self.send_once(value, Limit::Try)? {
            Some(()) => Ok(()),
            None => Err(Error::QueueFull { bound: self.facts.bound }),
        }
    }

    /// As [`send`](Self::send), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as `send`.
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let one = heap.queue_options().bounded(1).open::<u8>("one")?;
    /// one.send_timeout(&1, Duration::from_secs(1))?;
    /// assert!(matches!(one.send_timeout(&2, Duration::from_millis(5)), Err(Error::TimedOut { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn send_timeout(&self, value: &T, timeout: Duration) -> Result<(), Error> {
        self.send_until(value, Limit::after(timeout))
    }

    fn send_until(&self, value: &T, limit: Limit) -> Result<(), Error> {
        let ring = self.ring();
        self.wait(Bell(&ring.words().departures.0), limit, || self.send_once(value, limit))
    }
}

/// Taking.
impl<T: Shared> Queue<T> {
    /// Takes the first message; waits for one as long as it takes, [`take_timeout`](Self::take_timeout) with a limit. Where it
    /// needs a turn, waiting for that is also limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::Closed`] once the queue is closed and empty; [`Error::ReadOnly`]; [`Error::Forked`]; of what needs a turn
    /// as [`Heap::write`]; [`Error::WouldDeadlock`] if there is no message, this thread holds a turn of the heap, and messages of
    /// this type are sent in turns only.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the message cannot be what it should be.
    pub fn take(&self) -> Result<T, Error> {
        self.take_until(Limit::Never)
    }

    /// As [`take`](Self::take), but does not wait.
    ///
    /// # Errors
    /// [`Error::NoMessages`]; [`Error::WouldBlock`] if the message needs a turn, which another one has; and as `take`.
    ///
    /// # Panics
    /// As `take`.
    #[inline]
    pub fn try_take(&self) -> Result<T, Error> {
        match self.take_once(Limit::Try)? {
            Some(received) => Ok(received.value),
            None => self.nothing(),
        }
    }

    #[cold]
    fn nothing(&self) -> Result<T, Error> {
        self.check_drained()?;
        if self.look_at_times()? {
            if let Some(received) = self.take_once(Limit::Try)? {
                return Ok(received.value);
            }
        }
        Err(Error::NoMessages)
    }

    /// As [`take`](Self::take), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], and as `take`.
    ///
    /// # Panics
    /// As `take`.
    pub fn take_timeout(&self, timeout: Duration) -> Result<T, Error> {
        self.take_until(Limit::after(timeout))
    }

    /// As [`try_take`](Self::try_take), or `default` if no message waits.
    ///
    /// # Errors
    /// As there, but for [`Error::NoMessages`].
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
    /// let numbers = heap.queue::<i64>("numbers")?;
    /// numbers.send(&5)?;
    /// assert_eq!((numbers.take_or(-1)?, numbers.take_or(-1)?), (5, -1));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn take_or(&self, default: T) -> Result<T, Error> {
        match self.try_take() {
            Err(Error::NoMessages) => Ok(default),
            taken => taken,
        }
    }

    /// Takes the message that was sent last, if there is one. Takes a write turn; waiting for it is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// As [`try_take`](Self::try_take), and as [`Heap::write`].
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
    /// let numbers = heap.queue::<i64>("numbers")?;
    /// (1..=3).try_for_each(|n| numbers.send(&n))?;
    /// assert_eq!((numbers.take_last()?, numbers.take()?, numbers.take_last()?), (3, 1, 2));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn take_last(&self) -> Result<T, Error> {
        self.may_change()?;
        match self.inside(Limit::Never, |inside| inside.take::<T>(End::Last))? {
            Some(received) => Ok(received.value),
            None => self.nothing(),
        }
    }

    fn take_until(&self, limit: Limit) -> Result<T, Error> {
        self.receive(limit, self.needs_turns(), || self.take_once(limit)).map(|received| received.value)
    }

    /// Whether no message of this type is sent without a turn.
    fn needs_turns(&self) -> bool {
        let ring = self.ring();
        !fits_in_cell::<T>(&ring) && (T::plain_element().is_none() || ring.facts.buffers == 0)
    }

    /// Repeats an attempt to get a message until one comes, or the closed queue is empty. Where that needs a turn, here or
    /// of the sender, a turn of this thread would be in the way for ever.
    fn receive<R>(
        &self,
        limit: Limit,
        needs_turn: bool,
        attempt: impl Fn() -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        let ring = self.ring();
        let words = ring.words();
        let mut first = true;
        self.wait(Bell(&words.arrivals.0), limit, || {
            // Before the look: what was sent before the close is found by it. Acquire: pairs with the close.
            let closed = words.lists.0.closed.load(Ordering::Acquire) != 0;
            match attempt()? {
                None if closed => Err(self.closed()),
                None if needs_turn && std::mem::take(&mut first) => self.inner.check_unheld().map(|()| None),
                taken => Ok(taken),
            }
        })
    }
}
