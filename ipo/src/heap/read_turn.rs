//! The guard of a read turn.

use std::fmt;
use std::marker::PhantomData;

use super::inner::Inner;
use crate::Error;
use crate::alloc::{Anchor, Stats};
use crate::object::{Handle, Report, Root, Shared};
use crate::turn::{Limit, Mode};

/// A read turn: nobody writes while it lasts. Released on drop.
///
/// Stays on its thread; the views that it gives may be lent to others. A turn that is forgotten (`mem::forget`) keeps
/// writers out until its thread ends or its `Heap` is dropped.
pub struct ReadTurn<'h> {
    heap: &'h Inner,
    anchor: Anchor,
    recovered: bool,
    /// A turn belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl fmt::Debug for ReadTurn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadTurn").field("recovered", &self.recovered).finish_non_exhaustive()
    }
}

impl<'h> ReadTurn<'h> {
    #[inline]
    pub(super) fn enter(heap: &'h Inner, limit: Limit) -> Result<Self, Error> {
        let recovered = heap.enter_read(limit)?;
        Ok(ReadTurn { heap, anchor: heap.space().anchor(), recovered, thread: PhantomData })
    }

    /// Whether a process died in its write turn since this attachment's last turn. Its unfinished change was undone.
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// The view of an object. Constant time.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::SchemaMismatch`].
    #[inline]
    pub fn get<T: Shared>(&self, handle: Handle<T>) -> Result<T::Ref<'_>, Error> {
        self.heap.space().get(&self.anchor, handle).map(T::view)
    }

    /// Copies an object out into a plain Rust value.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn load<T: Shared>(&self, handle: Handle<T>) -> Result<T, Error> {
        self.get(handle).map(T::load)
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

impl Drop for ReadTurn<'_> {
    #[inline]
    fn drop(&mut self) {
        self.heap.leave(Mode::Read);
    }
}
