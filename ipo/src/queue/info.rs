//! What queues a heap has.

use super::close::reason;
use crate::Error;
use crate::heap::{Heap, named};
use crate::object::ring::{Facts, Ring};

/// A queue of a heap: see [`Heap::queues`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueueInfo {
    /// Its name.
    pub name: String,
    /// Name of its messages' type.
    pub type_name: String,
    /// Messages that wait.
    pub waiting: u64,
    /// Messages that are on lease.
    pub leased: u64,
    /// Most messages, if it is bounded.
    pub bound: Option<u64>,
    /// Why it was closed, if it was.
    pub closed: Option<String>,
}

impl Heap {
    /// All queues by name, sorted. Takes a read turn, waiting for which is limited by
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout); looks at every cell.
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
    /// heap.queue::<String>("names")?.send(&"Ada".to_owned())?;
    /// let queue = &heap.queues()?[0];
    /// assert_eq!((queue.name.as_str(), queue.type_name.as_str(), queue.waiting), ("names", "String", 1));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn queues(&self) -> Result<Vec<QueueInfo>, Error> {
        named::list::<Facts, _>(&self.inner, |name, type_name, at| {
            let ring = Ring::find(self.inner.space(), at)?;
            let (facts, words) = (ring.facts, ring.words());
            Ok(QueueInfo {
                name,
                type_name,
                waiting: ring.all_full().count() as u64 + words.lists.0.front.len() + words.lists.0.back.len(),
                leased: words.leased.0.len(),
                bound: (facts.bound > 0).then_some(facts.bound),
                closed: reason(&ring),
            })
        })
    }
}
