//! Turns and messages as futures: the methods of `Heap` that do not block, for any executor.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::inner::Inner;
use super::waiting::Condition;
use super::{Heap, OfTask, ReadTurn, WriteTurn};
use crate::Error;
use crate::future::{Answer, Request};
use crate::object::Shared;
use crate::sync::{AtomicU64, Ordering};
use crate::turn::Mode;

/// A write turn that was awaited: it belongs to its task, and may go from thread to thread with it.
pub type AsyncWriteTurn<'h> = WriteTurn<'h, OfTask>;
/// A read turn that was awaited: it belongs to its task, and may go from thread to thread with it.
pub type AsyncReadTurn<'h> = ReadTurn<'h, OfTask>;

/// Asking for a turn, from the first poll to its end. Dropped in between it leaves nothing behind: a turn that was taken for
/// it is given back.
struct Asking<'h> {
    heap: &'h Arc<Inner>,
    mode: Mode,
    request: Option<Arc<Request>>,
}

impl<'h> Asking<'h> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        let waker = context.waker();
        // In a forked child there is no thread that would wait.
        self.heap.check_process()?;
        let Some(request) = &self.request else {
            if self.heap.service().is_idle() {
                if let Some(recovered) = self.heap.take_at_once(self.mode)? {
                    return Poll::Ready(Ok(recovered));
                }
            }
            let request = Arc::new(Request::new(self.mode, waker.clone()));
            self.heap.service().submit(self.heap, request.clone())?;
            self.request = Some(request);
            return Poll::Pending;
        };
        let answer = match request.poll(waker) {
            Answer::Pending => return Poll::Pending,
            Answer::AskAgain => {
                self.heap.service().submit(self.heap, request.clone())?;
                return Poll::Pending;
            }
            Answer::Taken { recovered } => Ok(recovered),
            Answer::Failed(error) => Err(error),
        };
        self.request = None;
        Poll::Ready(answer)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        if self.request.take().is_some_and(|request| request.give_up()) {
            match self.mode {
                Mode::Read => self.heap.leave_read(true),
                Mode::Write => self.heap.leave_write(true),
            }
        }
    }
}

macro_rules! futures {
    ($($(#[$doc:meta])* $future:ident of $turn:ident, $mode:ident;)*) => {$(
        $(#[$doc])*
        #[must_use = "futures do nothing unless they are awaited"]
        pub struct $future<'h>(Asking<'h>);

        impl fmt::Debug for $future<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($future)).finish_non_exhaustive()
            }
        }

        impl<'h> $future<'h> {
            pub(crate) fn of(heap: &'h Arc<Inner>) -> Self {
                $future(Asking { heap, mode: Mode::$mode, request: None })
            }
        }

        impl<'h> Future for $future<'h> {
            type Output = Result<$turn<'h, OfTask>, Error>;

            fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
                let heap: &'h Inner = self.0.heap;
                self.0.poll(context).map_ok(|recovered| $turn::entered(heap, recovered))
            }
        }
    )*};
}

futures! {
    /// The future of [`Heap::read_async`].
    ReadFuture of ReadTurn, Read;
    /// The future of [`Heap::write_async`].
    WriteFuture of WriteTurn, Write;
}

/// Waiting without blocking a thread (feature `async`), for any executor. The futures of one `Heap` share one thread that
/// waits in their name; it starts when the first of them cannot go on at once. Each may be dropped at any time and leaves
/// nothing behind: no turn, no lost message, no lost wake-up. A time limit is the executor's affair.
impl Heap {
    /// As [`read`](Self::read), without blocking the thread: the turn belongs to the task that awaits it.
    ///
    /// A task that holds a turn and awaits something else keeps all writers waiting: release it before. A task that waits for
    /// a turn it holds itself waits for ever, as with every asynchronous lock; [`Error::WouldDeadlock`] is for
    /// blocking calls.
    ///
    /// A turn that was taken for a task which does not run within some milliseconds is given back, and taken again when the
    /// task runs.
    ///
    /// # Errors
    /// [`Error::Forked`]; [`Error::NeedsRecovery`] for a read-only attachment; [`Error::Corrupt`]; [`Error::Os`] if the
    /// waiting thread cannot be started.
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
    /// let number = heap.write()?.put(&7_i32)?;
    /// block_on(async {
    ///     let turn = heap.read_async().await?;
    ///     assert_eq!(turn.get(number)?, 7);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn read_async(&self) -> ReadFuture<'_> {
        ReadFuture::of(&self.inner)
    }

    /// As [`write`](Self::write), without blocking the thread: see [`read_async`](Self::read_async).
    ///
    /// # Errors
    /// As there, and [`Error::ReadOnly`].
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
    /// block_on(async {
    ///     let mut turn = heap.write_async().await?;
    ///     let list = turn.put(&vec![1_i64])?;
    ///     turn.get_mut(list)?.push(2)?;
    ///     assert_eq!(turn.load(list)?, [1, 2]);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn write_async(&self) -> WriteFuture<'_> {
        WriteFuture::of(&self.inner)
    }

    /// Takes the first message of the heap's queue, in a write turn of its own, and waits for one as long as it takes.
    /// Dropped before it is ready, it has taken nothing.
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if the first message is of another type, which stays; and as
    /// [`write_async`](Self::write_async).
    ///
    /// # Panics
    /// As [`WriteTurn::take_message`].
    pub async fn take_message_async<T: Shared>(&self) -> Result<T, Error> {
        loop {
            let sent = &self.inner.region().control().sent.0;
            // Before the queue is looked at, so that no message is missed. SeqCst: pairs with the sender's increment.
            let seen = sent.load(Ordering::SeqCst);
            // First for reading: waiting for messages does not keep others from reading.
            if self.read_async().await?.has_messages() {
                match self.write_async().await?.take_message() {
                    Err(Error::NoMessages) => continue,
                    other => return other,
                }
            }
            news(&self.inner, sent, seen).await?;
        }
    }

    /// As [`wait_for`](Self::wait_for), without blocking the thread. The condition is asked in read turns of the task.
    ///
    /// # Errors
    /// What `condition` returns, and as [`read_async`](Self::read_async).
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
    /// let list = heap.write()?.put(&vec![7_u32])?;
    /// std::thread::scope(|scope| {
    ///     // Another process, usually.
    ///     scope.spawn(|| heap.write()?.get_mut(list)?.push(8));
    ///     let found = block_on(heap.wait_for_async(|turn| Ok(turn.get(list)?.get(1))))?;
    ///     assert_eq!(found, 8);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub async fn wait_for_async<C: Condition>(
        &self,
        mut condition: impl FnMut(&AsyncReadTurn<'_>) -> C,
    ) -> Result<C::Found, Error> {
        let changes = &self.inner.region().control().changes.0.count;
        loop {
            let seen = {
                let turn = self.read_async().await?;
                // In the turn, and before the look: no change comes in between.
                let seen = self.inner.await_change();
                if let Some(found) = condition(&turn).found()? {
                    return Ok(found);
                }
                seen
            };
            news(&self.inner, changes, seen).await?;
        }
    }
}

/// Waits until the word is not `seen` any more, or until it is time to look again.
pub(crate) async fn news(heap: &Arc<Inner>, word: &AtomicU64, seen: u64) -> Result<(), Error> {
    if let Some(listener) = heap.service().listen(heap, word, seen)? {
        listener.await;
    }
    Ok(())
}
