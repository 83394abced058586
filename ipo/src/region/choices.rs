//! What some options of a heap choose between.

/// How calls wait that have to: see [`HeapOptions::wait`](crate::HeapOptions::wait).
///
/// # Example
///
/// ```
/// use ipo::{Heap, Wait};
///
/// let heap = Heap::options().capacity(1 << 20).wait(Wait::LowLatency).create_anonymous()?;
/// assert_eq!(heap.wait(), Wait::LowLatency);
/// heap.set_wait(Wait::SaveCpu); // for the calls that begin from now on
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Wait {
    /// Look again and again for some milliseconds before sleeping. What comes in that time is noticed within a
    /// microsecond; each thread that waits keeps a processor busy for so long.
    LowLatency,
    /// Look for about as long as going to sleep and being woken takes, some tens of microseconds, and then sleep.
    #[default]
    SaveCpu,
}

/// Whose heaps are attached. The file's owner counts, as the file system knows it.
///
/// # Example
///
/// ```
/// use ipo::{Heap, OwnerRule};
///
/// # let name = &format!("doc-owner-{}", std::process::id());
/// # let heap = Heap::options().capacity(1 << 20).create(name)?;
/// // Made with `.mode(0o660)` by another user of a common group, say.
/// let heap = Heap::options().owner(OwnerRule::SameGroup).attach(name)?;
/// # Heap::remove(name)?;
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OwnerRule {
    /// Only heaps that belong to the effective user of this process.
    #[default]
    SameUser,
    /// Heaps of the same user, and those whose file belongs to a group that this process is in.
    SameGroup,
    /// Only heaps of the user with this id.
    User(u32),
    /// Everybody's heaps. Their owner can make this process meet any bytes at all.
    Anyone,
}

/// What creating does when the name is taken. A heap that is gone already (removed, or left by the last
/// process of an [`Lifetime::UntilLastLeaves`] heap) does not take its name: it is cleared away in all cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfExists {
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists).
    #[default]
    Error,
    /// Attach to the heap that is there; its own capacity and other facts stand.
    Attach,
    /// Replace it if no live process is attached to it, otherwise [`Error::AlreadyExists`](crate::Error::AlreadyExists).
    ReplaceDead,
}

/// How long a named heap exists.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Lifetime};
///
/// # let name = &format!("doc-lifetime-kinds-{}", std::process::id());
/// let options = Heap::options().capacity(1 << 20);
/// options.clone().lifetime(Lifetime::UntilLastLeaves).create(name)?; // dropped: gone
/// options.clone().lifetime(Lifetime::UntilRemoved).create(name)?; // dropped: stays
/// assert!(Heap::attach(name).is_ok());
/// Heap::remove(name)?;
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Lifetime {
    /// Until it is removed, or the machine goes down (a heap on a disk outlives that, too).
    #[default]
    UntilRemoved,
    /// Until the last attached process leaves, in whatever way. A heap without a name always lives
    /// until the last descriptor and mapping of it are gone.
    UntilLastLeaves,
}
