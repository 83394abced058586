//! The one error type of the crate: every variant is a fact, with the numbers and names in its fields.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// Everything that can go wrong. Match on the variant; the message says what to do.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap};
///
/// fn explain(result: Result<Heap, Error>) -> String {
///     match result {
///         Ok(_) => "attached".into(),
///         Err(Error::NoSuchHeap { name }) => format!("start the server first: no {name}"),
///         Err(Error::OutOfSpace { needed, available, cause }) => {
///             format!("{cause} has {available} bytes left, {needed} were needed")
///         }
///         // More variants may come.
///         Err(other) => other.to_string(),
///     }
/// }
///
/// assert_eq!(explain(Heap::attach("no such heap")), "start the server first: no no such heap");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The name cannot name a heap.
    #[error("{name:?} cannot name a heap: {reason}")]
    InvalidName {
        /// The name as given, shortened when it is very long.
        name: String,
        /// Which rule it breaks.
        reason: &'static str,
    },
    /// An option has a value that no heap can have.
    #[error("the option `{option}` cannot be {value}: {reason}")]
    InvalidOption {
        /// The option's name.
        option: &'static str,
        /// The value that was asked for.
        value: String,
        /// Why it is refused, and what would be accepted.
        reason: &'static str,
    },
    /// No heap has this name (any more).
    #[error("there is no heap {name:?}: create it first, or give `attach` a `timeout` to wait for its creator")]
    NoSuchHeap {
        /// The name or path that was looked for.
        name: String,
    },
    /// A heap of this name exists already.
    #[error("a heap {name:?} exists already: attach to it, remove it, or create with `if_exists`")]
    AlreadyExists {
        /// The name or path.
        name: String,
    },
    /// The file is not a heap of this crate.
    #[error("{path} is not a heap: {reason}")]
    NotAHeap {
        /// The file.
        path: PathBuf,
        /// What gives it away.
        reason: &'static str,
    },
    /// The heap was written in a format that this build does not read.
    #[error(
        "{path} has heap format {found}, this program reads format {expected}: use programs of one ipo release line"
    )]
    WrongVersion {
        /// The file.
        path: PathBuf,
        /// The version in the file.
        found: u32,
        /// The version of this build.
        expected: u32,
    },
    /// The heap was written on a machine of the other byte order.
    #[error("{path} was written on a machine of the other byte order")]
    WrongEndian {
        /// The file.
        path: PathBuf,
    },
    /// The file belongs to a user that the owner rule does not accept.
    #[error("{path} belongs to user {owner}, and the owner rule accepts {accepted}")]
    WrongOwner {
        /// The file.
        path: PathBuf,
        /// The user id of the file's owner.
        owner: u32,
        /// Who would be accepted.
        accepted: String,
    },
    /// The file is shorter than its header says.
    #[error("{path} has {len} bytes and its header says {needed}: it was cut off; remove it and create the heap anew")]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        len: u64,
        /// The length that its header names, in bytes.
        needed: u64,
    },
    /// The heap's file was open when the machine went down: its content cannot be trusted.
    #[error(
        "{path} was open when the machine went down, so its stores may have reached the disk in any order; restore a copy or remove it"
    )]
    Unclean {
        /// The file.
        path: PathBuf,
    },
    /// All participant slots are taken by live processes, or there are fewer than were waited for.
    #[error(
        "the heap has room for {limit} participants at a time and not for more: detach one, or create it with more `participants`"
    )]
    TooManyParticipants {
        /// The number of slots.
        limit: u32,
    },
    /// The heap, or the file system under it, has no room for this.
    #[error("out of space: {needed} bytes needed, {available} available ({cause})")]
    OutOfSpace {
        /// Bytes that the operation needed in one piece.
        needed: u64,
        /// Bytes that could be had in one piece at most.
        available: u64,
        /// What is full: the heap's capacity or its file system.
        cause: &'static str,
    },
    /// The change is larger than the journal can undo; everything was rolled back.
    #[error(
        "the change needs {needed} bytes of journal and it has {room}: split it, or create the heap with more `journal`"
    )]
    JournalFull {
        /// Bytes of journal needed so far.
        needed: u64,
        /// The journal's size in bytes.
        room: u64,
    },
    /// The time limit passed.
    #[error("timed out after {waited:?}{}", holder_text(.holder))]
    TimedOut {
        /// How long the call waited.
        waited: Duration,
        /// Who held what was waited for, if it was a turn.
        holder: Option<Holder>,
    },
    /// A `try_` call would have had to wait.
    #[error("the turn or lock is taken, and this call does not wait{}", holder_text(.holder))]
    WouldBlock {
        /// Who holds the turn or the lock.
        holder: Option<Holder>,
    },
    /// A latest value has one writer at a time, and there is one.
    #[error("the latest value {name:?} has a writer, and it has one at a time{}", holder_text(.holder))]
    HasWriter {
        /// The value's name.
        name: String,
        /// Who it is.
        holder: Option<Holder>,
    },
    /// This thread holds a turn of this heap, or the lock that it asks for, already and would wait for itself.
    #[error("this thread has the {held} turn or lock that it would wait for: drop that first")]
    WouldDeadlock {
        /// What the thread holds: `"read"` or `"write"`.
        held: &'static str,
    },
    /// The handle was made before a `fork`, and this is the child.
    #[error("this handle was attached before fork() and belongs to the parent: attach anew in the child")]
    Forked,
    /// The heap is attached for reading only.
    #[error("the heap is attached read-only and this would change it: attach without `read_only`")]
    ReadOnly,
    /// A process died in the middle of a change, and a read-only participant cannot repair it.
    #[error(
        "a process died in its write turn, and this read-only participant cannot repair the heap: attach a writable one"
    )]
    NeedsRecovery,
    /// The handle's object was removed, or the handle belongs to another heap.
    #[error("stale handle {handle:#018x}: its object was removed, or it belongs to another heap")]
    Stale {
        /// The handle's bits.
        handle: u64,
    },
    /// The object is frozen, and nobody changes it any more.
    #[error("the object of handle {handle:#018x} is frozen: read it, or remove it with `remove_frozen`")]
    Frozen {
        /// The handle's bits.
        handle: u64,
    },
    /// The object is not frozen, and can be read in turns only.
    #[error("the object of handle {handle:#018x} is not frozen: freeze it in a write turn, or read it in a turn")]
    NotFrozen {
        /// The handle's bits.
        handle: u64,
    },
    /// The object has another type than the program asks for.
    #[error("the heap holds {found}, the program asks for {expected}: {}", .differences.join("; "))]
    SchemaMismatch {
        /// The type that the program asked for.
        expected: String,
        /// The type that lies in the heap.
        found: String,
        /// Each differing field, with both types.
        differences: Vec<String>,
    },
    /// A dynamic value is of another kind than the typed place that it was to be put into, or read as.
    #[error("a value of kind {found} where {expected} is wanted")]
    WrongKind {
        /// The type of the place.
        expected: &'static str,
        /// The kind of the value.
        found: &'static str,
    },
    /// No message waits.
    #[error("no message waits")]
    NoMessages,
    /// A bounded queue holds as many messages as it may.
    #[error("the queue holds {bound} messages and may not hold more: take some first, or wait with `send`")]
    QueueFull {
        /// Most messages that the queue may hold.
        bound: u64,
    },
    /// A subscriber of a topic is behind by as many messages as it may be, and wants publishers to wait.
    #[error("a subscriber of the topic is behind by as much as it may be: wait for it with `publish`")]
    Behind,
    /// A subscriber was behind by as many messages as it may be, and had asked to be cut off then.
    #[error("the subscriber was too slow and was cut off behind message {received} of the topic: subscribe again")]
    Disconnected {
        /// Messages of the topic, from its first one on, that this subscriber came past.
        received: u64,
    },
    /// A topic has as many subscribers as it was made for.
    #[error(
        "the topic has {limit} subscribers, as many as it was made for: drop one, or make topics with more `subscribers`"
    )]
    TooManySubscribers {
        /// Most subscribers of the topic.
        limit: u32,
    },
    /// The queue was closed; of a taker, and all messages are taken.
    #[error("the queue is closed: {reason}")]
    Closed {
        /// What was said when it was closed.
        reason: String,
    },
    /// A queue or a lease of another heap was used in a turn.
    #[error("the queue or topic belongs to another heap than the turn: open it by the heap whose turn this is")]
    OtherHeap,
    /// No object is bound to this name.
    #[error("no object is bound to {name:?}: bind one, or wait for it with `wait_for_root`")]
    NoSuchRoot {
        /// The name.
        name: String,
    },
    /// The name is too long, or the value has more elements than its kind allows.
    #[error("{what} of {size} is too large: {limit} at most")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// An index lies outside of its list.
    #[error("index {index} in a list of {len}")]
    OutOfBounds {
        /// The index.
        index: usize,
        /// The list's length.
        len: usize,
    },
    /// An array has another shape than is wanted.
    #[error("an array of the shape {found:?} where {expected:?} is wanted")]
    ShapeMismatch {
        /// The shape that was asked for.
        expected: Vec<usize>,
        /// The shape that is there.
        found: Vec<usize>,
    },
    /// A plain buffer is too short, or too long, for an array.
    #[error("a buffer of {found} {unit} where an array of the shape {shape:?} has {needed}")]
    BufferLength {
        /// The array's shape.
        shape: Vec<usize>,
        /// The length that suits it.
        needed: usize,
        /// The buffer's length.
        found: usize,
        /// What both are counted in: `"elements"` or `"bytes"`.
        unit: &'static str,
    },
    /// The same object was asked for twice where each view must be alone.
    #[error("handle {handle:#018x} stands twice in one request for disjoint views")]
    Overlapping {
        /// The handle's bits.
        handle: u64,
    },
    /// A heap that nobody was attached to does not fit together.
    #[error(
        "the heap is not sound ({findings} findings, the first at {first}): remove it, or attach with `trust(true)` to look at it"
    )]
    Unsound {
        /// How many things were found wrong.
        findings: usize,
        /// The first of them.
        first: String,
    },
    /// Bytes in the heap cannot be what they should be.
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The operating system refused.
    #[error("{op}{}: {source}", path_text(.path))]
    Os {
        /// The call that failed.
        op: &'static str,
        /// The file concerned, if any.
        path: Option<PathBuf>,
        /// The system's own error.
        source: io::Error,
    },
}

