//! The ways to a heap: creating, attaching, handing it on as a descriptor.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use super::inner::{Inner, format, inspect};
use super::manage::Heap;
use crate::Error;
use crate::region::Region;
use crate::region::name::Target;
use crate::region::options::{HeapOptions, IfExists};

impl HeapOptions {
    /// Creates the heap `name`. No other process ever sees it half-made: it gets its name when it is whole.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] (see [`if_exists`](Self::if_exists)), [`Error::InvalidName`],
    /// [`Error::InvalidOption`], [`Error::OutOfSpace`], [`Error::Os`].
    ///
    /// ```
    /// use ipo::Heap;
    /// # let name = &format!("doc-create-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn create(&self, name: &str) -> Result<Heap, Error> {
        self.create_at(&Target::named(&self.directory, name)?)
    }

    /// Creates the heap in exactly this file, which may lie on a disk: such a heap outlives its processes and the
    /// machine's orderly shutdown.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_file(&self, path: impl AsRef<Path>) -> Result<Heap, Error> {
        self.create_at(&Target::file(path.as_ref())?)
    }

    fn create_at(&self, target: &Target) -> Result<Heap, Error> {
        if self.read_only {
            return Err(Error::ReadOnly);
        }
        let (region, _) = Region::create(target, self, &mut format, &mut |region| inspect(region, self.trust))?;
        Ok(Heap { inner: Inner::new(region) })
    }

    /// Attaches to the heap `name`, waiting for its creator as long as [`timeout`](Self::timeout) says.
    ///
    /// A heap that no live process is attached to is repaired and verified first, in time proportional to what lies in
    /// it, unless [`trust`](Self::trust) says otherwise.
    ///
    /// # Errors
    /// [`Error::NoSuchHeap`], [`Error::NotAHeap`], [`Error::WrongVersion`], [`Error::WrongOwner`],
    /// [`Error::Truncated`], [`Error::Unclean`], [`Error::Unsound`], [`Error::TooManyParticipants`], [`Error::Os`].
    pub fn attach(&self, name: &str) -> Result<Heap, Error> {
        self.attach_at(&Target::named(&self.directory, name)?)
    }

    /// Attaches to the heap in exactly this file.
    ///
    /// # Errors
    /// As [`attach`](Self::attach).
    pub fn attach_file(&self, path: impl AsRef<Path>) -> Result<Heap, Error> {
        self.attach_at(&Target::file(path.as_ref())?)
    }

    fn attach_at(&self, target: &Target) -> Result<Heap, Error> {
        let (region, _) = Region::attach(target, self, &mut |region| inspect(region, self.trust))?;
        Ok(Heap { inner: Inner::new(region) })
    }

    /// Attaches to the heap `name`, or creates it. Of several processes that do this at once, one creates it.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`attach`](Self::attach).
    pub fn open_or_create(&self, name: &str) -> Result<Heap, Error> {
        self.clone().if_exists(IfExists::Attach).create(name)
    }

    /// Creates a heap without a name, in memory that nobody can shrink or find. Other processes get it as a descriptor:
    /// see [`Heap::as_fd`] and [`from_fd`](Self::from_fd).
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_anonymous(&self) -> Result<Heap, Error> {
        if self.read_only {
            return Err(Error::ReadOnly);
        }
        Ok(Heap { inner: Inner::new(Region::anonymous(self, &mut format)?) })
    }

    /// Attaches to a heap whose descriptor came from another process, by inheritance or over a socket.
    ///
    /// # Errors
    /// As [`attach`](Self::attach).
    pub fn from_fd(&self, fd: OwnedFd) -> Result<Heap, Error> {
        let (region, _) = Region::from_fd(fd, self, &mut |region| inspect(region, self.trust))?;
        Ok(Heap { inner: Inner::new(region) })
    }
}

impl AsFd for Heap {
    /// The heap's file, to hand to another process.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inner.region().as_fd()
    }
}
