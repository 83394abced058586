//! The guard of a read turn.

use std::fmt;
use std::marker::PhantomData;

use super::inner::Inner;
use super::owner::{OfThread, TurnOwner};
use super::versions::Versions;
use crate::Error;
use crate::alloc::{Anchor, Space, Stats};
use crate::object::one_thread::LeavesItsThread;
use crate::object::{Handle, Report, Root, Shared};
use crate::trace::Stopwatch;
use crate::turn::{Limit, Mode};

/// A read turn: nobody writes while it lasts. Released on drop.
///
/// Stays on its thread; the views that it gives may be lent to others. A turn that is forgotten (`mem::forget`) keeps
/// writers out until its thread ends or its `Heap` is dropped.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let number = heap.write()?.put(&1_i64)?;
/// {
///     let turn = heap.read()?;
///     assert_eq!(turn.get(number)?, 1);
/// } // released here
/// heap.write()?;
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct ReadTurn<'h, O: TurnOwner = OfThread> {
    heap: &'h Inner,
    anchor: Anchor,
    versions: Versions,
    recovered: bool,
    owner: PhantomData<O>,
    watch: Stopwatch,
}

// SAFETY: never for a thread's turn, for an `OfThread` does not leave its thread. A task's turn is used by whoever has it, one
// thread at a time, and what it uses has no ties to a thread: the writer is the turn's, the anchor and the copies of other
// versions are its own.
#[doc(hidden)]
unsafe impl<O: TurnOwner + LeavesItsThread> Send for ReadTurn<'_, O> {}
// SAFETY: never, for nobody shares it.
#[doc(hidden)]
unsafe impl<'h, O: TurnOwner> Sync for ReadTurn<'h, O> where &'h (): LeavesItsThread {}

impl<O: TurnOwner> fmt::Debug for ReadTurn<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadTurn").field("recovered", &self.recovered).finish_non_exhaustive()
    }
}

impl<'h> ReadTurn<'h> {
    // Always: see the write turn.
    #[inline(always)]
    pub(crate) fn enter(heap: &'h Inner, limit: &Limit) -> Result<Self, Error> {
        let recovered = heap.enter_read(limit)?;
        Ok(ReadTurn::entered(heap, recovered))
    }
}

impl<'h, O: TurnOwner> ReadTurn<'h, O> {
    /// The guard of a turn that was just taken.
    #[inline(always)]
    pub(super) fn entered(heap: &'h Inner, recovered: bool) -> Self {
        ReadTurn {
            heap,
            anchor: heap.space().anchor(),
            versions: Versions::default(),
            recovered,
            owner: PhantomData,
            watch: Stopwatch::start(),
        }
    }

    pub(super) fn space(&self) -> &Space {
        self.heap.space()
    }

    /// Whether a process died in its write turn since this attachment's last turn. The operation or transaction that it
    /// was in was undone; what it had done before in its turn stays. Told once for each attached `Heap`.
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// The view of an object, for reading it in place. Constant time; nothing is copied.
    ///
    /// # Errors
    /// [`Error::Stale`] if the object was removed or belongs to another heap; [`Error::SchemaMismatch`] if it is of
    /// another type.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let names = heap.write()?.put(&vec!["Ada".to_owned(), "Bob".to_owned()])?;
    ///
    /// let turn = heap.read()?;
    /// let first: Option<&str> = turn.get(names)?.get(0); // borrowed from the heap
    /// assert_eq!(first, Some("Ada"));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn get<T: Shared>(&self, handle: Handle<T>) -> Result<T::Ref<'_>, Error> {
        match self.heap.space().get(&self.anchor, handle) {
            Ok(slot) => Ok(T::view(slot)),
            Err(error) => self.versions.get(self.heap.space(), handle, error).map(T::view),
        }
    }

    /// Copies an object out into a plain Rust value, with everything that it owns, in proportion to its size.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if a part of the object cannot be what it should be.
    pub fn load<T: Shared>(&self, handle: Handle<T>) -> Result<T, Error> {
        self.get(handle).map(T::load)
    }

    /// The object that is bound to a name. A look-up by hash, in constant time on average: keep the handle for what is
    /// done often.
    ///
    /// # Errors
    /// [`Error::NoSuchRoot`]; [`Error::SchemaMismatch`] if it has another type; [`Error::Stale`] if it was removed.
    pub fn root<T: Shared>(&self, name: &str) -> Result<Handle<T>, Error> {
        self.heap.space().root(name)
    }

    /// All bound names, sorted.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub fn roots(&self) -> Result<Vec<Root>, Error> {
        self.heap.space().roots()
    }

    /// The first message in place, if it is a `T`. Constant time; the message stays in the queue.
    ///
    /// # Errors
    /// [`Error::NoMessages`]; [`Error::SchemaMismatch`] if it is of another type, which names both.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// heap.write()?.send(&"ready".to_owned())?;
    /// let turn = heap.read()?;
    /// assert!(turn.has_messages());
    /// assert_eq!(turn.peek_message::<String>()?, "ready"); // borrowed from the heap
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn peek_message<T: Shared>(&self) -> Result<T::Ref<'_>, Error> {
        self.heap.space().peek::<T>().map(T::view)
    }

    /// Whether messages wait in the heap's queue.
    pub fn has_messages(&self) -> bool {
        self.message_count() > 0
    }

    /// How many messages wait in the heap's queue. Constant time.
    pub fn message_count(&self) -> u64 {
        self.heap.space().messages().len()
    }

    /// How full the heap is.
    pub fn stats(&self) -> Stats {
        Stats::of(self.heap.space())
    }

    /// Walks everything that lies in the heap and reports what does not fit together: blocks and free lists, the journal, names,
    /// types, messages, every object by its type, and the words through which participants meet. Time and memory in
    /// proportion to the heap's content.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let report = heap.read()?.verify();
    /// assert!(report.is_sound(), "{:?}", report.findings);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn verify(&self) -> Report {
        self.heap.verify(Mode::Read)
    }
}

impl<O: TurnOwner> Drop for ReadTurn<'_, O> {
    #[inline]
    fn drop(&mut self) {
        self.heap.leave_read(!O::LISTED || self.heap.forget(Mode::Read));
        self.heap.was_held(&self.watch, "read");
    }
}