/// Bytes that no program of this crate writes. The payload of the panic with which an accessor that
/// cannot return an error meets them, and the fact inside [`Error::Corrupt`].
///
/// # Example
///
/// ```
/// use ipo::Corrupt;
///
/// // A program that wants to go on without the heap can catch what an accessor throws.
/// let result = std::panic::catch_unwind(|| -> i64 {
///     std::panic::panic_any(Corrupt { offset: 4096, what: "a list that cannot be right" })
/// });
/// let payload = result.unwrap_err();
/// let corrupt = payload.downcast_ref::<Corrupt>().unwrap();
/// assert_eq!(corrupt.to_string(), "corrupt heap at byte 0x1000: a list that cannot be right");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("corrupt heap at byte {offset:#x}: {what}")]
pub struct Corrupt {
    /// Where in the heap, as an offset in bytes from its start.
    pub offset: u64,
    /// What is wrong there.
    pub what: &'static str,
}

/// The participant that holds a turn, for messages to people.
///
/// # Example
///
/// ```
/// use ipo::{Error, Heap};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// use std::time::Duration;
///
/// fn patient(heap: &Heap) -> Result<ipo::WriteTurn<'_>, Error> {
///     loop {
///         match heap.write_timeout(Duration::from_secs(1)) {
///             Err(Error::TimedOut { holder: Some(holder), .. }) if holder.held_for < Duration::from_secs(30) => {
///                 eprintln!("process {} has had the turn for {:?}", holder.pid, holder.held_for);
///             }
///             done => return done,
///         }
///     }
/// }
///
/// patient(&heap)?;
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its slot in the participant table.
    pub slot: u32,
    /// Its process id, as it noted it when it attached.
    pub pid: u32,
    /// When it attached.
    pub attached: SystemTime,
    /// How long it has held the turn at least: since this waiter saw it first.
    pub held_for: Duration,
}

fn holder_text(holder: &Option<Holder>) -> String {
    match holder {
        Some(h) => format!(": held by process {} (slot {}) for at least {:?}", h.pid, h.slot, h.held_for),
        None => String::new(),
    }
}

fn path_text(path: &Option<PathBuf>) -> String {
    path.as_ref().map_or_else(String::new, |p| format!(" {}", p.display()))
}

impl Error {
    /// An operating system's error with the call's name.
    pub(crate) fn os(op: &'static str, errno: rustix::io::Errno) -> Error {
        Error::Os { op, path: None, source: errno.into() }
    }

    /// An operating system's error with the call's name and the file.
    pub(crate) fn os_at(op: &'static str, path: &std::path::Path, errno: rustix::io::Errno) -> Error {
        Error::Os { op, path: Some(path.to_owned()), source: errno.into() }
    }

    /// Bytes that cannot be right, found by a call that can say so.
    pub(crate) fn corrupt(offset: u64, what: &'static str) -> Error {
        Error::Corrupt(Corrupt { offset, what })
    }
}

/// `std::result::Result` with this crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;
