//! The ways to a heap: creating, attaching, handing it on as a descriptor.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use super::attached::Attached;
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
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
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
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// # let directory = std::env::temp_dir().join(format!("ipo-doc-file-{}", std::process::id()));
    /// # std::fs::create_dir(&directory).unwrap();
    /// let path = directory.join("state.heap");
    /// let heap = Heap::options().capacity(1 << 20).create_file(&path)?;
    /// let mut turn = heap.write()?;
    /// let number = turn.put(&7_u64)?;
    /// turn.bind("number", number)?;
    /// drop(turn);
    /// drop(heap); // the last one to leave writes everything to the disk
    ///
    /// let heap = Heap::options().attach_file(&path)?;
    /// let turn = heap.read()?;
    /// assert_eq!(turn.load(turn.root::<u64>("number")?)?, 7);
    /// # drop(turn);
    /// # drop(heap);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn create_file(&self, path: impl AsRef<Path>) -> Result<Heap, Error> {
        self.create_at(&Target::file(path.as_ref())?)
    }

    fn create_at(&self, target: &Target) -> Result<Heap, Error> {
        let mut repaired = false;
        let (region, _) = Region::create(target, self, &mut format, &mut |region| {
            inspect(region, self.trust).map(|did| repaired = did)
        })?;
        Ok(Heap { inner: Attached::new(Inner::new(region, repaired, self)) })
    }

    /// Attaches to the heap `name`, waiting for its creator as long as [`timeout`](Self::timeout) says.
    ///
    /// A heap that no live process is attached to is repaired and verified first, in time proportional to what lies in
    /// it, unless [`trust`](Self::trust) says otherwise.
    ///
    /// # Errors
    /// [`Error::NoSuchHeap`], [`Error::NotAHeap`], [`Error::WrongVersion`], [`Error::WrongOwner`],
    /// [`Error::Truncated`], [`Error::Unclean`], [`Error::Unsound`], [`Error::TooManyParticipants`], [`Error::Os`].
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// use std::time::Duration;
    ///
    /// # let name = &format!("doc-attach-wait-{}", std::process::id());
    /// let waiting = std::thread::spawn({
    ///     let name = name.clone();
    ///     move || Heap::options().timeout(Duration::from_secs(10)).attach(&name)
    /// });
    /// let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// assert_eq!(waiting.join().unwrap()?.capacity(), 1 << 20);
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
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
        let mut repaired = false;
        let (region, _) =
            Region::attach(target, self, &mut |region| inspect(region, self.trust).map(|did| repaired = did))?;
        Ok(Heap { inner: Attached::new(Inner::new(region, repaired, self)) })
    }

    /// Attaches to the heap `name`, or creates it. Of several processes that do this at once, one creates it.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`attach`](Self::attach).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// # let name = &format!("doc-open-{}", std::process::id());
    /// let options = Heap::options().capacity(1 << 20);
    /// let one = options.open_or_create(name)?; // creates it
    /// let two = options.open_or_create(name)?; // attaches to it
    /// assert_eq!(two.participants().len(), 2);
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn open_or_create(&self, name: &str) -> Result<Heap, Error> {
        self.clone().if_exists(IfExists::Attach).create(name)
    }

    /// Creates a heap without a name, in memory that nobody can shrink or find. Other processes get it as a descriptor:
    /// see [`Heap::as_fd`] and [`from_fd`](Self::from_fd).
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_anonymous(&self) -> Result<Heap, Error> {
        Ok(Heap { inner: Attached::new(Inner::new(Region::anonymous(self, &mut format)?, false, self)) })
    }

    /// Attaches to a heap whose descriptor came from another process, by inheritance or over a socket.
    ///
    /// # Errors
    /// As [`attach`](Self::attach).
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// use std::os::fd::AsFd;
    ///
    /// let number = heap.write()?.put(&5_u32)?;
    /// // The descriptor would go to another process, and the handle's bits with it.
    /// let fd = heap.as_fd().try_clone_to_owned().unwrap();
    /// let other = Heap::options().from_fd(fd)?;
    /// assert_eq!(other.read()?.load(number)?, 5);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn from_fd(&self, fd: OwnedFd) -> Result<Heap, Error> {
        let mut repaired = false;
        let (region, _) =
            Region::from_fd(fd, self, &mut |region| inspect(region, self.trust).map(|did| repaired = did))?;
        Ok(Heap { inner: Attached::new(Inner::new(region, repaired, self)) })
    }
}

impl AsFd for Heap {
    /// The heap's file, to hand to another process.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inner.region().as_fd()
    }
}
