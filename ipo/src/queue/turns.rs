//! Queues inside of turns: sending and taking as part of the turn, and undone with the transaction that it is in.

use super::Queue;
use super::inside::{End, Inside};
use crate::Error;
use crate::heap::{TurnOwner, Tx, WriteTurn};
use crate::journal::Writer;
use crate::object::Shared;

fn inside<'w, T: Shared>(writer: &'w Writer, queue: &'w Queue<T>) -> Result<Inside<'w>, Error> {
    // Another attachment of the same heap will do: what is noted is the writer's participant.
    if writer.region().identity() != queue.inner.region().identity() {
        return Err(Error::OtherHeap);
    }
    Ok(queue.with(writer))
}

fn send<T: Shared>(writer: &Writer, queue: &Queue<T>, value: &T) -> Result<(), Error> {
    if queue.close_reason().is_some() {
        return Err(queue.closed());
    }
    let sent = inside(writer, queue)?.send(value)?;
    if sent { Ok(()) } else { Err(Error::QueueFull { bound: queue.facts.bound }) }
}

fn take<T: Shared>(writer: &Writer, queue: &Queue<T>, end: End) -> Result<T, Error> {
    match inside(writer, queue)?.take::<T>(end)? {
        Some(received) => Ok(received.value),
        None => {
            queue.check_drained()?;
            Err(Error::NoMessages)
        }
    }
}

impl<O: TurnOwner> WriteTurn<'_, O> {
    /// Sends a message to a named queue as part of this turn: all or nothing. Does not wait.
    ///
    /// # Errors
    /// [`Error::QueueFull`], [`Error::Closed`], [`Error::OtherHeap`], [`Error::OutOfSpace`], [`Error::JournalFull`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let (jobs, results) = (heap.queue::<u64>("jobs")?, heap.queue::<u64>("results")?);
    /// jobs.send(&6)?;
    /// // A job is gone and its result is there, or neither, whatever dies.
    /// heap.transaction(|tx| {
    ///     let job = tx.take_from(&jobs)?;
    ///     tx.send_to(&results, &(job * 7))
    /// })?;
    /// assert_eq!(results.take()?, 42);
    /// assert!(jobs.is_empty());
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn send_to<T: Shared>(&mut self, queue: &Queue<T>, value: &T) -> Result<(), Error> {
        send(self.writer(), queue, value)
    }

    /// Takes the first message of a named queue as part of this turn, if there is one.
    ///
    /// # Errors
    /// [`Error::NoMessages`], [`Error::Closed`] if the queue is closed and empty, [`Error::OtherHeap`],
    /// [`Error::JournalFull`].
    ///
    /// # Panics
    /// As [`Queue::take`].
    pub fn take_from<T: Shared>(&mut self, queue: &Queue<T>) -> Result<T, Error> {
        take(self.writer(), queue, End::First)
    }

    /// As [`take_from`](Self::take_from), the message that was sent last.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// As there.
    pub fn take_last_from<T: Shared>(&mut self, queue: &Queue<T>) -> Result<T, Error> {
        take(self.writer(), queue, End::Last)
    }
}

impl Tx<'_> {
    /// As [`WriteTurn::send_to`]. If the transaction fails, nothing was sent; until it ends, nobody sees the message.
    ///
    /// # Errors
    /// As there.
    pub fn send_to<T: Shared>(&mut self, queue: &Queue<T>, value: &T) -> Result<(), Error> {
        send(self.writer(), queue, value)
    }

    /// As [`WriteTurn::take_from`]. If the transaction fails, the message is where it was; if the process dies in it, it is
    /// marked as redelivered there.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// As there.
    pub fn take_from<T: Shared>(&mut self, queue: &Queue<T>) -> Result<T, Error> {
        take(self.writer(), queue, End::First)
    }

    /// As [`WriteTurn::take_last_from`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// As there.
    pub fn take_last_from<T: Shared>(&mut self, queue: &Queue<T>) -> Result<T, Error> {
        take(self.writer(), queue, End::Last)
    }
}
