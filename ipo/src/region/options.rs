//! What a heap can be asked for when it is created or attached.

use crate::error::{Error, Result};
pub use crate::region::choices::{IfExists, Lifetime, OwnerRule, Wait};
use crate::region::layout::{FIRST_COMMIT, MAX_CAPACITY, MAX_PARTICIPANTS, PAGE};
use crate::trace::LONG_TURN;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where heaps live unless [`HeapOptions::directory`] says otherwise.
pub(crate) const DEFAULT_DIRECTORY: &str = "/dev/shm";
/// How long to wait for another process that is just attaching or removing, unless `timeout` says otherwise.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);
/// The same at least, so that a short `timeout` for a creator does not turn such a moment into an error.
const LEAST_WAIT: Duration = Duration::from_secs(1);

const MIN_CAPACITY: u64 = FIRST_COMMIT;
const MIN_JOURNAL: u64 = FIRST_COMMIT;

/// How to create or attach a heap. Made by `Heap::options()`.
///
/// Some options describe the heap and matter only to whoever creates it: `capacity`, `journal`,
/// `participants`, `mode`, `lifetime`, `if_exists`. The others describe this process's way in:
/// `directory`, `owner`, `read_only`, `timeout`, `prefault`, `huge_pages`, `trust`, `wait`, `turn_timeout`.
///
/// # Example
///
/// ```
/// use ipo::{Heap, Lifetime};
///
/// use std::time::Duration;
///
/// # let name = &format!("doc-options-{}", std::process::id());
/// // The creator describes the heap.
/// let heap = Heap::options()
///     .capacity(16 << 20)
///     .participants(4)
///     .lifetime(Lifetime::UntilLastLeaves)
///     .create(name)?;
///
/// // Others say how they come to it.
/// let reader = Heap::options().read_only(true).timeout(Duration::from_secs(5)).attach(name)?;
/// assert!(reader.is_read_only());
/// assert_eq!(reader.capacity(), 16 << 20);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "options do nothing until a heap is created or attached with them"]
pub struct HeapOptions {
    pub(crate) capacity: u64,
    pub(crate) journal: Option<u64>,
    pub(crate) participants: u32,
    pub(crate) mode: u32,
    pub(crate) lifetime: Lifetime,
    pub(crate) if_exists: IfExists,
    pub(crate) directory: PathBuf,
    pub(crate) owner: OwnerRule,
    pub(crate) read_only: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) turn_timeout: Option<Duration>,
    pub(crate) prefault: bool,
    pub(crate) huge_pages: bool,
    pub(crate) trust: bool,
    pub(crate) long_turn: Duration,
    pub(crate) wait: Wait,
}

impl Default for HeapOptions {
    fn default() -> HeapOptions {
        HeapOptions {
            capacity: 256 << 20,
            journal: None,
            participants: 64,
            mode: 0o600,
            lifetime: Lifetime::default(),
            if_exists: IfExists::default(),
            directory: PathBuf::from(DEFAULT_DIRECTORY),
            owner: OwnerRule::default(),
            read_only: false,
            timeout: None,
            turn_timeout: None,
            prefault: false,
            huge_pages: false,
            trust: false,
            wait: Wait::default(),
            long_turn: LONG_TURN,
        }
    }
}

impl HeapOptions {
    /// Options with every default.
    pub fn new() -> HeapOptions {
        HeapOptions::default()
    }

