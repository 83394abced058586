//! Latest values by name: read and stored without a turn.

use std::fmt;
use std::time::Instant;

use super::manage::Heap;
use super::read_turn::ReadTurn;
use super::write_turn::WriteTurn;
use crate::Error;
use crate::journal::Writer;
use crate::object::Shared;
use crate::object::latest::Register;
use crate::turn::Limit;

/// A value that one process stores again and again, and that any number of processes read, without turns: a position, a
/// measurement, a state that only counts as long as it is new. Made by [`Heap::latest`].
///
/// A read never sees half a value, never waits for the writer, and never makes it wait. It copies the value once, and again
/// only if seven stores were completed during the copy; after four such copies in a row it asks the writer, and after at most
/// two more it has the value. So each read ends after at most six copies, whatever the writer does, with these exceptions: no
/// more than four reads can ask at once, a fifth copies again until one of them is through; and a read-only attachment cannot
/// ask.
///
/// A writer that dies at any moment leaves the last whole value. It is kept until the heap goes, and no transaction takes
/// a store back.
///
/// The process stays attached to the heap as long as one of these exists, also when its [`Heap`] is dropped.
///
/// # Example
///
/// ```
/// use ipo::{Heap, SharedStruct};
///
/// #[derive(SharedStruct, Clone, Debug, PartialEq)]
/// struct Pose { position: [f64; 3], heading: f64 }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let pose = heap.latest::<Pose>("pose")?;
/// assert_eq!(pose.load()?, None); // nothing was stored yet
///
/// let mut writer = pose.writer()?; // usually in another process
/// writer.store(&Pose { position: [1.0, 2.0, 0.0], heading: 0.5 })?;
/// assert_eq!(pose.load()?.map(|pose| pose.heading), Some(0.5));
/// # Ok::<(), ipo::Error>(())
/// ```
///
/// A type that owns blocks does not compile:
///
/// ```compile_fail
/// # let heap = ipo::Heap::options().capacity(1 << 20).create_anonymous()?;
/// heap.latest::<String>("name")?;
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Latest<T> {
    register: Register<T>,
    name: Box<str>,
}

/// The right to store a [`Latest`] value, held by at most one participant. Given back when dropped, and free when its owner
/// dies. Made by [`Latest::writer`].
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut writer = heap.latest::<(u64, f64)>("temperature")?.writer()?;
/// for (second, degrees) in [(1, 20.5), (2, 20.25)] {
///     writer.store(&(second, degrees))?;
/// }
/// assert_eq!(heap.latest::<(u64, f64)>("temperature")?.load()?, Some((2, 20.25)));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct LatestWriter<T> {
    register: Register<T>,
    /// Makes slots; it never touches the journal, as the type owns no block.
    builder: Writer,
}

impl<T> fmt::Debug for Latest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latest").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for LatestWriter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LatestWriter").finish_non_exhaustive()
    }
}

impl Heap {
    /// The latest value of that name, which is made if there is none. Looks it up in a turn, waiting for which
    /// [`turn_timeout`](crate::HeapOptions::turn_timeout) limits: keep it for what is done often.
    ///
    /// `T` must own no block: numbers, `bool`, `char`, times, arrays, tuples, options and structs of these. Anything else does
    /// not compile. A latest value takes twelve times the bytes of the value and of a number, rounded up to cache lines.
    ///
    /// # Errors
    /// [`Error::SchemaMismatch`] if it is of another type; [`Error::ReadOnly`] if there is none and the heap is attached for
    /// reading only; [`Error::OutOfSpace`]; [`Error::TooLarge`] for a name of more than 4,096 bytes; and as
    /// [`write`](Self::write).
    pub fn latest<T: Shared>(&self, name: &str) -> Result<Latest<T>, Error> {
        // In a statement of its own, which ends the turn.
        let known = ReadTurn::enter(&self.inner, &Limit::Never)?.space().latest::<T>(name)?;
        let payload = match known {
            Some(payload) => payload,
            None => WriteTurn::enter(&self.inner, &Limit::Never)?.writer().open_latest::<T>(name)?,
        };
        Ok(Latest { register: Register::new(self.inner.shared_region(), payload)?, name: name.into() })
    }
}

impl<T: Shared> Latest<T> {
    #[cfg(test)]
    pub(crate) fn into_register(self) -> Register<T> {
        self.register
    }

    /// A copy of the newest value; `None` before the first store.
    ///
    /// # Errors
    /// [`Error::Forked`].
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes cannot be a `T`.
    #[inline]
    pub fn load(&self) -> Result<Option<T>, Error> {
        if self.register.region().forked() {
            return Err(Error::Forked);
        }
        Ok(self.register.load())
    }

    /// How many values were stored so far, by all writers. Tells whether there is a new one.
    pub fn count(&self) -> u64 {
        self.register.newest()
    }

    /// Makes this participant the one that stores values.
    ///
    /// # Errors
    /// [`Error::HasWriter`] if a live participant is it already, this one included; [`Error::ReadOnly`]; [`Error::Forked`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let speed = heap.latest::<f64>("speed")?;
    /// let mut writer = speed.writer()?;
    /// assert!(matches!(speed.writer(), Err(Error::HasWriter { .. })));
    /// writer.store(&2.5)?;
    /// drop(writer);
    /// speed.writer()?.store(&3.0)?;
    /// assert_eq!((speed.load()?, speed.count()), (Some(3.0), 2));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn writer(&self) -> Result<LatestWriter<T>, Error> {
        let region = self.register.region();
        if region.forked() {
            return Err(Error::Forked);
        }
        if region.read_only() {
            return Err(Error::ReadOnly);
        }
        let register = self.register.again()?;
        match register.claim() {
            Ok(()) => Ok(LatestWriter { builder: Writer::new(register.shared_region()), register }),
            Err(owner) => {
                let holder = region.holder(owner, Instant::now());
                Err(Error::HasWriter { name: self.name.to_string(), holder })
            }
        }
    }
}

impl<T: Shared> LatestWriter<T> {
    /// Stores a value. Others see it at once, whole. Copies it once, and waits for nobody.
    ///
    /// # Errors
    /// [`Error::Forked`].
    #[inline]
    pub fn store(&mut self, value: &T) -> Result<(), Error> {
        if self.register.region().forked() {
            return Err(Error::Forked);
        }
        self.register.build_and_store(&self.builder, value)
    }
}

impl<T> Drop for LatestWriter<T> {
    fn drop(&mut self) {
        self.register.give_up();
    }
}
