//! Names that are bound to objects: what a write turn does with them, and waiting for one.

use std::time::Duration;

use super::manage::Heap;
use super::owner::TurnOwner;
use super::transaction::Tx;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::object::{Handle, Root, Shared};

impl Heap {
    /// The object that is bound to a name; waits, no longer than `timeout`, until somebody binds it. A heap can be found as soon
    /// as it is created: who attaches while its creator still fills it comes too early for [`root`](crate::ReadTurn::root).
    ///
    /// # Errors
    /// [`Error::NoSuchRoot`] if the name is not bound when the time is over; else as [`root`](crate::ReadTurn::root) and
    /// [`read_timeout`](Self::read_timeout).
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
    ///     let waiting = scope.spawn(|| heap.wait_for_root::<u64>("hits", Duration::from_secs(10)));
    ///     let mut turn = heap.write()?;
    ///     let hits = turn.put(&0_u64)?;
    ///     turn.bind("hits", hits)?;
    ///     drop(turn);
    ///     assert_eq!(waiting.join().expect("no panic")?, hits);
    ///     Ok::<(), Error>(())
    /// })?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn wait_for_root<T: Shared>(&self, name: &str, timeout: Duration) -> Result<Handle<T>, Error> {
        let bound = self.wait_for_timeout(timeout, |turn| match turn.root(name) {
            Err(Error::NoSuchRoot { .. }) => Ok(None),
            bound => bound.map(Some),
        });
        match bound {
            // Of the condition, and not of a turn.
            Err(Error::TimedOut { holder: None, .. }) => Err(Error::NoSuchRoot { name: name.to_owned() }),
            bound => bound,
        }
    }
}

impl<O: TurnOwner> WriteTurn<'_, O> {
    /// Binds a name to an object, in place of what the name was bound to. The name does not keep the object alive.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::TooLarge`] for a name of more than 4,096 bytes, [`Error::OutOfSpace`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let counter = turn.put(&0_u64)?;
    /// turn.bind("counter", counter)?;
    /// assert_eq!(turn.root::<u64>("counter")?, counter);
    /// # Ok::<(), ipo::Error>(())
    /// ```
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

    /// The object that is bound to a name. A look-up by hash, in constant time on average: keep the handle for what is
    /// done often.
    ///
    /// # Errors
    /// [`Error::NoSuchRoot`]; [`Error::SchemaMismatch`] if it has another type; [`Error::Stale`] if it was removed.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// assert!(matches!(turn.root::<u64>("counter"), Err(Error::NoSuchRoot { .. })));
    ///
    /// let counter = turn.put(&0_u64)?;
    /// turn.bind("counter", counter)?;
    /// let found: Handle<u64> = turn.root("counter")?;
    /// assert_eq!(found, counter);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn root<T: Shared>(&self, name: &str) -> Result<Handle<T>, Error> {
        self.writer().space().root(name)
    }

    /// The object that is bound to a name. If there is none, puts what `make` gives and binds the name to it, all or nothing: of
    /// several processes that come at the same time, the first one makes it.
    ///
    /// # Errors
    /// As [`root`](Self::root), but for [`Error::NoSuchRoot`]; as [`put`](Self::put) and [`bind`](Self::bind).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?; // usually `open_or_create`
    /// for _ in 0..2 {
    ///     let mut turn = heap.write()?;
    ///     let starts = turn.root_or_put_with("starts", || 0_u64)?;
    ///     *turn.get_mut(starts)? += 1;
    /// }
    /// let turn = heap.read()?;
    /// assert_eq!(turn.get(turn.root::<u64>("starts")?)?, 2);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn root_or_put_with<T: Shared>(&mut self, name: &str, make: impl FnOnce() -> T) -> Result<Handle<T>, Error> {
        match self.root(name) {
            Err(Error::NoSuchRoot { .. }) => {
                let value = make();
                self.changing(|writer| writer.put_bound(name, &value))
            }
            bound => bound,
        }
    }

    /// All bound names, sorted.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let counter = turn.put(&0_u64)?;
    /// turn.bind("counter", counter)?;
    /// let root = &turn.roots()?[0];
    /// assert_eq!((root.name.as_str(), root.type_name.as_str()), ("counter", "u64"));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn roots(&self) -> Result<Vec<Root>, Error> {
        self.writer().space().roots()
    }
}

impl Tx<'_> {
    /// As [`WriteTurn::root_or_put_with`].
    ///
    /// # Errors
    /// As there.
    pub fn root_or_put_with<T: Shared>(&mut self, name: &str, make: impl FnOnce() -> T) -> Result<Handle<T>, Error> {
        match self.root(name) {
            Err(Error::NoSuchRoot { .. }) => self.writer().put_bound(name, &make()),
            bound => bound,
        }
    }
}
