//! The guard of the write turn.

use std::fmt;
use std::marker::PhantomData;

use super::inner::Inner;
use super::transaction::Tx;
use crate::Error;
use crate::alloc::{Anchor, Stats};
use crate::journal::Writer;
use crate::object::{Handle, Report, Root, Shared};
use crate::turn::{Limit, Mode};

/// The write turn: nobody else reads or writes while it lasts. Released on drop, also by a panic.
///
/// Each single change is all-or-nothing. Several changes that belong together need a
/// [`transaction`](Self::transaction).
pub struct WriteTurn<'h> {
    heap: &'h Inner,
    anchor: Anchor,
    recovered: bool,
    /// A turn belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl fmt::Debug for WriteTurn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteTurn").field("recovered", &self.recovered).finish_non_exhaustive()
    }
}

impl<'h> WriteTurn<'h> {
    #[inline]
    pub(super) fn enter(heap: &'h Inner, limit: Limit) -> Result<Self, Error> {
        let recovered = heap.enter_write(limit)?;
        Ok(WriteTurn { heap, anchor: heap.space().anchor(), recovered, thread: PhantomData })
    }

    #[inline]
    fn writer(&self) -> &Writer {
        self.heap.writer()
    }

    /// Whether a process died in its write turn since this attachment's last turn. Its unfinished change was undone.
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// Copies a value into the heap as a new object, with everything that it owns. All or nothing.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] for values that nest too deep.
    pub fn put<T: Shared>(&mut self, value: &T) -> Result<Handle<T>, Error> {
        let handle = self.writer().put::<T>(value.to_arg());
        // The heap may have grown.
        self.anchor = self.heap.space().anchor();
        handle
    }

    /// The view of an object. Constant time.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub fn get<T: Shared>(&self, handle: Handle<T>) -> Result<T::Ref<'_>, Error> {
        self.heap.space().get(&self.anchor, handle).map(T::view)
    }

    /// The view of an object for changing it in place. Constant time.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub fn get_mut<T: Shared>(&mut self, handle: Handle<T>) -> Result<T::Mut<'_>, Error> {
        // SAFETY: the view borrows the turn exclusively, so no other view of anything is in use.
        unsafe { self.writer().get_mut(&self.anchor, handle) }.map(T::view_mut)
    }

    /// The views of several objects at once.
    ///
    /// # Errors
    /// [`Error::Overlapping`] if a handle stands twice; else as [`get_mut`](Self::get_mut).
    pub fn get_disjoint_mut<T: Shared, const N: usize>(
        &mut self,
        handles: [Handle<T>; N],
    ) -> Result<[T::Mut<'_>; N], Error> {
        disjoint(self.writer(), &self.anchor, handles)
    }

    /// Copies an object out into a plain Rust value.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn load<T: Shared>(&self, handle: Handle<T>) -> Result<T, Error> {
        self.get(handle).map(T::load)
    }

    /// Overwrites an object from a plain Rust value, all or nothing.
    ///
    /// # Errors
    /// As [`get_mut`](Self::get_mut) and [`put`](Self::put).
    pub fn store<T: Shared>(&mut self, handle: Handle<T>, value: &T) -> Result<(), Error> {
        // SAFETY: as in `get_mut`.
        unsafe { self.writer().get_mut(&self.anchor, handle) }?.replace(value.to_arg())
    }

    /// Removes an object and frees everything that it owns. From then on its handle is stale.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`], [`Error::JournalFull`].
    pub fn remove<T: Shared>(&mut self, handle: Handle<T>) -> Result<(), Error> {
        self.writer().remove(handle)
    }

    /// Binds a name to an object, in place of what the name was bound to. The name does not keep the object alive.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::TooLarge`] for a name of more than 4,096 bytes, [`Error::OutOfSpace`].
    pub fn bind<T: Shared>(&mut self, name: &str, handle: Handle<T>) -> Result<(), Error> {
        self.writer().bind(name, handle)
    }

    /// Takes a name away. The object stays.
    ///
    /// # Errors
    /// [`Error::NoSuchRoot`].
    pub fn unbind(&mut self, name: &str) -> Result<(), Error> {
        self.writer().unbind(name)
    }

    /// The object that is bound to a name.
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

    /// Runs `change` all-or-nothing: an error, a panic or the death of the process leaves the heap as it was before.
    /// Every object and element that `change` opens for changing is copied once into the journal.
    ///
    /// # Errors
    /// What `change` returns; [`Error::JournalFull`] if it changes more than the journal can undo.
    pub fn transaction<R, E: From<Error>>(&mut self, change: impl FnOnce(&mut Tx<'_>) -> Result<R, E>) -> Result<R, E> {
        let writer = self.writer();
        writer.transaction(|| change(&mut Tx::new(writer)))
    }

    /// How full the heap is.
    pub fn stats(&self) -> Stats {
        Stats::of(self.heap.space())
    }

    /// Walks everything that lies in the heap and reports what does not fit together. Time and memory in proportion to
    /// the heap's content.
    pub fn verify(&self) -> Report {
        self.heap.space().verify()
    }
}

/// The views of several objects, each of them once.
pub(super) fn disjoint<'w, T: Shared, const N: usize>(
    writer: &'w Writer,
    anchor: &Anchor,
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
        match unsafe { writer.get_mut(anchor, handle) } {
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

impl Drop for WriteTurn<'_> {
    #[inline]
    fn drop(&mut self) {
        self.heap.leave(Mode::Write);
    }
}
