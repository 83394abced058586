//! How a topic is made.

use std::marker::PhantomData;

use super::Topic;
use crate::Error;
use crate::alloc::Space;
use crate::heap::Heap;
use crate::heap::named::{self, find_or_make, invalid};
use crate::object::Shared;
use crate::object::directory::Use;
use crate::object::feed::{Facts, Feed, MAX_CELLS, MAX_SUBSCRIBERS};

/// How a topic is made by the first one who asks for it: see [`Heap::topic_options`]. Whoever comes later gets the topic as
/// it is.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let ticks = heap.topic_options().capacity(16).subscribers(4).open::<u64>("ticks")?;
/// assert_eq!(ticks.capacity(), 16);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct TopicOptions<'h> {
    heap: &'h Heap,
    cells: u64,
    subscribers: u64,
}

impl<'h> TopicOptions<'h> {
    pub(super) fn new(heap: &'h Heap) -> Self {
        TopicOptions { heap, cells: 1024, subscribers: 64 }
    }

    /// Messages that the topic keeps, 1 to 1,048,576; 1,024 unless asked for. No subscriber can be further behind. 16 bytes
    /// each, beside the messages themselves.
    #[must_use]
    pub fn capacity(mut self, messages: usize) -> Self {
        self.cells = messages as u64;
        self
    }

    /// Most subscribers at a time, 1 to 1,024; 64 unless asked for. 64 bytes each.
    #[must_use]
    pub fn subscribers(mut self, subscribers: usize) -> Self {
        self.subscribers = subscribers as u64;
        self
    }

    /// The topic of that name; makes it if there is none. Takes a read turn, and a write turn to make it: waiting for these is
    /// limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if its messages are of another type; [`Error::InvalidOption`] for a number out of range;
    /// [`Error::TooLarge`] for a name of more than 4,096 bytes; [`Error::OutOfSpace`]; as [`Heap::write`]; of a read-only heap
    /// [`Error::ReadOnly`].
    pub fn open<T: Shared>(&self, name: &str) -> Result<Topic<T>, Error> {
        if self.heap.is_read_only() {
            return Err(Error::ReadOnly);
        }
        let inner = &self.heap.inner;
        let (at, facts) = find_or_make::<T, Facts>(inner, name, || self.facts::<T>())?;
        Ok(Topic { inner: inner.clone(), at, facts, message: PhantomData })
    }

    fn facts<T: Shared>(&self) -> Result<Facts, Error> {
        if !(1..=MAX_CELLS).contains(&self.cells) {
            return invalid("capacity", self.cells, "a topic keeps 1 to 1,048,576 messages");
        }
        if !(1..=MAX_SUBSCRIBERS).contains(&self.subscribers) {
            return invalid("subscribers", self.subscribers, "1 to 1,024");
        }
        Ok(Facts { deep: T::deep(), cells: self.cells, subscribers: self.subscribers })
    }
}

impl<T> Topic<T> {
    /// Messages that the topic keeps.
    pub fn capacity(&self) -> usize {
        self.facts.cells as usize
    }
}

impl named::Facts for Facts {
    const USE: Use = Use::Topic;
    const NAME: &'static str = "a topic's name";
    const UNKNOWN: &'static str = "a topic of a type that the heap does not know";

    fn find(space: &Space, at: u64) -> Result<Facts, Error> {
        Ok(Feed::find(space, at)?.facts)
    }

    fn deep(self) -> u64 {
        self.deep
    }

    fn len(self) -> u64 {
        self.len()
    }

    unsafe fn format(self, space: &Space, at: u64) {
        // SAFETY: by the caller.
        unsafe { Feed::known(space, at, self) }.format();
    }
}
