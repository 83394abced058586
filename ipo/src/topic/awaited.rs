//! Publishing and receiving as futures.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::{SubscribeOptions, Subscription, Topic};
use crate::Error;
use crate::heap::awaited::{WriteFuture, news};
use crate::object::Shared;
use crate::turn::Bell;

/// Without blocking the thread (feature `async`), for any executor.
impl<T: Shared> Topic<T> {
    /// As [`publish`](Self::publish), without blocking the thread. A future that is dropped before it is ready has published
    /// nothing.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    pub async fn publish_async(&self, value: &T) -> Result<(), Error> {
        loop {
            let bell = Bell(&self.feed().words().departures.0);
            let heard = bell.listen();
            // In a statement of its own, which ends the turn.
            let published = {
                let turn = WriteFuture::of(&self.inner).await?;
                self.inside(turn.writer()).publish(value)?
            };
            if published {
                return Ok(());
            }
            news(&self.inner, bell.0, heard).await?;
        }
    }
}

/// Without blocking the thread (feature `async`), for any executor.
impl<T: Shared> Topic<T> {
    /// As [`subscribe`](Self::subscribe), without blocking the thread.
    ///
    /// # Errors
    /// As [`SubscribeOptions::open_async`].
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
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let ticks = heap.topic::<u64>("ticks")?;
    /// block_on(async {
    ///     let mut ticker = ticks.subscribe_async().await?;
    ///     ticks.publish_async(&1).await?;
    ///     assert_eq!(ticker.recv_async().await?, 1);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub async fn subscribe_async(&self) -> Result<Subscription<T>, Error> {
        self.subscribe_options().open_async().await
    }
}

/// Without blocking the thread (feature `async`), for any executor.
impl<T: Shared> SubscribeOptions<'_, T> {
    /// As [`open`](Self::open), without blocking the thread. A future that is dropped before it is ready has taken no place.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    pub async fn open_async(&self) -> Result<Subscription<T>, Error> {
        self.check()?;
        let turn = WriteFuture::of(&self.topic().inner).await?;
        self.enter(turn.writer())
    }
}

/// Without blocking the thread (feature `async`), for any executor.
impl<T: Shared> Subscription<T> {
    /// As [`recv`](Self::recv), without blocking the thread. A future that is dropped before it is ready has received nothing.
    ///
    /// # Errors
    /// As there, and [`Error::Os`] if the thread that waits for futures cannot be started.
    ///
    /// # Panics
    /// As there.
    pub async fn recv_async(&mut self) -> Result<T, Error> {
        loop {
            let topic = self.topic().clone();
            let bell = Bell(&topic.feed().words().arrivals.0);
            let heard = bell.listen();
            if let Some(block) = self.claim()? {
                return Ok(T::load(self.open(block)?.get()));
            }
            news(&topic.inner, bell.0, heard).await?;
        }
    }

    /// The messages as a stream. It goes on for ever, but for [`Error::Disconnected`], behind which it ends.
    pub fn into_stream(self) -> Received<T>
    where
        T: Send,
    {
        Received { state: State::Idle(Some(self)) }
    }
}

/// The messages of a subscription: see [`Subscription::into_stream`].
#[must_use = "streams do nothing unless they are polled"]
pub struct Received<T: Shared> {
    state: State<T>,
}

type Next<T> = Pin<Box<dyn Future<Output = (Subscription<T>, Result<T, Error>)> + Send>>;

enum State<T: Shared> {
    /// `None` behind the end.
    Idle(Option<Subscription<T>>),
    Waiting(Next<T>),
}

impl<T: Shared> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received").finish_non_exhaustive()
    }
}

impl<T: Shared + Send> Stream for Received<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::Idle(subscription) = &mut self.state {
            let Some(mut subscription) = subscription.take() else { return Poll::Ready(None) };
            self.state = State::Waiting(Box::pin(async move {
                let received = subscription.recv_async().await;
                (subscription, received)
            }));
        }
        let State::Waiting(next) = &mut self.state else { unreachable!("just made") };
        let (subscription, received) = std::task::ready!(next.as_mut().poll(context));
        let over = matches!(received, Err(Error::Disconnected { .. }));
        self.state = State::Idle((!over).then_some(subscription));
        Poll::Ready(Some(received))
    }
}
