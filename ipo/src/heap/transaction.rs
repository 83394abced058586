//! What can be done inside a transaction: the same as in a write turn.

use std::fmt;
use std::marker::PhantomData;

use super::versions::Versions;
use super::write_turn::disjoint;
use crate::Error;
use crate::alloc::{Anchor, Stats};
use crate::journal::Writer;
use crate::object::one_thread::LeavesItsThread;
use crate::object::{Handle, Root, Shared};

/// An open transaction: see [`WriteTurn::transaction`](super::WriteTurn::transaction). Its methods are those of the turn.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let list = heap.write()?.put(&vec![1_u32])?;
/// let new = heap.transaction(|tx| {
///     tx.get_mut(list)?.clear()?;
///     let new = tx.put(&vec![2_u32])?;
///     tx.bind("list", new)?;
///     Ok::<_, Error>(new)
/// })?;
/// assert!(heap.read()?.get(list)?.is_empty());
/// assert_eq!(heap.read()?.root::<Vec<u32>>("list")?, new);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Tx<'t> {
    writer: &'t Writer,
    anchor: Anchor,
    versions: Versions,
    /// Invariant, so that two transactions cannot be swapped.
    exclusive: PhantomData<fn(&'t mut ()) -> &'t mut ()>,
}

// SAFETY: never, for nothing leaves its thread.
#[doc(hidden)]
unsafe impl<'t> Send for Tx<'t> where &'t (): LeavesItsThread {}
// SAFETY: as above.
#[doc(hidden)]
unsafe impl<'t> Sync for Tx<'t> where &'t (): LeavesItsThread {}

impl fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx")
    }
}

impl<'t> Tx<'t> {
    pub(crate) fn writer(&self) -> &Writer {
        self.writer
    }

    pub(super) fn new(writer: &'t Writer) -> Tx<'t> {
        Tx { writer, anchor: writer.space().anchor(), versions: Versions::default(), exclusive: PhantomData }
    }

    /// As [`WriteTurn::put`](super::WriteTurn::put).
    ///
    /// # Errors
    /// As there.
    pub fn put<T: Shared>(&mut self, value: &T) -> Result<Handle<T>, Error> {
        self.writer.put::<T>(value.to_arg())
    }

    /// As [`WriteTurn::get`](super::WriteTurn::get).
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn get<T: Shared>(&self, handle: Handle<T>) -> Result<T::Ref<'_>, Error> {
        match self.writer.space().get(&self.anchor, handle) {
            Ok(slot) => Ok(T::view(slot)),
            Err(error) => self.versions.get(self.writer.space(), handle, error).map(T::view),
        }
    }

    /// As [`WriteTurn::get_mut`](super::WriteTurn::get_mut). The object's slot is saved in the journal, once.
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn get_mut<T: Shared>(&mut self, handle: Handle<T>) -> Result<T::Mut<'_>, Error> {
        // SAFETY: the view borrows the transaction exclusively, so no other view of anything is in use.
        unsafe { self.writer.get_saved(&mut self.anchor, handle) }.map(T::view_mut)
    }

    /// As [`WriteTurn::get_disjoint_mut`](super::WriteTurn::get_disjoint_mut).
    ///
    /// # Errors
    /// As there.
    pub fn get_disjoint_mut<T: Shared, const N: usize>(
        &mut self,
        handles: [Handle<T>; N],
    ) -> Result<[T::Mut<'_>; N], Error> {
        disjoint(self.writer, &mut self.anchor, handles)
    }

    /// As [`WriteTurn::load`](super::WriteTurn::load).
    ///
    /// # Errors
    /// As there.
    pub fn load<T: Shared>(&self, handle: Handle<T>) -> Result<T, Error> {
        self.get(handle).map(T::load)
    }

    /// As [`WriteTurn::store`](super::WriteTurn::store).
    ///
    /// # Errors
    /// As there.
    pub fn store<T: Shared>(&mut self, handle: Handle<T>, value: &T) -> Result<(), Error> {
        // SAFETY: as in `get_mut`.
        unsafe { self.writer.get_saved(&mut self.anchor, handle) }?.replace(value.to_arg())
    }

    /// As [`WriteTurn::remove`](super::WriteTurn::remove).
    ///
    /// # Errors
    /// As there.
    pub fn remove<T: Shared>(&mut self, handle: Handle<T>) -> Result<(), Error> {
        self.versions.remove(self.writer, &mut self.anchor, handle)
    }

    /// As [`WriteTurn::bind`](super::WriteTurn::bind).
    ///
    /// # Errors
    /// As there.
    pub fn bind<T: Shared>(&mut self, name: &str, handle: Handle<T>) -> Result<(), Error> {
        self.writer.bind(name, handle)
    }

    /// As [`WriteTurn::unbind`](super::WriteTurn::unbind).
    ///
    /// # Errors
    /// As there.
    pub fn unbind(&mut self, name: &str) -> Result<(), Error> {
        self.writer.unbind(name)
    }

    /// As [`WriteTurn::root`](super::WriteTurn::root).
    ///
    /// # Errors
    /// As there.
    pub fn root<T: Shared>(&self, name: &str) -> Result<Handle<T>, Error> {
        self.writer.space().root(name)
    }

    /// As [`WriteTurn::roots`](super::WriteTurn::roots).
    ///
    /// # Errors
    /// As there.
    pub fn roots(&self) -> Result<Vec<Root>, Error> {
        self.writer.space().roots()
    }

    /// A transaction inside joins this one: its error or panic undoes nothing by itself, and what it changed stays if the
    /// outermost one succeeds, and only then. Pass its error on to undo it, with everything else. (A single operation that
    /// fails, a `push` say, is undone by itself.)
    ///
    /// # Errors
    /// What `change` returns.
    pub fn transaction<R, E: From<Error>>(&mut self, change: impl FnOnce(&mut Tx<'_>) -> Result<R, E>) -> Result<R, E> {
        change(&mut Tx::new(self.writer))
    }

    /// As [`WriteTurn::peek_message`](super::WriteTurn::peek_message).
    ///
    /// # Errors
    /// As there.
    pub fn peek_message<T: Shared>(&self) -> Result<T::Ref<'_>, Error> {
        self.writer.space().peek::<T>().map(T::view)
    }

    /// Whether messages wait in the heap's queue.
    pub fn has_messages(&self) -> bool {
        self.message_count() > 0
    }

    /// How many messages wait in the heap's queue. Constant time.
    pub fn message_count(&self) -> u64 {
        self.writer.space().messages().len()
    }

    /// As [`WriteTurn::send`](super::WriteTurn::send). If the transaction fails, nothing was sent.
    ///
    /// # Errors
    /// As there.
    pub fn send<T: Shared>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.send(value)
    }

    /// As [`WriteTurn::take_message`](super::WriteTurn::take_message). If the transaction fails, the message is where
    /// it was.
    ///
    /// # Errors
    /// As there.
    pub fn take_message<T: Shared>(&mut self) -> Result<T, Error> {
        self.writer.take()
    }

    /// As [`WriteTurn::take_message_or`](super::WriteTurn::take_message_or).
    ///
    /// # Errors
    /// As there.
    pub fn take_message_or<T: Shared>(&mut self, default: T) -> Result<T, Error> {
        match self.take_message() {
            Err(Error::NoMessages) => Ok(default),
            other => other,
        }
    }

    /// How full the heap is, this transaction's changes included; what it frees is still in use.
    pub fn stats(&self) -> Stats {
        Stats::of(self.writer.space())
    }
}
