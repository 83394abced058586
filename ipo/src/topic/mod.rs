//! Floor 6: topics, by which one message reaches everybody who has subscribed.
//!
//! `publish` is what publishers do, in a write turn; `subscribe` gives out places; `receive` is what subscribers do, without a
//! turn; `options` how a topic is made, `info` what topics there are. How a topic lies in the heap is `object::feed`'s.

#[cfg(feature = "async")]
mod awaited;
mod info;
mod options;
mod publish;
mod receive;
mod subscribe;

#[cfg(feature = "async")]
pub use awaited::Received;
pub use info::TopicInfo;
pub use options::TopicOptions;
pub use receive::{InPlace, Subscription};
pub use subscribe::{Slow, SubscribeOptions};

use std::fmt;
use std::marker::PhantomData;

use crate::Error;
use crate::heap::Heap;
use crate::heap::attached::Attached;
use crate::object::Shared;
use crate::object::feed::{Facts, Feed};
use crate::turn::{Bell, Limit};

/// A topic of a heap, by name: every subscriber gets every message that is published after it has subscribed. See
/// [`Heap::topic`].
///
/// There is one copy of a message, however many subscribers it has. A topic keeps its last messages, as many as it has
/// cells, for slow subscribers and for those who come later; publishing one more frees the oldest.
///
/// Publishing takes a short write turn of the heap; receiving takes none. A publisher that is killed has published a message or
/// has not. A subscriber that is killed keeps nobody waiting and keeps no memory.
///
/// A `Topic` keeps its process attached to the heap. Threads may share it; a clone costs little.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let prices = heap.topic::<(String, f64)>("prices")?; // the same in any other process
/// let mut one = prices.subscribe()?;
/// let mut other = prices.subscribe()?;
/// prices.publish(&("apples".to_owned(), 1.5))?;
/// assert_eq!(one.recv()?, ("apples".to_owned(), 1.5));
/// assert_eq!(other.recv_timeout(Duration::from_secs(1))?.1, 1.5);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Topic<T> {
    inner: Attached,
    at: u64,
    facts: Facts,
    message: PhantomData<fn(T) -> T>,
}

impl<T> Clone for Topic<T> {
    fn clone(&self) -> Self {
        Topic { inner: self.inner.clone(), at: self.at, facts: self.facts, message: PhantomData }
    }
}

impl<T: Shared> fmt::Debug for Topic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Topic")
            .field("type", &T::NAME)
            .field("subscribers", &self.subscribers())
            .finish_non_exhaustive()
    }
}

impl Heap {
    /// The topic of that name, for messages of the type `T`; makes it if there is none, as [`topic_options`](Self::topic_options)
    /// says by default. A topic stays as long as its heap. Queues, roots and topics of one name do not meet. Waits for turns as
    /// [`TopicOptions::open`] does.
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if the topic's messages are of another type; else as [`TopicOptions::open`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// heap.topic::<i64>("ticks")?;
    /// assert!(matches!(heap.topic::<f64>("ticks"), Err(Error::SchemaMismatch { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn topic<T: Shared>(&self, name: &str) -> Result<Topic<T>, Error> {
        self.topic_options().open(name)
    }

    /// How a topic is made: how many messages it keeps, and for how many subscribers. See [`TopicOptions`].
    pub fn topic_options(&self) -> TopicOptions<'_> {
        TopicOptions::new(self)
    }
}

impl<T> Topic<T> {
    #[inline]
    fn feed(&self) -> Feed<'_> {
        // SAFETY: found in this heap; the block of a topic is never freed.
        unsafe { Feed::known(self.inner.space(), self.at, self.facts) }
    }

    /// How many subscribers there are, those included whose processes have died and which nobody has noticed yet.
    pub fn subscribers(&self) -> usize {
        self.feed().taken_seats()
    }

    /// Repeats `attempt` until it gives something. What the dead have left is seen to by attempts to publish.
    fn wait<R>(
        &self,
        bell: Bell<'_>,
        limit: Limit,
        attempt: impl FnMut() -> Result<Option<R>, Error>,
    ) -> Result<R, Error> {
        bell.wait(self.inner.region().pace(), limit, attempt, |_| Ok(()))
    }
}
