//! How a topic is made.

use std::marker::PhantomData;

use super::Topic;
use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::heap::{Heap, ReadTurn, WriteTurn};
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::directory::{MAX_KEY, Use};
use crate::object::feed::{Facts, Feed, MAX_CELLS, MAX_SUBSCRIBERS};
use crate::sys::shim;
use crate::turn::Limit;

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

    /// The topic of that name; makes it if there is none.
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
        // Most come to a topic that exists. In a statement of its own, which ends the turn.
        let found = {
            let _turn = ReadTurn::enter(inner, Limit::Never)?;
            find::<T>(inner.space(), name)?
        };
        let (at, facts) = match found {
            Some(found) => found,
            None => {
                let facts = self.facts::<T>()?;
                let turn = WriteTurn::enter(inner, Limit::Never)?;
                match find::<T>(inner.space(), name)? {
                    Some(found) => found,
                    None => (create::<T>(turn.writer(), name, facts)?, facts),
                }
            }
        };
        Ok(Topic { inner: inner.clone(), at, facts, message: PhantomData })
    }

    fn facts<T: Shared>(&self) -> Result<Facts, Error> {
        let invalid =
            |option, value: u64, reason| Err(Error::InvalidOption { option, value: value.to_string(), reason });
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

/// The topic of that name, if there is one of that type.
fn find<T: Shared>(space: &Space, name: &str) -> Result<Option<(u64, Facts)>, Error> {
    let Some(entry) = space.look_up(Use::Topic, name.as_bytes())? else { return Ok(None) };
    let facts = Feed::find(space, entry.value)?.facts;
    if facts.deep != T::deep() {
        let unknown = || Error::corrupt(entry.at, "a topic of a type that the heap does not know");
        return Err(space.schema_mismatch(T::schema(), facts.deep).unwrap_or_else(unknown));
    }
    Ok(Some((entry.value, facts)))
}

fn create<T: Shared>(writer: &Writer, name: &str, facts: Facts) -> Result<u64, Error> {
    if name.len() > MAX_KEY {
        return Err(Error::TooLarge { what: "a topic's name", size: name.len() as u64, limit: MAX_KEY as u64 });
    }
    writer.scope(|| {
        writer.register(T::schema(), T::deep())?;
        let (at, ptr) = writer.allocate(facts.len(), true, BlockKind::System)?;
        // SAFETY: a fresh block of so many bytes, aligned to 64.
        let feed = unsafe {
            shim::zero(ptr.as_ptr(), facts.len() as usize);
            Feed::known(writer.space(), at, facts)
        };
        feed.format();
        writer.enter_name(Use::Topic, name.as_bytes(), at, facts.deep, &[])?;
        Ok(at)
    })
}
