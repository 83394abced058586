//! `Heap`: one attachment of this process, and heaps by name.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::inner::Inner;
use super::read_turn::ReadTurn;
use super::transaction::Tx;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::region::list::HeapInfo;
use crate::region::name::Target;
use crate::region::options::HeapOptions;
use crate::region::participant::ParticipantInfo;
use crate::region::{list, remove};
use crate::turn::Limit;

/// A heap that this process is attached to. Dropping it detaches; the objects stay.
///
/// A `Heap` can be shared by threads. After `fork`, the child must attach anew: the parent's `Heap` gives
/// [`Error::Forked`] there.
pub struct Heap {
    pub(super) inner: Arc<Inner>,
}

impl fmt::Debug for Heap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heap")
            .field("name", &self.name())
            .field("slot", &self.inner.region().me().slot)
            .finish_non_exhaustive()
    }
}

impl Heap {
    /// How to create or attach a heap: see [`HeapOptions`].
    pub fn options() -> HeapOptions {
        HeapOptions::new()
    }

    /// Creates a heap with every default (256 MiB): see [`HeapOptions::create`].
    ///
    /// # Errors
    /// As there.
    pub fn create(name: &str) -> Result<Heap, Error> {
        HeapOptions::new().create(name)
    }

    /// Attaches to a heap, without waiting for its creator: see [`HeapOptions::attach`].
    ///
    /// # Errors
    /// As there.
    pub fn attach(name: &str) -> Result<Heap, Error> {
        HeapOptions::new().attach(name)
    }

    /// Takes the name of a heap in `/dev/shm` away. Those attached go on; nobody new finds it; its memory is free when the
    /// last of them leaves.
    ///
    /// # Errors
    /// [`Error::NoSuchHeap`]; [`Error::NotAHeap`] for a foreign file, which stays.
    pub fn remove(name: &str) -> Result<(), Error> {
        Heap::remove_in(HeapOptions::new().directory_path(), name)
    }

    /// As [`remove`](Self::remove), in another directory.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn remove_in(directory: impl AsRef<Path>, name: &str) -> Result<(), Error> {
        remove::remove(&Target::named(directory.as_ref(), name)?)
    }

    /// As [`remove`](Self::remove), for a heap made by [`HeapOptions::create_file`].
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn remove_file(path: impl AsRef<Path>) -> Result<(), Error> {
        remove::remove(&Target::file(path.as_ref())?)
    }

    /// Removes every heap in `/dev/shm` that no live process is attached to, and gives their names.
    ///
    /// # Errors
    /// [`Error::Os`] if the directory cannot be read.
    pub fn remove_dead() -> Result<Vec<String>, Error> {
        Heap::remove_dead_in(HeapOptions::new().directory_path())
    }

    /// As [`remove_dead`](Self::remove_dead), in another directory. Heaps on a disk that live until they are removed stay.
    ///
    /// # Errors
    /// As [`remove_dead`](Self::remove_dead).
    pub fn remove_dead_in(directory: impl AsRef<Path>) -> Result<Vec<String>, Error> {
        remove::remove_dead(directory.as_ref())
    }

    /// The heaps in `/dev/shm`, by name.
    ///
    /// # Errors
    /// [`Error::Os`] if the directory cannot be read.
    pub fn list() -> Result<Vec<HeapInfo>, Error> {
        Heap::list_in(HeapOptions::new().directory_path())
    }

    /// As [`list`](Self::list), in another directory.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub fn list_in(directory: impl AsRef<Path>) -> Result<Vec<HeapInfo>, Error> {
        list::list(directory.as_ref())
    }

    /// The name or path by which the heap was found.
    pub fn name(&self) -> &str {
        self.inner.region().name()
    }

    /// Bytes that the heap can hold at most.
    pub fn capacity(&self) -> u64 {
        self.inner.region().header().capacity
    }

    /// Whether huge pages were asked for and granted.
    pub fn huge_pages(&self) -> bool {
        self.inner.region().huge_pages_granted()
    }

    /// Whether this attachment can only read.
    pub fn is_read_only(&self) -> bool {
        self.inner.region().read_only()
    }

    /// Who is attached, dead ones included whose traces nobody has cleared yet.
    pub fn participants(&self) -> Vec<ParticipantInfo> {
        self.inner.region().participant_infos()
    }

    /// Takes a read turn: many at once, in all processes, while nobody writes. Waits as long as it takes; a dead owner
    /// is found and its change undone.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`] if this thread holds a turn of the heap; [`Error::Forked`]; [`Error::NeedsRecovery`]
    /// for a read-only attachment; [`Error::Corrupt`].
    #[inline]
    pub fn read(&self) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, Limit::Never)
    }

    /// As [`read`](Self::read), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as `read`. A thread that reads already may read once more.
    #[inline]
    pub fn try_read(&self) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, Limit::Try)
    }

    /// As [`read`](Self::read), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as `read`.
    #[inline]
    pub fn read_timeout(&self, timeout: Duration) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, Limit::after(timeout))
    }

    /// Takes the write turn: alone in all processes. Waits as long as it takes; a dead owner is found and its change
    /// undone.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::ReadOnly`].
    #[inline]
    pub fn write(&self) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, Limit::Never)
    }

    /// As [`write`](Self::write), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as `write`.
    #[inline]
    pub fn try_write(&self) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, Limit::Try)
    }

    /// As [`write`](Self::write), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as `write`.
    #[inline]
    pub fn write_timeout(&self, timeout: Duration) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, Limit::after(timeout))
    }

    /// Runs `change` in a write turn of its own, all or nothing: see [`WriteTurn::transaction`].
    ///
    /// # Errors
    /// What `change` returns, and as [`write`](Self::write).
    pub fn transaction<R, E: From<Error>>(&self, change: impl FnOnce(&mut Tx<'_>) -> Result<R, E>) -> Result<R, E> {
        self.write()?.transaction(change)
    }
}
