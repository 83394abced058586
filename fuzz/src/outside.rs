//! Part of the target `operations`: topics, latest values, locks by name and frozen objects. What is done to them is done for
//! good, in a transaction that is taken back too; most of it needs no turn.

use std::collections::VecDeque;

use ipo::{
    Error, FrozenHandle, Handle, Heap, Latest, LatestWriter, Lock, LockReadGuard, LockWriteGuard, Pinned, Shared, Slow,
    Subscription, Topic, WriteTurn,
};

use super::input::Input;
use super::operations::{Access, some_part};
use super::world::Part;

/// Messages that the topic keeps, and places that it has.
const CELLS: usize = 3;
const PLACES: usize = 2;
/// So many objects are pinned each by itself; more of them wait for each other.
const PINS: usize = 7;

type Pose = [u64; 9];

/// A subscriber, and what it is to get.
struct Follower {
    subscription: Subscription<Part>,
    bound: usize,
    slow: Slow,
    pending: VecDeque<Part>,
    /// Left out, told of and not yet told of.
    lost: u64,
    skipped: u64,
    cut_off: bool,
}

struct Frozen<'h> {
    handle: FrozenHandle<Part>,
    part: Part,
    pins: Vec<Pinned<'h, Part>>,
    removed: bool,
}

/// What the heap holds beside that which turns change, and what it should be.
pub struct Outside<'h> {
    heap: &'h Heap,
    topic: Topic<Part>,
    kept: VecDeque<Part>,
    followers: Vec<Follower>,
    latest: Latest<Pose>,
    writer: LatestWriter<Pose>,
    stored: Vec<Pose>,
    lock: &'h Lock,
    readers: Vec<LockReadGuard<'h>>,
    owner: Option<LockWriteGuard<'h>>,
    frozen: Vec<Frozen<'h>>,
    /// Some are pinned together since there were too many.
    together: bool,
}

/// One whose name needs no block.
fn small(n: u8) -> Part {
    Part { name: String::new(), flags: [false, true, false], n: Some(n.into()) }
}

