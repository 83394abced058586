//! What topics a heap has.

use crate::Error;
use crate::heap::{Heap, named};
use crate::object::feed::{Facts, Feed};
use crate::sync::Ordering;

/// A topic of a heap: see [`Heap::topics`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicInfo {
    /// Its name.
    pub name: String,
    /// Name of its messages' type.
    pub type_name: String,
    /// Messages that were published so far.
    pub published: u64,
    /// Messages that it keeps at most.
    pub capacity: u64,
    /// Subscribers, those included whose processes have died and which nobody has noticed yet.
    pub subscribers: u64,
}

impl Heap {
    /// All topics by name, sorted. Takes a read turn, waiting for which is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout); looks at every subscriber's place. Also on a read-only attachment.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::Corrupt`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// heap.topic::<f64>("ticks")?.publish(&1.5)?;
    /// let topic = &heap.topics()?[0];
    /// assert_eq!((topic.name.as_str(), topic.type_name.as_str()), ("ticks", "f64"));
    /// assert_eq!((topic.published, topic.subscribers), (1, 0));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn topics(&self) -> Result<Vec<TopicInfo>, Error> {
        named::list::<Facts, _>(&self.inner, |name, type_name, at| {
            let feed = Feed::find(self.inner.space(), at)?;
            Ok(TopicInfo {
                name,
                type_name,
                // Relaxed: inside a turn.
                published: feed.words().next.0.load(Ordering::Relaxed),
                capacity: feed.facts.cells,
                subscribers: feed.taken_seats() as u64,
            })
        })
    }
}
