//! The guard of the write turn.

use std::fmt;
use std::marker::PhantomData;

use super::inner::Inner;
use super::owner::{OfThread, TurnOwner};
use super::transaction::Tx;
use super::versions::Versions;
use crate::Error;
use crate::alloc::{Anchor, Stats};
use crate::journal::Writer;
use crate::object::one_thread::LeavesItsThread;
use crate::object::{Handle, Report, Shared};
use crate::trace::Stopwatch;
use crate::turn::{Limit, Mode};

/// The write turn: nobody else reads or writes while it lasts. Released on drop, also by a panic.
///
/// Each single change is all-or-nothing. Several changes that belong together need a
/// [`transaction`](Self::transaction).
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let list = turn.put(&vec![1_u32, 2])?;
/// turn.get_mut(list)?.push(3)?;
/// assert_eq!(turn.load(list)?, [1, 2, 3]);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct WriteTurn<'h, O: TurnOwner = OfThread> {
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
unsafe impl<O: TurnOwner + LeavesItsThread> Send for WriteTurn<'_, O> {}
// SAFETY: never, for nobody shares it.
#[doc(hidden)]
unsafe impl<'h, O: TurnOwner> Sync for WriteTurn<'h, O> where &'h (): LeavesItsThread {}

impl<O: TurnOwner> fmt::Debug for WriteTurn<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteTurn").field("recovered", &self.recovered).finish_non_exhaustive()
    }
}

impl<'h> WriteTurn<'h> {
    // Always: a turn that stays in registers is made and dropped in half the time.
    #[inline(always)]
    pub(crate) fn enter(heap: &'h Inner, limit: &Limit) -> Result<Self, Error> {
        let recovered = heap.enter_write(limit)?;
        Ok(WriteTurn::entered(heap, recovered))
    }
}

impl<'h, O: TurnOwner> WriteTurn<'h, O> {
    /// The guard of a turn that was just taken.
    #[inline(always)]
    pub(super) fn entered(heap: &'h Inner, recovered: bool) -> Self {
        WriteTurn {
            heap,
            anchor: heap.space().anchor(),
            versions: Versions::default(),
            recovered,
            owner: PhantomData,
            watch: Stopwatch::start(),
        }
    }

    #[inline]
    pub(crate) fn writer(&self) -> &Writer {
        self.heap.writer()
    }