impl<'h> Outside<'h> {
    /// Outside of a turn.
    pub fn new(heap: &'h Heap, lock: &'h Lock) -> Outside<'h> {
        let topic = heap.topic_options().capacity(CELLS).subscribers(PLACES).open("topic").unwrap();
        let latest = heap.latest("latest").unwrap();
        let writer = latest.writer().unwrap();
        let kept: VecDeque<Part> = (0..CELLS as u8).map(small).collect();
        kept.iter().for_each(|part| topic.publish(part).unwrap());
        Outside {
            heap,
            topic,
            kept,
            followers: Vec::new(),
            latest,
            writer,
            stored: Vec::new(),
            lock,
            readers: Vec::new(),
            owner: None,
            frozen: Vec::new(),
            together: false,
        }
    }

    /// Objects that there are and that turns cannot change.
    pub fn objects(&self) -> u64 {
        self.frozen.iter().filter(|frozen| !frozen.removed).count() as u64
    }

    pub fn compare(&self, turn: &WriteTurn<'_>) {
        for follower in &self.followers {
            follower.compare();
        }
        assert_eq!(self.latest.load().unwrap(), self.stored.last().copied());
        assert_eq!(self.latest.count(), self.stored.len() as u64);
        for frozen in &self.frozen {
            frozen.pins.iter().for_each(|pinned| assert_eq!(pinned.load(), frozen.part));
            let handle = frozen.handle.handle();
            if frozen.removed {
                assert!(matches!(turn.load(handle), Err(Error::Stale { .. })));
            } else {
                assert_eq!(turn.load(handle).unwrap(), frozen.part);
                assert!(turn.is_frozen(handle).unwrap());
            }
        }
    }

    // ---- where nobody has a turn ------------------------------------------------------------------------------------

    /// What takes a turn of its own.
    pub fn alone(&mut self, input: &mut Input<'_>) {
        match input.below(4) {
            0 | 1 => self.subscribe(input),
            2 => {
                let part = some_part(input);
                let blocked = self.blocked();
                let published = self.topic.try_publish(&part);
                self.published(part, blocked, published).unwrap_or_else(|error| no_space(&error));
            }
            // What only these pins kept is freed with the last of them.
            _ => {
                self.frozen.iter_mut().for_each(|frozen| frozen.pins.clear());
                self.together = false;
                let left = self.heap.write().unwrap().free_unpinned().unwrap();
                assert_eq!(left, 0);
                self.frozen.retain(|frozen| !frozen.removed);
            }
        }
    }

    fn subscribe(&mut self, input: &mut Input<'_>) {
        let (bound, history) = (input.below(CELLS) + 1, input.below(CELLS + 1));
        let slow = [Slow::DropOldest, Slow::Block, Slow::Disconnect][input.below(3)];
        match self.topic.subscribe_options().bound(bound).slow(slow).history(history).open() {
            Ok(subscription) => {
                assert!(self.followers.len() < PLACES);
                let pending = self.kept.iter().skip(CELLS - history.min(bound)).cloned().collect();
                let (lost, skipped, cut_off) = (0, 0, false);
                self.followers.push(Follower { subscription, bound, slow, pending, lost, skipped, cut_off });
            }
            Err(Error::TooManySubscribers { .. }) => assert_eq!(self.followers.len(), PLACES),
            Err(error) => panic!("{error:?}"),
        }
    }

    // ---- in a turn --------------------------------------------------------------------------------------------------

    /// What a turn does that a transaction cannot.
    pub fn in_turn(
        &mut self,
        turn: &mut WriteTurn<'_>,
        objects: &mut Vec<(Handle<Part>, Part)>,
        input: &mut Input<'_>,
    ) -> Result<(), Error> {
        let (what, which) = (input.below(8), usize::from(input.byte()));
        match what {
            0..=2 => {
                let part = some_part(input);
                self.publish(turn, part)?;
            }
            3 => return self.publish_behind(turn, which, input),
            4 if !objects.is_empty() => {
                let (object, _) = objects[which % objects.len()];
                let handle = turn.freeze(object)?;
                let (_, part) = objects.swap_remove(which % objects.len());
                self.frozen.push(Frozen { handle, part, pins: Vec::new(), removed: false });
            }
            5 | 6 if !self.frozen.is_empty() => {
                let at = which % self.frozen.len();
                let frozen = &mut self.frozen[at];
                match turn.remove_frozen(frozen.handle) {
                    Ok(()) => assert!(!frozen.removed),
                    Err(Error::Stale { .. }) if frozen.removed => {}
                    Err(error) => return Err(error),
                }
                frozen.removed = true;
                self.forget_the_unpinned();
            }
            _ => {
                let left = turn.free_unpinned()?;
                self.forget_the_unpinned();
                let pinned = self.frozen.iter().filter(|frozen| frozen.removed).count();
                assert!(left == pinned || self.together && left > pinned, "{left} wait, {pinned} are pinned");
            }
        }
        Ok(())
    }

    fn forget_the_unpinned(&mut self) {
        self.frozen.retain(|frozen| !frozen.removed || !frozen.pins.is_empty());
    }

    fn blocked(&self) -> bool {
        self.followers.iter().any(|follower| follower.slow == Slow::Block && follower.is_full())
    }

    fn publish(&mut self, turn: &mut WriteTurn<'_>, part: Part) -> Result<(), Error> {
        let (blocked, before) = (self.blocked(), turn.stats());
        let published = turn.publish(&self.topic, &part);
        let after = turn.stats();
        // What somebody has read meanwhile is freed in any case.
        let less = after.used <= before.used && after.blocks <= before.blocks;
        assert!(less || published.is_ok(), "a failed change took room");
        self.published(part, blocked, published)
    }

    fn published(&mut self, part: Part, blocked: bool, published: Result<(), Error>) -> Result<(), Error> {
        match published {
            Err(Error::Behind) if blocked => return Ok(()),
            Err(error) => {
                self.followers.iter().for_each(Follower::compare);
                return Err(error);
            }
            Ok(()) => assert!(!blocked, "a publisher did not wait"),
        }
        self.followers.iter_mut().for_each(|follower| follower.hear(&part));
        self.kept.pop_front();
        self.kept.push_back(part);
        Ok(())
    }

    /// Publishes more than the topic keeps while somebody reads a message where it lies.
    fn publish_behind(&mut self, turn: &mut WriteTurn<'_>, which: usize, input: &mut Input<'_>) -> Result<(), Error> {
        if self.followers.is_empty() {
            return Ok(());
        }
        let mut follower = self.followers.swap_remove(which % self.followers.len());
        let result = follower.read_while(|| {
            let mut heard = Vec::new();
            for _ in 0..=CELLS {
                let part = some_part(input);
                // The one who reads wants no publisher to wait, or there is an end to it.
                match turn.publish(&self.topic, &part) {
                    Ok(()) => heard.push(part),
                    Err(Error::Behind) => break,
                    Err(error) => return (heard, Err(error)),
                }
            }
            (heard, Ok(()))
        });
        let (heard, result) = result;
        for part in heard {
            self.followers.iter_mut().chain([&mut follower]).for_each(|follower| follower.hear(&part));
            self.kept.pop_front();
            self.kept.push_back(part);
        }
        self.followers.push(follower);
        self.followers.iter().for_each(Follower::compare);
        result
    }

    // ---- anywhere ---------------------------------------------------------------------------------------------------

    /// What needs no turn; done in one, or in a transaction.
    pub fn anywhere(&mut self, on: &mut impl Access, input: &mut Input<'_>) {
        let (what, which) = (input.below(12), usize::from(input.byte()));
        match what {
            0..=2 if !self.followers.is_empty() => {
                let at = which % self.followers.len();
                self.followers[at].receive();
            }
            3 if !self.followers.is_empty() => drop(self.followers.swap_remove(which % self.followers.len())),
            4 => {
                let pose = [input.word(); 9];
                self.writer.store(&pose).unwrap();
                self.stored.push(pose);
                assert_eq!(self.latest.load().unwrap(), Some(pose));
            }
            5..=7 => self.lock(what, which),
            8 | 9 if !self.frozen.is_empty() => {
                let at = which % self.frozen.len();
                let frozen = &mut self.frozen[at];
                match self.heap.pin(frozen.handle) {
                    Ok(pinned) => {
                        assert!(!frozen.removed);
                        frozen.pins.push(pinned);
                    }
                    Err(Error::Stale { .. }) => assert!(frozen.removed),
                    Err(error) => panic!("{error:?}"),
                }
                self.together |= self.pins() > PINS;
            }
            10 if !self.frozen.is_empty() => {
                let at = which % self.frozen.len();
                self.frozen[at].pins.pop();
                self.together &= self.pins() > 0;
            }
            11 if !self.frozen.is_empty() => {
                let frozen = &self.frozen[which % self.frozen.len()];
                let handle = frozen.handle.handle();
                for changed in [on.remove(handle), on.store(handle, &small(9))] {
                    match changed {
                        Err(Error::Frozen { .. }) => assert!(!frozen.removed),
                        Err(Error::Stale { .. }) => assert!(frozen.removed),
                        other => panic!("a frozen object: {other:?}"),
                    }
                }
            }
            _ => {}
        }
    }

    fn pins(&self) -> usize {
        self.frozen.iter().map(|frozen| frozen.pins.len()).sum()
    }

    /// All by one thread, which would wait for itself.
    fn lock(&mut self, what: usize, which: usize) {
        match what {
            5 => match self.lock.try_read() {
                Ok(reader) => {
                    assert!(self.owner.is_none() && !reader.recovered());
                    self.readers.push(reader);
                }
                Err(Error::WouldBlock { .. } | Error::WouldDeadlock { .. }) => assert!(self.owner.is_some()),
                Err(error) => panic!("{error:?}"),
            },
            6 => match self.lock.try_write() {
                Ok(owner) => {
                    assert!(self.owner.is_none() && self.readers.is_empty() && !owner.recovered());
                    self.owner = Some(owner);
                }
                Err(Error::WouldBlock { .. } | Error::WouldDeadlock { .. }) => {
                    assert!(self.owner.is_some() || !self.readers.is_empty());
                }
                Err(error) => panic!("{error:?}"),
            },
            _ => {
                self.owner = None;
                if !self.readers.is_empty() {
                    self.readers.swap_remove(which % self.readers.len());
                }
            }
        }
    }

    /// Takes everything away again, so that as many blocks are in use as in the beginning.
    pub fn take_apart(self, turn: &mut WriteTurn<'_>) {
        for mut follower in self.followers {
            follower.compare();
            (0..=CELLS).for_each(|_| follower.receive());
        }
        for n in 0..CELLS as u8 {
            turn.publish(&self.topic, &small(n)).unwrap();
        }
        for frozen in self.frozen {
            frozen.pins.iter().for_each(|pinned| assert_eq!(pinned.load(), frozen.part));
            if !frozen.removed {
                turn.remove_frozen(frozen.handle).unwrap();
            }
        }
        assert_eq!(turn.free_unpinned().unwrap(), 0);
    }
}

