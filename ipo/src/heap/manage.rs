//! `Heap`: one attachment of this process, and heaps by name.

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use super::attached::Attached;
use super::read_turn::ReadTurn;
use super::transaction::Tx;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::object::Shared;
use crate::region::list::HeapInfo;
use crate::region::name::Target;
use crate::region::options::HeapOptions;
use crate::region::participant::ParticipantInfo;
use crate::region::{list, remove};
use crate::sync::Ordering;
use crate::turn::Limit;

/// A heap that this process is attached to. Dropping it detaches; the objects stay. Who may be the last to leave waits for a
/// process that is just attaching or removing, 2 seconds at most.
///
/// A `Heap` can be shared by threads. After `fork`, the child must attach anew: the parent's `Heap` gives
/// [`Error::Forked`] there.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let answer = turn.put(&42_i64)?;
/// drop(turn);
/// assert_eq!(heap.read()?.load(answer)?, 42);
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Heap {
    pub(crate) inner: Attached,
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
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options()
    ///     .capacity(4 << 20)
    ///     .participants(8)
    ///     .create_anonymous()?;
    /// assert_eq!(heap.capacity(), 4 << 20);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn options() -> HeapOptions {
        HeapOptions::new()
    }

    /// Creates a heap with every default (256 MiB): see [`HeapOptions::create`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// # let name = &format!("doc-create-default-{}", std::process::id());
    /// let heap = Heap::create(name)?;
    /// assert_eq!(heap.name(), name);
    /// // Whoever created it, the heap stays until somebody removes it.
    /// drop(heap);
    /// Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn create(name: &str) -> Result<Heap, Error> {
        HeapOptions::new().create(name)
    }

    /// Attaches to a heap, without waiting for its creator: see [`HeapOptions::attach`].
    ///
    /// # Errors
    /// As there.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// # let name = &format!("doc-attach-default-{}", std::process::id());
    /// assert!(matches!(Heap::attach(name), Err(Error::NoSuchHeap { .. })));
    ///
    /// let first = Heap::create(name)?;
    /// let second = Heap::attach(name)?; // usually in another process
    /// assert_eq!(second.capacity(), first.capacity());
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn attach(name: &str) -> Result<Heap, Error> {
        HeapOptions::new().attach(name)
    }

    /// Takes the name of a heap in `/dev/shm` away. Those attached go on; nobody new finds it; its memory is free when the
    /// last of them leaves. Waits for a process that is just attaching or removing, 10 seconds at most.
    ///
    /// # Errors
    /// [`Error::NoSuchHeap`]; [`Error::NotAHeap`] for a foreign file, which stays; [`Error::TimedOut`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// # let name = &format!("doc-remove-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// Heap::remove(name)?;
    /// assert!(Heap::attach(name).is_err());
    /// // Whoever is attached goes on.
    /// let number = heap.write()?.put(&1_u8)?;
    /// assert_eq!(heap.read()?.load(number)?, 1);
    /// # Ok::<(), ipo::Error>(())
    /// ```
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

    /// Removes every heap in `/dev/shm` that no live process is attached to, and gives their names. One that somebody is
    /// attaching to is passed over, after a fifth of a second.
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
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, Lifetime};
    ///
    /// # let directory = &std::env::temp_dir().join(format!("ipo-doc-dead-{}", std::process::id()));
    /// # std::fs::create_dir(directory).unwrap();
    /// let options = Heap::options().directory(directory).lifetime(Lifetime::UntilLastLeaves).capacity(1 << 20);
    /// let used = options.create("used")?;
    /// options.create("left")?; // dropped at once
    /// assert_eq!(Heap::remove_dead_in(directory)?, Vec::<String>::new());
    /// assert_eq!(Heap::list_in(directory)?.len(), 1);
    /// # drop(used);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn remove_dead_in(directory: impl AsRef<Path>) -> Result<Vec<String>, Error> {
        remove::remove_dead(directory.as_ref())
    }

    /// The heaps in `/dev/shm`, by name. Waits no longer than a fifth of a second for each.
    ///
    /// # Errors
    /// [`Error::Os`] if the directory cannot be read.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Heap, HeapState};
    ///
    /// # let name = &format!("doc-list-{}", std::process::id());
    /// # let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// for heap in Heap::list()? {
    ///     println!("{} {:?}", heap.name, heap.state);
    /// }
    /// let found = Heap::list()?.into_iter().find(|heap| heap.name == *name);
    /// assert!(found.is_some_and(|heap| heap.state == HeapState::InUse));
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
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

    /// Whether huge pages were asked for and the system's settings allow them.
    pub fn huge_pages(&self) -> bool {
        self.inner.region().huge_pages_granted()
    }

    /// Whether this attachment can only read.
    pub fn is_read_only(&self) -> bool {
        self.inner.region().read_only()
    }

    /// Who is attached, dead ones included whose traces nobody has cleared yet.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let all = heap.participants();
    /// assert_eq!(all.len(), 1);
    /// assert_eq!(all[0].pid, std::process::id());
    /// assert!(all[0].alive);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn participants(&self) -> Vec<ParticipantInfo> {
        self.inner.region().participant_infos()
    }

    /// How often, since the heap was created, the turn of a dead process was taken over, and what that process had left
    /// half done was undone or finished. Grows for all processes alike; needs no turn. To learn it of one turn, there is
    /// [`WriteTurn::recovered`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// heap.write()?.put(&1_u8)?;
    /// assert_eq!(heap.recoveries(), 0); // nobody has died in a write turn
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn recoveries(&self) -> u64 {
        self.inner.recoveries()
    }

    /// Takes a read turn: many at once, in all processes, while nobody writes. Waits as long as it takes, unless the attachment
    /// has a [`turn_timeout`](crate::HeapOptions::turn_timeout); a dead owner is found and its change undone.
    ///
    /// # Errors
    /// [`Error::TimedOut`] with a `turn_timeout`, which names the holder; [`Error::WouldDeadlock`] if this thread holds a turn of the heap; [`Error::Forked`]; [`Error::NeedsRecovery`]
    /// for a read-only attachment; [`Error::Corrupt`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let number = heap.write()?.put(&7_i32)?;
    /// let turn = heap.read()?;
    /// assert_eq!(turn.get(number)?, 7);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn read(&self) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, &Limit::Never)
    }

    /// As [`read`](Self::read), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as `read`. A thread that reads already may read once more.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let writing = heap.write()?;
    /// let elsewhere = std::thread::scope(|scope| {
    ///     scope.spawn(|| matches!(heap.try_read(), Err(Error::WouldBlock { .. }))).join().unwrap()
    /// });
    /// assert!(elsewhere);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn try_read(&self) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, &Limit::Try)
    }

    /// As [`read`](Self::read), but waits no longer than `timeout`. See [`write_timeout`](Self::write_timeout) for an
    /// example.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as `read`.
    #[inline]
    pub fn read_timeout(&self, timeout: Duration) -> Result<ReadTurn<'_>, Error> {
        ReadTurn::enter(&self.inner, &Limit::after(timeout))
    }

    /// Takes the write turn: alone in all processes. Waits as long as it takes, unless the attachment has a
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout); a dead owner is found and its change undone.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::ReadOnly`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let number = turn.put(&7_i32)?;
    /// *turn.get_mut(number)? += 1;
    /// // A second turn of the same thread would wait for the first.
    /// assert!(matches!(heap.read(), Err(Error::WouldDeadlock { .. })));
    /// drop(turn);
    /// assert_eq!(heap.read()?.get(number)?, 8);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn write(&self) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, &Limit::Never)
    }

    /// As [`write`](Self::write), but does not wait.
    ///
    /// # Errors
    /// [`Error::WouldBlock`], and as `write`.
    #[inline]
    pub fn try_write(&self) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, &Limit::Try)
    }

    /// As [`write`](Self::write), but waits no longer than `timeout`.
    ///
    /// # Errors
    /// [`Error::TimedOut`], which names the holder, and as `write`.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// use std::time::Duration;
    ///
    /// let reading = heap.read()?;
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| match heap.write_timeout(Duration::from_millis(20)) {
    ///         Err(Error::TimedOut { waited, holder: Some(holder) }) => {
    ///             assert!(!waited.is_zero());
    ///             assert_eq!(holder.pid, std::process::id());
    ///         }
    ///         other => panic!("{other:?}"),
    ///     });
    /// });
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn write_timeout(&self, timeout: Duration) -> Result<WriteTurn<'_>, Error> {
        WriteTurn::enter(&self.inner, &Limit::after(timeout))
    }

    /// Takes the first message of the heap's queue, in a write turn of its own; waits for one no longer than `timeout`.
    /// A sender in any process wakes the waiters when its turn ends. Nobody is kept from the heap by waiting here.
    ///
    /// # Errors
    /// [`Error::TimedOut`]: without a `holder` if no message came, with one if the turn was not to be had;
    /// [`Error::SchemaMismatch`] if the first message is of another type, which stays; and as [`write`](Self::write).
    ///
    /// # Panics
    /// As [`WriteTurn::take_message`].
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// std::thread::scope(|scope| {
    ///     // Another thread here; another process does the same.
    ///     let receiver = scope.spawn(|| heap.take_message_timeout::<String>(Duration::from_secs(10)));
    ///     heap.write()?.send(&"ready".to_owned())?;
    ///     assert_eq!(receiver.join().expect("no panic")?, "ready");
    ///
    ///     let late = heap.take_message_timeout::<String>(Duration::from_millis(10));
    ///     assert!(matches!(late, Err(Error::TimedOut { holder: None, .. })));
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn take_message_timeout<T: Shared>(&self, timeout: Duration) -> Result<T, Error> {
        let sent = &self.inner.region().control().sent.0;
        let limit = Limit::after(timeout);
        self.inner.region().wait_on(sent, limit, || {
            // SeqCst: a message that is sent after this changes the number.
            let seen = sent.load(Ordering::SeqCst);
            match WriteTurn::enter(&self.inner, &limit)?.take_message() {
                Err(Error::NoMessages) => Ok(ControlFlow::Continue(seen)),
                other => other.map(ControlFlow::Break),
            }
        })
    }

    /// Runs `change` in a write turn of its own, all or nothing: see [`WriteTurn::transaction`]. A thread that holds a turn of
    /// the heap would wait for itself here; it uses that turn's `transaction`, and [`Tx::transaction`] inside one.
    ///
    /// Waits for the turn as [`write`](Self::write) does. With a time limit of its own:
    /// `heap.write_timeout(limit)?.transaction(change)`.
    ///
    /// # Errors
    /// What `change` returns, and as [`write`](Self::write).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let (from, to) = {
    ///     let mut turn = heap.write()?;
    ///     (turn.put(&100_i64)?, turn.put(&0_i64)?)
    /// };
    /// heap.transaction(|tx| {
    ///     *tx.get_mut(from)? -= 30;
    ///     *tx.get_mut(to)? += 30;
    ///     Ok::<(), Error>(())
    /// })?;
    /// assert_eq!(heap.read()?.load(to)?, 30);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn transaction<R, E: From<Error>>(&self, change: impl FnOnce(&mut Tx<'_>) -> Result<R, E>) -> Result<R, E> {
        self.write()?.transaction(change)
    }
}