    /// Whether a process died in its write turn since this attachment's last turn. The operation or transaction that it
    /// was in was undone; what it had done before in its turn stays. Told once for each attached `Heap`.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let turn = heap.write()?;
    /// if turn.recovered() {
    ///     // Each operation was undone or done; what belongs together across operations may need a look.
    /// }
    /// assert!(!turn.recovered());
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// Copies a value into the heap as a new object, with everything that it owns. All or nothing. The object lives until
    /// it is [removed](Self::remove), whatever becomes of its handles.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] for values that nest too deep.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let text = turn.put(&"a text of its own".to_owned())?;
    /// let pair = turn.put(&(1_u8, 2.5_f64))?;
    /// assert_eq!((turn.get(text)?, turn.get(pair)?), ("a text of its own", (1, 2.5)));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn put<T: Shared>(&mut self, value: &T) -> Result<Handle<T>, Error> {
        self.changing(|writer| writer.put::<T>(value.to_arg()))
    }

    /// Runs what makes an object.
    #[inline]
    pub(super) fn changing<R>(&mut self, make: impl FnOnce(&Writer) -> R) -> R {
        let made = make(self.writer());
        // The heap may have grown.
        self.anchor = self.heap.space().anchor();
        made
    }

    /// The view of an object, for reading it in place. Constant time; nothing is copied.
    ///
    /// # Errors
    /// [`Error::Stale`] if the object was removed or belongs to another heap; [`Error::SchemaMismatch`] if it is of
    /// another type.
    #[inline]
    pub fn get<T: Shared>(&self, handle: Handle<T>) -> Result<T::Ref<'_>, Error> {
        match self.heap.space().get(&self.anchor, handle) {
            Ok(slot) => Ok(T::view(slot)),
            Err(error) => self.versions.get(self.heap.space(), handle, error).map(T::view),
        }
    }

    /// The view of an object for changing it in place. Constant time. Others see the changes when they get their turn.
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`Error::Frozen`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let (number, text) = (turn.put(&1_i64)?, turn.put(&String::new())?);
    /// *turn.get_mut(number)? += 1; // of a number, the view is a `&mut`
    /// turn.get_mut(text)?.push_str("changed")?;
    /// assert_eq!((turn.get(number)?, turn.get(text)?), (2, "changed"));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn get_mut<T: Shared>(&mut self, handle: Handle<T>) -> Result<T::Mut<'_>, Error> {
        // SAFETY: the view borrows the turn exclusively, so no other view of anything is in use.
        unsafe { self.heap.writer().get_mut(&mut self.anchor, handle) }.map(T::view_mut)
    }

    /// The views of several objects at once.
    ///
    /// # Errors
    /// [`Error::Overlapping`] if a handle stands twice; else as [`get_mut`](Self::get_mut).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let (a, b) = (turn.put(&1_i64)?, turn.put(&2_i64)?);
    /// let [x, y] = turn.get_disjoint_mut([a, b])?;
    /// std::mem::swap(x, y);
    /// assert_eq!((turn.get(a)?, turn.get(b)?), (2, 1));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn get_disjoint_mut<T: Shared, const N: usize>(
        &mut self,
        handles: [Handle<T>; N],
    ) -> Result<[T::Mut<'_>; N], Error> {
        disjoint(self.heap.writer(), &mut self.anchor, handles)
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

    /// Overwrites an object from a plain Rust value, all or nothing.
    ///
    /// # Errors
    /// As [`get_mut`](Self::get_mut) and [`put`](Self::put).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32, 2])?;
    /// turn.store(list, &vec![7])?;
    /// assert_eq!(turn.load(list)?, [7]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn store<T: Shared>(&mut self, handle: Handle<T>, value: &T) -> Result<(), Error> {
        // SAFETY: as in `get_mut`.
        unsafe { self.heap.writer().get_mut(&mut self.anchor, handle) }?.replace(value.to_arg())
    }

    /// Removes an object and frees everything that it owns, in proportion to the blocks that it has. From then on its
    /// handle is stale, and so are names that are bound to it.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Frozen`], [`Error::SchemaMismatch`], [`Error::JournalFull`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![0_u8; 1_000])?;
    /// turn.remove(list)?;
    /// assert!(matches!(turn.get(list), Err(Error::Stale { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn remove<T: Shared>(&mut self, handle: Handle<T>) -> Result<(), Error> {
        self.versions.remove(self.heap.writer(), &mut self.anchor, handle)
    }

    /// Runs `change` all-or-nothing: an error, a panic or the death of the process leaves the heap as it was before.
    /// Every object and element that `change` opens for changing is copied once into the journal. A panic goes on when
    /// everything is undone. One transaction [inside another](Tx::transaction) joins it.
    ///
    /// `change` may return any error that an [`Error`] can be turned into; say which in its `Ok::<_, Error>(..)` where
    /// the compiler cannot tell.
    ///
    /// # Errors
    /// What `change` returns; [`Error::JournalFull`] if it changes more than the [journal](crate::HeapOptions::journal) can
    /// undo, whatever `change` returns then.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_u32])?;
    /// let result = turn.transaction(|tx| {
    ///     tx.get_mut(list)?.push(2)?;
    ///     tx.get_mut(list)?.insert(9, 3) // there is no place 9
    /// });
    /// assert!(matches!(result, Err(Error::OutOfBounds { index: 9, len: 2 })));
    /// assert_eq!(turn.load(list)?, [1]); // the push was undone too
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn transaction<R, E: From<Error>>(&mut self, change: impl FnOnce(&mut Tx<'_>) -> Result<R, E>) -> Result<R, E> {
        let writer = self.writer();
        writer.transaction(|| change(&mut Tx::new(writer)))
    }

    /// The first message in place, if it is a `T`. Constant time; the message stays in the queue.
    ///
    /// # Errors
    /// [`Error::NoMessages`]; [`Error::SchemaMismatch`] if it is of another type, which names both.
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

    /// Appends a message to the heap's queue: a copy of any shared value, or a handle, which does not keep its object
    /// alive. All or nothing. Others see it when the turn ends; it stays if the process dies after this call.
    ///
    /// The heap has one queue for all processes. Each message is taken once, in the order in which they were sent, by
    /// whoever comes first. It has no limit but the heap's space.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] for values that nest too deep.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let list = turn.put(&vec![1_i64, 2])?;
    /// turn.send(&list)?;
    /// turn.send(&"a value of its own".to_owned())?;
    /// assert_eq!(turn.message_count(), 2);
    ///
    /// let list: Handle<Vec<i64>> = turn.take_message()?;
    /// assert_eq!(turn.get(list)?.len(), 2);
    /// assert_eq!(turn.peek_message::<String>()?, "a value of its own");
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn send<T: Shared>(&mut self, value: &T) -> Result<(), Error> {
        self.writer().send(value)
    }

    /// Takes the first message of the heap's queue, if it is a `T`, and copies it out in proportion to its size. One of
    /// another type stays where it is.
    ///
    /// A message is gone from here on, even if the process dies before it has used it. Where that must not be, take it
    /// in a [`transaction`](Self::transaction) that does the work too.
    ///
    /// # Errors
    /// [`Error::NoMessages`]; [`Error::SchemaMismatch`] if it is of another type, which names both;
    /// [`Error::JournalFull`].
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if a part of the message cannot be what it should be.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// turn.send(&7_i64)?;
    /// assert!(matches!(turn.take_message::<String>(), Err(Error::SchemaMismatch { .. })));
    /// assert_eq!(turn.take_message::<i64>()?, 7);
    /// assert!(matches!(turn.take_message::<i64>(), Err(Error::NoMessages)));
    ///
    /// // The message is taken and used, or neither.
    /// let sum = turn.put(&0_i64)?;
    /// turn.send(&5_i64)?;
    /// turn.transaction(|tx| {
    ///     *tx.get_mut(sum)? += tx.take_message::<i64>()?;
    ///     Ok::<_, Error>(())
    /// })?;
    /// assert_eq!(turn.load(sum)?, 5);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn take_message<T: Shared>(&mut self) -> Result<T, Error> {
        self.writer().take()
    }

    /// As [`take_message`](Self::take_message), or `default` if none waits.
    ///
    /// # Errors
    /// As there, but for [`Error::NoMessages`].
    ///
    /// # Panics
    /// As there.
    pub fn take_message_or<T: Shared>(&mut self, default: T) -> Result<T, Error> {
        match self.take_message() {
            Err(Error::NoMessages) => Ok(default),
            other => other,
        }
    }

    /// How full the heap is.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let before = turn.stats();
    /// turn.put(&vec![0_u8; 10_000])?;
    /// let after = turn.stats();
    /// assert_eq!(after.objects, before.objects + 1);
    /// assert!(after.used >= before.used + 10_000);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn stats(&self) -> Stats {
        Stats::of(self.heap.space())
    }

    /// Walks everything that lies in the heap and reports what does not fit together: blocks and free lists, the journal, names,
    /// types, messages, every object by its type, and the words through which participants meet. Time and memory in
    /// proportion to the heap's content.
    pub fn verify(&self) -> Report {
        self.heap.verify(Mode::Write)
    }
}

/// The views of several objects, each of them once.
pub(super) fn disjoint<'w, T: Shared, const N: usize>(
    writer: &'w Writer,
    anchor: &mut Anchor,
    handles: [Handle<T>; N],
) -> Result<[T::Mut<'w>; N], Error> {
    for (i, handle) in handles.iter().enumerate() {
        if handles[..i].contains(handle) {
            return Err(Error::Overlapping { handle: handle.to_bits() });
        }
    }
    // All are looked up before the first view opens.
    for handle in handles {
        writer.space().find(handle)?;
    }
    let mut failed = None;
    let views = handles.map(|handle| {
        // SAFETY: two live handles that differ name two objects; the caller borrows the turn exclusively.
        match unsafe { writer.get_saved(anchor, handle) } {
            Ok(slot) => Some(T::view_mut(slot)),
            Err(error) => {
                failed = Some(error);
                None
            }
        }
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(views.map(|view| view.expect("each view that did not fail"))),
    }
}

impl<O: TurnOwner> Drop for WriteTurn<'_, O> {
    #[inline]
    fn drop(&mut self) {
        self.heap.leave_write(!O::LISTED || self.heap.forget(Mode::Write));
        self.heap.was_held(&self.watch, "write");
    }
}