#[track_caller]
fn no_space(error: &Error) {
    assert!(matches!(error, Error::OutOfSpace { .. } | Error::JournalFull { .. }), "{error:?}");
}

impl Follower {
    fn is_full(&self) -> bool {
        !self.cut_off && self.pending.len() >= self.bound
    }

    /// One more was published.
    fn hear(&mut self, part: &Part) {
        if self.is_full() {
            match self.slow {
                Slow::DropOldest => {
                    self.pending.pop_front();
                    self.skipped += 1;
                }
                Slow::Disconnect => self.cut_off = true,
                _ => panic!("a publisher did not wait"),
            }
        }
        if self.cut_off {
            self.pending.clear();
        } else {
            self.pending.push_back(part.clone());
        }
    }

    fn compare(&self) {
        assert_eq!(self.subscription.backlog(), self.pending.len() as u64);
        assert_eq!(self.subscription.lost(), self.lost);
    }

    fn receive(&mut self) {
        match self.subscription.try_recv() {
            Ok(part) => self.received(part),
            Err(Error::NoMessages) => assert!(self.pending.is_empty() && !self.cut_off),
            Err(Error::Disconnected { .. }) => assert!(self.cut_off),
            Err(error) => panic!("{error:?}"),
        }
        self.compare();
    }

    fn received(&mut self, part: Part) {
        assert_eq!(Some(part), self.pending.pop_front());
        self.lost += std::mem::take(&mut self.skipped);
    }

    /// Reads the next message where it lies, before and after `work`.
    fn read_while<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let (read, result) = match self.subscription.try_recv_in_place() {
            Ok(message) => {
                let before = Part::load(message.get());
                let result = work();
                let after = Part::load(message.get());
                assert_eq!(before, after);
                (Some(after), result)
            }
            Err(Error::NoMessages | Error::Disconnected { .. }) => {
                assert!(self.pending.is_empty());
                (None, work())
            }
            Err(error) => panic!("{error:?}"),
        };
        if let Some(part) = read {
            self.received(part);
        }
        result
    }
}
