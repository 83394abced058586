//! Sending and taking as futures. Without a turn where that does, else in a turn that belongs to the task.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::inside::{End, Inside};
use super::recover::something_left;
use super::{Lease, Queue};
use crate::Error;
use crate::heap::awaited::{WriteFuture, news};
use crate::object::Shared;
use crate::sync::Ordering;
use crate::turn::{Bell, Limit};

/// Without blocking the thread (feature `async`), for any executor. A future that is dropped before it is ready has sent or
/// taken nothing.
impl<T: Shared> Queue<T> {
    /// As [`send`](Self::send), without blocking the thread.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    pub async fn send_async(&self, value: &T) -> Result<(), Error> {
        loop {
            let bell = Bell(&self.ring().words().departures.0);
            let heard = bell.listen();
            // Behind the announcement: what happens from here on rings the bell.
            let sent = match self.send_once(value, Limit::NoTurn) {
                Err(Error::WouldBlock { .. }) => self.in_turn(|inside| Ok(inside.send(value)?.then_some(()))).await?,
                other => other?,
            };
            match sent {
                Some(()) => return Ok(()),
                None => self.rest(bell, heard).await?,
            }
        }
    }

    /// As [`take`](Self::take), without blocking the thread.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    ///
    /// # Panics
    /// As there.
    ///
    /// # Example
    ///
    /// ```
    /// # use std::pin::pin; use std::task::{Context, Poll, Waker};
    /// # fn block_on<T>(future: impl Future<Output = T>) -> T {
    /// #     let mut future = pin!(future);
    /// #     loop {
    /// #         if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) { return done }
    /// #     }
    /// # }
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let jobs = heap.queue::<String>("jobs")?;
    /// std::thread::scope(|scope| {
    ///     // Another process, usually.
    ///     scope.spawn(|| jobs.send(&"sweep the floor".to_owned()));
    ///     assert_eq!(block_on(jobs.take_async())?, "sweep the floor");
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub async fn take_async(&self) -> Result<T, Error> {
        let (without, within) = (|| self.take_once(Limit::NoTurn), |inside: Inside<'_>| inside.take::<T>(End::First));
        self.receive_async(without, within).await.map(|received| received.value)
    }

    /// As [`lease`](Self::lease), without blocking the thread.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    ///
    /// # Panics
    /// As there.
    pub async fn lease_async(&self) -> Result<Lease<T>, Error> {
        let without = || if self.has_some() { Err(Error::WouldBlock { holder: None }) } else { Ok(None) };
        let (at, received) = self.receive_async(without, |inside| inside.lease::<T>()).await?;
        Ok(Lease::new(self, at, received))
    }

    /// The messages from now on, as a stream that takes them. It ends when the queue is closed and empty; an error is one
    /// item, and the stream goes on behind it if it is polled again.
    ///
    /// # Example
    ///
    /// ```
    /// # fn block_on<T>(future: impl Future<Output = T>) -> T {
    /// #     let mut future = std::pin::pin!(future);
    /// #     loop {
    /// #         let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #         if let std::task::Poll::Ready(done) = future.as_mut().poll(&mut context) { return done }
    /// #     }
    /// # }
    /// # struct Next<'s, S>(&'s mut S);
    /// # impl<S: futures_core::Stream + Unpin> Future for Next<'_, S> {
    /// #     type Output = Option<S::Item>;
    /// #     fn poll(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Self::Output> {
    /// #         std::pin::Pin::new(&mut *self.0).poll_next(cx)
    /// #     }
    /// # }
    /// # trait Ext: Sized { fn next(&mut self) -> Next<'_, Self> { Next(self) } }
    /// # impl<S> Ext for S {}
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let numbers = heap.queue::<i64>("numbers")?;
    /// (1..=3).try_for_each(|n| numbers.send(&n))?;
    /// numbers.close("that is all")?;
    /// let sum = block_on(async {
    ///     let (mut stream, mut sum) = (numbers.stream(), 0);
    ///     while let Some(number) = stream.next().await {
    ///         sum += number?;
    ///     }
    ///     Ok::<_, Error>(sum)
    /// })?;
    /// assert_eq!(sum, 6);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn stream(&self) -> Messages<'_, T>
    where
        T: Send,
    {
        Messages { queue: self, next: None }
    }

    /// Gets a message `without` a turn, or, where that would block, `within` one.
    async fn receive_async<R>(
        &self,
        without: impl Fn() -> Result<Option<R>, Error>,
        within: impl Fn(Inside<'_>) -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        self.may_change()?;
        loop {
            let words = self.ring().words();
            let bell = Bell(&words.arrivals.0);
            let heard = bell.listen();
            // Before the look: what was sent before the close is found by it. Acquire: pairs with the close.
            let closed = words.lists.0.closed.load(Ordering::Acquire) != 0;
            let received = match without() {
                Err(Error::WouldBlock { .. }) => self.in_turn(&within).await?,
                other => other?,
            };
            match received {
                Some(received) => return Ok(received),
                None if closed => return Err(self.closed()),
                None => self.rest(bell, heard).await?,
            }
        }
    }

    /// Works in a write turn of the task. Nothing is awaited behind the work, so that nothing is lost with the future.
    async fn in_turn<R>(&self, work: impl FnOnce(Inside<'_>) -> Result<R, Error>) -> Result<R, Error> {
        let turn = WriteFuture::of(&self.inner).await?;
        work(self.with(turn.writer()))
    }

    /// Sees to what the dead have left, and if that is nothing waits until the bell rings or it is time to look again.
    async fn rest(&self, bell: Bell<'_>, heard: u64) -> Result<(), Error> {
        if something_left(self.inner.region(), &self.ring()) {
            self.in_turn(|inside| inside.recover()).await
        } else {
            news(&self.inner, bell.0, heard).await
        }
    }
}

/// The message that a stream waits for.
type Next<'q, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'q>>;

/// The messages of a queue: see [`Queue::stream`].
#[must_use = "streams do nothing unless they are polled"]
pub struct Messages<'q, T: Shared> {
    queue: &'q Queue<T>,
    next: Option<Next<'q, T>>,
}

impl<T: Shared> fmt::Debug for Messages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("queue", self.queue).finish_non_exhaustive()
    }
}

impl<T: Shared + Send> Stream for Messages<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let queue = self.queue;
        let next = self.next.get_or_insert_with(|| Box::pin(queue.take_async()));
        let taken = std::task::ready!(next.as_mut().poll(context));
        self.next = None;
        Poll::Ready(match taken {
            Err(Error::Closed { .. }) => None,
            taken => Some(taken),
        })
    }
}