    /// Room for objects in bytes, rounded up to pages: 64 KiB to 1 TiB, by default 256 MiB. This is address
    /// space; memory is taken only as objects need it, and a heap never grows beyond it.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(100_000).create_anonymous()?;
    /// assert_eq!(heap.capacity(), 102_400); // 25 pages
    ///
    /// let refused = Heap::options().capacity(0).create_anonymous();
    /// assert!(matches!(refused, Err(Error::InvalidOption { option: "capacity", .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn capacity(mut self, bytes: u64) -> HeapOptions {
        self.capacity = bytes;
        self
    }

    /// Room for the journal in bytes, rounded up to pages: 64 KiB to 1 TiB, by default a quarter of the
    /// capacity, but 1 MiB at least and 4 GiB at most. It limits how much one transaction can change.
    /// Like the capacity it is address space, and memory only as far as it is used.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).journal(64 << 10).create_anonymous()?;
    /// let numbers = heap.write()?.put(&vec![0_u64; 10_000])?;
    /// // 80,000 bytes do not fit into 65,536.
    /// let result = heap.transaction(|tx| {
    ///     tx.get_mut(numbers)?.as_mut_slice().fill(1);
    ///     Ok::<(), Error>(())
    /// });
    /// assert!(matches!(result, Err(Error::JournalFull { .. })));
    /// assert_eq!(heap.read()?.get(numbers)?.get(0), Some(0));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn journal(mut self, bytes: u64) -> HeapOptions {
        self.journal = Some(bytes);
        self
    }

    /// How many processes (strictly: attached `Heap` values) there can be at a time: 1 to 1,024, by default 64.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// # let name = &format!("doc-participants-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).participants(1).create(name)?;
    /// assert!(matches!(Heap::attach(name), Err(Error::TooManyParticipants { limit: 1 })));
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn participants(mut self, limit: u32) -> HeapOptions {
        self.participants = limit;
        self
    }

    /// Permission bits of the heap's file, by default `0o600`; the umask does not change them. Everybody who
    /// attaches, even for reading only, needs to be allowed to read and to write the file. Others than the
    /// owner also have to widen their owner rule ([`owner`](Self::owner)).
    pub fn mode(mut self, mode: u32) -> HeapOptions {
        self.mode = mode;
        self
    }

    /// How long the heap exists, by default until it is removed.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap, Lifetime};
    ///
    /// # let name = &format!("doc-lifetime-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).lifetime(Lifetime::UntilLastLeaves).create(name)?;
    /// drop(heap);
    /// assert!(matches!(Heap::attach(name), Err(Error::NoSuchHeap { .. })));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn lifetime(mut self, lifetime: Lifetime) -> HeapOptions {
        self.lifetime = lifetime;
        self
    }

    /// What `create` does when the name is taken, by default an error.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap, IfExists};
    ///
    /// # let name = &format!("doc-if-exists-{}", std::process::id());
    /// let options = Heap::options().capacity(1 << 20);
    /// options.create(name)?; // left behind by a program that ended, say
    /// assert!(matches!(options.create(name), Err(Error::AlreadyExists { .. })));
    ///
    /// let heap = options.if_exists(IfExists::ReplaceDead).create(name)?;
    /// assert_eq!(heap.read()?.stats().objects, 0);
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn if_exists(mut self, rule: IfExists) -> HeapOptions {
        self.if_exists = rule;
        self
    }

    /// The directory of named heaps, by default `/dev/shm`. A heap in a directory on a disk outlives the
    /// machine's boot, if it was left in order.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    ///
    /// # let directory = std::env::temp_dir().join(format!("ipo-doc-directory-{}", std::process::id()));
    /// # std::fs::create_dir(&directory).unwrap();
    /// let heap = Heap::options().directory(&directory).capacity(1 << 20).create("state")?;
    /// assert!(directory.join("ipo.state").exists());
    /// # drop(heap);
    /// # std::fs::remove_dir_all(directory).unwrap();
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn directory(mut self, directory: impl AsRef<Path>) -> HeapOptions {
        self.directory = directory.as_ref().to_owned();
        self
    }

    /// Whose heaps are accepted, by default only those of the same user.
    pub fn owner(mut self, rule: OwnerRule) -> HeapOptions {
        self.owner = rule;
        self
    }

    /// Attach without write permission on the heap's data, by default with it. The few pages through which
    /// participants meet stay writable.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Error, Heap};
    ///
    /// # let name = &format!("doc-read-only-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).create(name)?;
    /// let number = heap.write()?.put(&1_u8)?;
    ///
    /// let reader = Heap::options().read_only(true).attach(name)?;
    /// assert_eq!(reader.read()?.load(number)?, 1);
    /// assert!(matches!(reader.write(), Err(Error::ReadOnly)));
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn read_only(mut self, read_only: bool) -> HeapOptions {
        self.read_only = read_only;
        self
    }

    /// How long `attach` waits for a heap that does not exist yet; by default it does not wait. It also
    /// bounds waiting for a process that is just attaching or removing (at least 1 second, by default 10). Turns have a
    /// time limit of their own: [`turn_timeout`](Self::turn_timeout).
    pub fn timeout(mut self, timeout: Duration) -> HeapOptions {
        self.timeout = Some(timeout);
        self
    }

    /// How long a call on this attachment waits for a turn of the heap if it has no time limit of its own; by default as long
    /// as it takes. It then gives [`Error::TimedOut`], which names the holder, and has done nothing. So nobody stands still
    /// for ever beside a process that is stopped in its turn, or keeps one for too long.
    ///
    /// It concerns every blocking call that takes a turn, on the `Heap` and on all that is made by it: reading, writing and
    /// transactions; opening queues, topics, latest values and locks; and sending, taking, publishing, subscribing and the
    /// like, as far as they need a turn. A call with a time limit (`write_timeout`, `take_timeout`) waits as long as that
    /// says, and `try_` forms do not wait. What is waited for without a turn is not bounded by it: a message, room in a queue,
    /// a condition, a lock by name. Futures are bounded by dropping them.
    ///
    /// Zero: who finds the turn taken looks again for some microseconds, and gives up. The turn of a process that has died is
    /// taken over, however short the time. Costs nothing where the turn is free.
    ///
    /// Each attachment has its own, and can choose anew: [`Heap::set_turn_timeout`](crate::Heap::set_turn_timeout).
    ///
    /// # Example
    ///
    /// ```
    /// use std::time::Duration;
    /// use ipo::{Error, Heap};
    ///
    /// # let name = &format!("doc-turn-timeout-{}", std::process::id());
    /// let heap = Heap::options().capacity(1 << 20).turn_timeout(Duration::from_millis(20)).create(name)?;
    /// let other = Heap::attach(name)?; // usually another process
    /// let writing = other.write()?;
    /// # std::thread::scope(|scope| { scope.spawn(|| {
    /// match heap.queue::<String>("jobs") {
    ///     Err(Error::TimedOut { holder: Some(holder), .. }) => assert_eq!(holder.pid, std::process::id()),
    ///     other => panic!("{other:?}"),
    /// }
    /// # }); });
    /// drop(writing);
    /// heap.queue::<String>("jobs")?.send(&"sweep the floor".to_owned())?;
    /// # Heap::remove(name)?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[doc(alias = "lock_timeout")]
    #[doc(alias = "busy_timeout")]
    pub fn turn_timeout(mut self, timeout: Duration) -> HeapOptions {
        self.turn_timeout = Some(timeout);
        self
    }

    /// Take memory for the whole capacity at once and make its pages present, by default neither. First touches
    /// then cost nothing later, and a full file system is noticed now; so is a machine that has not as much memory
    /// left ([`OutOfSpace`](crate::Error::OutOfSpace)).
    pub fn prefault(mut self, prefault: bool) -> HeapOptions {
        self.prefault = prefault;
        self
    }

    /// Ask the system for huge pages, by default not. A hint: the system's settings for shared memory decide.
    pub fn huge_pages(mut self, huge_pages: bool) -> HeapOptions {
        self.huge_pages = huge_pages;
        self
    }

    /// Skip the check of a heap that no live process is attached to, by default not. The check finds damage that
    /// happened while nobody was there; without it damage is found when it is met, if it is.
    pub fn trust(mut self, trust: bool) -> HeapOptions {
        self.trust = trust;
        self
    }

    /// With the feature `tracing`: how long a turn may last before an event tells of it when it ends, by default 1 second. It
    /// concerns the turns of this attachment, for reading and for writing, and costs two looks at the clock in each.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::Heap;
    /// use std::time::Duration;
    ///
    /// let heap = Heap::options().capacity(1 << 20).long_turn(Duration::from_millis(50)).create_anonymous()?;
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[cfg(feature = "tracing")]
    pub fn long_turn(mut self, limit: Duration) -> HeapOptions {
        self.long_turn = limit;
        self
    }

    /// How calls on this attachment wait, by default [`Wait::SaveCpu`]. Each process chooses for itself, and can choose
    /// anew later: [`Heap::set_wait`](crate::Heap::set_wait). Where all who are attached share one processor, every wait
    /// sleeps at once.
    pub fn wait(mut self, wait: Wait) -> HeapOptions {
        self.wait = wait;
        self
    }

    /// Where heaps are looked for by name.
    pub(crate) fn directory_path(&self) -> &Path {
        &self.directory
    }

    /// How long to wait for a heap's creator.
    pub(crate) fn creator_wait(&self) -> Duration {
        self.timeout.unwrap_or(Duration::ZERO)
    }

    /// How long to wait for another's attaching, removing or leaving.
    pub(crate) fn attach_wait(&self) -> Duration {
        self.timeout.map_or(DEFAULT_WAIT, |t| t.max(LEAST_WAIT))
    }

    /// The journal's room in bytes.
    pub(crate) fn journal_room(&self) -> u64 {
        self.journal.unwrap_or_else(|| (self.capacity / 4).clamp(1 << 20, 4 << 30))
    }

    /// Refuses what no heap can have.
    pub(crate) fn check(&self) -> Result<()> {
        let refuse = |option, value: String, reason| Err(Error::InvalidOption { option, value, reason });
        if !(MIN_CAPACITY..=MAX_CAPACITY).contains(&self.capacity) {
            return refuse("capacity", self.capacity.to_string(), "64 KiB to 1 TiB are possible, in bytes");
        }
        if !(MIN_JOURNAL..=MAX_CAPACITY).contains(&self.journal_room()) {
            return refuse("journal", self.journal_room().to_string(), "64 KiB to 1 TiB are possible, in bytes");
        }
        if !(1..=MAX_PARTICIPANTS).contains(&self.participants) {
            return refuse("participants", self.participants.to_string(), "1 to 1,024 are possible");
        }
        if self.mode & 0o600 != 0o600 || self.mode & !0o777 != 0 {
            let value = format!("{:#o}", self.mode);
            return refuse("mode", value, "it must let the owner read and write, and hold permission bits only");
        }
        if self.read_only {
            return refuse("read_only", "true".to_owned(), "a heap cannot be created read-only: attach to it");
        }
        const { assert!(MIN_CAPACITY % PAGE == 0 && MIN_JOURNAL % PAGE == 0) };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_can_be_created() {
        HeapOptions::new().check().unwrap();
        assert_eq!(HeapOptions::new().journal_room(), 64 << 20);
        assert_eq!(HeapOptions::new().capacity(1 << 40).journal_room(), 4 << 30);
        assert_eq!(HeapOptions::new().capacity(1 << 16).journal_room(), 1 << 20);
    }

    #[test]
    fn impossible_options_are_named() {
        let bad = [
            ("capacity", HeapOptions::new().capacity(0)),
            ("capacity", HeapOptions::new().capacity(u64::MAX)),
            ("journal", HeapOptions::new().journal(1)),
            ("participants", HeapOptions::new().participants(0)),
            ("participants", HeapOptions::new().participants(1025)),
            ("mode", HeapOptions::new().mode(0o444)),
            ("mode", HeapOptions::new().mode(0o4600)),
            ("read_only", HeapOptions::new().read_only(true)),
        ];
        for (name, options) in bad {
            match options.check() {
                Err(Error::InvalidOption { option, .. }) => assert_eq!(option, name),
                other => panic!("{name}: {other:?}"),
            }
        }
    }
}
