//! How a queue is made.

use super::Queue;
use crate::Error;
use crate::alloc::Space;
use crate::heap::Heap;
use crate::heap::named::{self, find_or_make, invalid};
use crate::object::Shared;
use crate::object::directory::Use;
use crate::object::ring::{CELL_HEADER, Facts, MAX_BUFFERS, MAX_CELLS, MAX_STRIDE, Ring};

/// Cells of a queue without a bound.
const CELLS: u64 = 64;
/// Buffers of a queue at most, unless asked for.
const BUFFERS: u64 = 64;

/// How a queue is made by the first one who asks for it: see [`Heap::queue_options`]. Whoever comes later gets the queue
/// as it is.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let jobs = heap.queue_options().bounded(2).open::<u64>("jobs")?;
/// jobs.send(&1)?;
/// jobs.send(&2)?;
/// assert!(matches!(jobs.try_send(&3), Err(Error::QueueFull { bound: 2 })));
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct QueueOptions<'h> {
    heap: &'h Heap,
    bound: Option<u64>,
    cells: u64,
    payload: u64,
    buffers: Option<u64>,
}

impl<'h> QueueOptions<'h> {
    pub(super) fn new(heap: &'h Heap) -> Self {
        QueueOptions { heap, bound: None, cells: CELLS, payload: 0, buffers: None }
    }

    /// At most so many messages wait: 1 to 65,536. A sender waits until there is room. Without it, as many as the heap has
    /// room for. Messages that were leased and came back are not counted.
    #[must_use]
    pub fn bounded(mut self, messages: usize) -> Self {
        self.bound = Some(messages as u64);
        self
    }

    /// Cells of a queue without a bound, 1 to 65,536; 64 unless asked for. While so many messages wait or less, sending
    /// and taking small ones needs no turn of the heap; each has one cell or more cache lines.
    #[must_use]
    pub fn cells(mut self, cells: usize) -> Self {
        self.cells = cells as u64;
        self
    }

    /// Bytes of a message that a cell holds at least, up to 1,008; 48 unless asked for, and as many as a message of the
    /// queue's type has if it is of fixed size and owns no memory.
    #[must_use]
    pub fn cell_payload(mut self, bytes: usize) -> Self {
        self.payload = bytes as u64;
        self
    }

    /// Buffers of a queue of lists of plain values, `Vec<u8>` for example, up to 1,024: see [`Queue::reserve`]. As many as cells, and 64 at most, unless asked for.
    #[must_use]
    pub fn buffers(mut self, buffers: usize) -> Self {
        self.buffers = Some(buffers as u64);
        self
    }

    /// The queue of that name; makes it if there is none. Takes a read turn, and a write turn to make it: waiting for these is
    /// limited by [`turn_timeout`](crate::HeapOptions::turn_timeout).
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if its messages are of another type; [`Error::InvalidOption`] for a number out of range;
    /// [`Error::TooLarge`] for a name of more than 4,096 bytes; [`Error::OutOfSpace`]; as
    /// [`Heap::write`]; of a read-only heap [`Error::ReadOnly`] if the queue does not exist.
    pub fn open<T: Shared>(&self, name: &str) -> Result<Queue<T>, Error> {
        let (at, facts) = find_or_make::<T, Facts>(&self.heap.inner, name, || self.facts::<T>())?;
        Ok(Queue::new(self.heap.inner.clone(), at, facts))
    }

    fn facts<T: Shared>(&self) -> Result<Facts, Error> {
        if let Some(bound) = self.bound.filter(|bound| !(1..=MAX_CELLS).contains(bound)) {
            return invalid("bounded", bound, "1 to 65,536 messages, or no bound at all");
        }
        if self.cells == 0 || self.cells > MAX_CELLS {
            return invalid("cells", self.cells, "1 to 65,536");
        }
        if self.payload > MAX_STRIDE - CELL_HEADER {
            return invalid("cell_payload", self.payload, "1,008 bytes at most");
        }
        let cells = self.bound.unwrap_or(self.cells);
        let own = if T::OWNS { 0 } else { size_of::<T::Slot>() as u64 };
        let payload = if own > MAX_STRIDE - CELL_HEADER { self.payload } else { self.payload.max(own) };
        let buffers = if T::plain_element().is_some() { self.buffers.unwrap_or(cells.min(BUFFERS)) } else { 0 };
        if buffers > MAX_BUFFERS {
            return invalid("buffers", buffers, "1,024 at most");
        }
        let stride = (CELL_HEADER + payload).next_multiple_of(64);
        Ok(Facts { deep: T::deep(), cells, stride, bound: self.bound.unwrap_or(0), buffers })
    }
}

impl named::Facts for Facts {
    const USE: Use = Use::Queue;
    const NAME: &'static str = "a queue's name";
    const UNKNOWN: &'static str = "a queue of a type that the heap does not know";

    fn find(space: &Space, at: u64) -> Result<Facts, Error> {
        Ok(Ring::find(space, at)?.facts)
    }

    fn deep(self) -> u64 {
        self.deep
    }

    fn len(self) -> u64 {
        self.len()
    }

    unsafe fn format(self, space: &Space, at: u64) {
        // SAFETY: by the caller.
        unsafe { Ring::known(space, at, self) }.format();
    }
}
