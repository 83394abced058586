//! Frozen objects, read without a turn.

use std::fmt;

use super::inner::Inner;
use super::manage::Heap;
use super::owner::TurnOwner;
use super::read_turn::ReadTurn;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::object::slot::SlotRef;
use crate::object::{FrozenHandle, Handle, Shared};
use crate::turn::Limit;

/// A pin on a frozen object: as long as it lasts, the object stays where it is and can be read, without a turn. Made by
/// [`Heap::pin`]; can be shared by threads and sent to them.
///
/// A pin keeps nobody out: writers change other objects meanwhile. A pin of a process that has died does not count. One that is
/// forgotten (`mem::forget`) lasts until its `Heap` is dropped.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let text = turn.put(&"the same for everybody".to_owned())?;
/// let text = turn.freeze(text)?;
/// drop(turn);
///
/// let pinned = heap.pin(text)?;
/// heap.write()?.remove_frozen(text)?; // usually by another process
/// assert!(heap.pin(text).is_err());
/// assert_eq!(pinned.get(), "the same for everybody"); // as long as this pin lasts
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Pinned<'h, T: Shared> {
    heap: &'h Inner,
    slot: SlotRef<'h, T>,
    place: usize,
}

impl<T: Shared> fmt::Debug for Pinned<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pinned").field(&self.slot).finish()
    }
}

impl Heap {
    /// Pins a frozen object for reading it without a turn. Takes no turn, waits for nobody, and keeps nobody waiting; also on
    /// a read-only attachment. Constant time.
    ///
    /// A process has words for seven objects that it pins at once. What is beyond that is pinned all the same; until that pin
    /// ends, no frozen object that is removed is freed.
    ///
    /// # Errors
    /// [`Error::Stale`] if the object was removed; [`Error::NotFrozen`]; [`Error::SchemaMismatch`], also if another version of
    /// the program stored it; [`Error::Forked`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let weights = turn.put(&vec![0.5_f64; 1_000])?;
    /// let weights = turn.freeze(weights)?;
    /// drop(turn);
    ///
    /// let pinned = heap.pin(weights)?;
    /// let writing = heap.write()?; // others go on
    /// assert_eq!(pinned.get().as_slice().iter().sum::<f64>(), 500.0);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn pin<T: Shared>(&self, frozen: FrozenHandle<T>) -> Result<Pinned<'_, T>, Error> {
        self.inner.check_process()?;
        let (space, handle) = (self.inner.space(), frozen.handle());
        let payload = space.payload_of(handle)?;
        let place = self.inner.pins.pin(self.inner.region(), payload);
        match space.pinned(handle, payload) {
            Ok(Some(slot)) => Ok(Pinned { heap: &self.inner, slot, place }),
            other => {
                self.inner.pins.unpin(self.inner.region(), place);
                Err(other.err().unwrap_or_else(|| self.why_not_pinned(frozen)))
            }
        }
    }

    /// What is wrong with an object that cannot be pinned. The types in the heap are looked up in a turn, if there is one to
    /// be had.
    #[cold]
    fn why_not_pinned<T: Shared>(&self, frozen: FrozenHandle<T>) -> Error {
        let handle = frozen.handle();
        let Ok(turn) = ReadTurn::enter(&self.inner, &Limit::Try) else {
            return Error::NotFrozen { handle: handle.to_bits() };
        };
        match turn.space().resolve_any(handle) {
            Err(error) => error,
            Ok(_) => Error::NotFrozen { handle: handle.to_bits() },
        }
    }
}

impl<T: Shared> Pinned<'_, T> {
    /// The object's view, as in a turn.
    ///
    /// # Panics
    /// Its methods: with a [`Corrupt`](crate::Corrupt) payload if a part of the object cannot be what it should be.
    #[inline]
    pub fn get(&self) -> T::Ref<'_> {
        T::shorten(T::view(self.slot))
    }

    /// Copies the object out into a plain Rust value, in proportion to its size.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    pub fn load(&self) -> T {
        T::load(self.get())
    }
}

impl<T: Shared> Drop for Pinned<'_, T> {
    fn drop(&mut self) {
        let region = self.heap.region();
        if region.forked() {
            return; // the pin is the parent's
        }
        self.heap.pins.unpin(region, self.place);
        // What was removed meanwhile is freed by who comes first: by this thread, if it gets the turn without waiting.
        if self.heap.space().first_condemned() != 0 {
            if let Ok(turn) = WriteTurn::enter(self.heap, &Limit::Try) {
                // A failure leaves it to the next one.
                let _ = turn.writer().free_condemned();
            }
        }
    }
}

impl<O: TurnOwner> ReadTurn<'_, O> {
    /// Whether an object is frozen: see [`WriteTurn::freeze`].
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn is_frozen<T: Shared>(&self, handle: Handle<T>) -> Result<bool, Error> {
        self.space().resolve_any(handle).map(|(_, frozen)| frozen)
    }
}

impl<O: TurnOwner> WriteTurn<'_, O> {
    /// Freezes an object: it is immutable from now on, with everything that it owns, and can be read without a turn by who
    /// [pins](Heap::pin) it. Frozen once, it stays so, whatever becomes of this turn. One store; nothing is copied.
    ///
    /// In turns it is read as before; [`get_mut`](Self::get_mut), [`store`](Self::store) and [`remove`](Self::remove) are
    /// [`Error::Frozen`]. Objects that its handles name are not frozen with it, and its atomic fields stay what they are:
    /// changed by everybody.
    ///
    /// There is no freezing in a transaction, as others may have pinned the object before it fails.
    ///
    /// ```compile_fail,E0599
    /// # let heap = ipo::Heap::options().capacity(1 << 20).create_anonymous()?;
    /// # let handle = heap.write()?.put(&1_u8)?;
    /// heap.transaction(|tx| tx.freeze(handle))?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let words = turn.put(&vec!["once".to_owned(), "and for all".to_owned()])?;
    /// let frozen = turn.freeze(words)?;
    /// assert!(matches!(turn.get_mut(words), Err(Error::Frozen { .. })));
    /// assert_eq!(turn.get(words)?.len(), 2);
    ///
    /// turn.remove_frozen(frozen)?;
    /// assert!(matches!(turn.get(words), Err(Error::Stale { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn freeze<T: Shared>(&mut self, handle: Handle<T>) -> Result<FrozenHandle<T>, Error> {
        self.writer().freeze(handle)
    }

    /// Whether an object is frozen.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn is_frozen<T: Shared>(&self, handle: Handle<T>) -> Result<bool, Error> {
        self.writer().space().resolve_any(handle).map(|(_, frozen)| frozen)
    }

    /// Removes a frozen object. Its handles are stale from here on and nobody pins it any more; its memory is freed when the
    /// last live pin on it ends, which this does not wait for.
    ///
    /// What was left over so is freed by the pin's end if the write turn is free then, and otherwise by the next call of this
    /// method.
    ///
    /// # Errors
    /// [`Error::NotFrozen`], [`Error::Stale`], [`Error::SchemaMismatch`], [`Error::JournalFull`], [`Error::OutOfSpace`], as it
    /// takes a small block to note what is to be freed.
    pub fn remove_frozen<T: Shared>(&mut self, frozen: FrozenHandle<T>) -> Result<(), Error> {
        self.writer().remove_frozen(frozen)
    }

    /// Frees what frozen objects that were removed have left because they were pinned, as far as they are no more: the pins
    /// of processes that died do not count. Says how many objects still wait.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::JournalFull`].
    pub fn free_unpinned(&mut self) -> Result<usize, Error> {
        self.writer().free_condemned()
    }
}
