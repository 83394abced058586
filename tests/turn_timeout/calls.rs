//! Every blocking call that takes a turn and has no time limit of its own, in one table, and a heap for them to work on.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use ipo::{Error, Heap, Lease, Queue, Subscription, Topic};
use ipo_workspace::{LONG, child, hear, say};

/// The time limit of the heap's calls.
pub(crate) const LIMIT: Duration = Duration::from_millis(40);

/// Which turn a call takes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Read,
    Write,
}

/// One call, which checks what it has done when it succeeds.
pub(crate) struct Call {
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    call: fn(&World) -> Result<(), Error>,
}

/// A heap whose calls have a time limit, and what the calls of the table work on, all of it opened beforehand.
pub(crate) struct World {
    pub(crate) heap: Arc<Heap>,
    texts: Queue<String>,
    /// Without a buffer that would be large enough.
    small: Queue<Vec<u8>>,
    /// Without buffers at all.
    plain: Queue<Vec<u8>>,
    /// Rings of one cell, which is taken.
    full: Queue<Vec<u8>>,
    narrow: Queue<u64>,
    leased: Queue<String>,
    lease: RefCell<Option<Lease<String>>>,
    /// With leases of a dead process.
    left: [Queue<String>; 2],
    closing: Queue<u64>,
    ticks: Topic<u64>,
    subscription: RefCell<Subscription<u64>>,
}

/// Leases a message of each of two queues.
pub(crate) fn lease_and_stay(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let queues = [0, 1].map(|n| heap.queue::<String>(&format!("left {n}")).expect("the parent made it"));
    let _leases = queues.each_ref().map(|queue| queue.lease_timeout(LONG).expect("a message waits"));
    say("leased");
    hear();
}

impl World {
    /// The world and its state.
    pub(crate) fn new(name: &str) -> (World, String) {
        let heap = Heap::options().capacity(8 << 20).turn_timeout(LIMIT).create(name).expect("a fresh name");
        let world = World::make(heap).expect("nobody holds a turn");
        let taker = child("lease_and_stay", &[name]);
        taker.expect("leased");
        taker.kill();
        let state = world.state();
        (world, state)
    }

    fn make(heap: Heap) -> Result<World, Error> {
        heap.latest::<u64>("known value")?;
        heap.lock("known lock")?;
        let texts = heap.queue::<String>("texts")?;
        ["first", "second", "last"].iter().try_for_each(|text| texts.send(&text.to_string()))?;
        let plain = heap.queue_options().buffers(0).open::<Vec<u8>>("plain")?;
        plain.send(&vec![7; 100])?;
        let full = heap.queue_options().cells(1).buffers(4).open::<Vec<u8>>("full")?;
        let (one, other) = (full.reserve(8)?, full.reserve(8)?);
        one.commit()?;
        drop(other); // a buffer that needs not grow
        let narrow = heap.queue_options().cells(1).open::<u64>("narrow")?;
        narrow.send(&1)?;
        let leased = heap.queue::<String>("leased")?;
        leased.send(&"leased".to_owned())?;
        let lease = leased.lease()?;
        let left = [heap.queue::<String>("left 0")?, heap.queue::<String>("left 1")?];
        left.iter().try_for_each(|queue| queue.send(&"left".to_owned()))?;
        let ticks = heap.topic::<u64>("ticks")?;
        let subscription = ticks.subscribe()?;
        Ok(World {
            small: heap.queue("small")?,
            closing: heap.queue("closing")?,
            lease: RefCell::new(Some(lease)),
            subscription: RefCell::new(subscription),
            heap: Arc::new(heap),
            texts,
            plain,
            full,
            narrow,
            leased,
            left,
            ticks,
        })
    }

    /// All that a call could have changed.
    pub(crate) fn state(&self) -> String {
        let turn = self.heap.read_timeout(LONG).expect("the holder has ended");
        let (stats, roots) = (turn.stats(), turn.roots().expect("they can be read"));
        assert!(turn.verify().is_sound(), "{:?}", turn.verify().findings);
        drop(turn);
        let texts =
            [&self.texts, &self.leased, &self.left[0], &self.left[1]].map(|queue| queue.messages().expect("copies"));
        let bytes = [&self.small, &self.plain, &self.full].map(|queue| queue.messages().expect("copies"));
        let queues = self.heap.queues().expect("they can be listed");
        let backlog = self.subscription.borrow().backlog();
        format!(
            "{stats:?}\n{roots:?}\n{texts:?}\n{bytes:?}\n{queues:?}\n{} subscribers, {backlog} ticks",
            self.ticks.subscribers()
        )
    }

    /// Makes every call of the table, on a thread of its own, and has each judged. Calls that wait for ever fail the test.
    pub(crate) fn make_all(self, mut judge: impl FnMut(&Call, Result<(), Error>, Duration)) -> World {
        let (sender, outcomes) = channel();
        let working = std::thread::spawn(move || {
            for call in CALLS {
                let start = Instant::now();
                let outcome = (call.call)(&self);
                if sender.send((outcome, start.elapsed())).is_err() {
                    break;
                }
            }
            self
        });
        for call in CALLS {
            match outcomes.recv_timeout(LONG) {
                Ok((outcome, took)) => judge(call, outcome, took),
                Err(RecvTimeoutError::Timeout) => panic!("{} does not end", call.name),
                Err(RecvTimeoutError::Disconnected) => panic!("{} panicked", call.name),
            }
        }
        working.join().expect("no panic")
    }
}

const fn reads(name: &'static str, call: fn(&World) -> Result<(), Error>) -> Call {
    Call { name, needs: Needs::Read, call }
}

const fn writes(name: &'static str, call: fn(&World) -> Result<(), Error>) -> Call {
    Call { name, needs: Needs::Write, call }
}

/// In an order in which all succeed. Those that read change nothing.
pub(crate) const CALLS: &[Call] = &[
    reads("Heap::read", |world| world.heap.read().map(drop)),
    writes("Heap::write", |world| world.heap.write().map(drop)),
    writes("Heap::transaction", |world| {
        let handle = world.heap.transaction(|tx| tx.put(&5_u64))?;
        world.heap.transaction(|tx| tx.remove(handle))
    }),
    reads("Heap::wait_for", |world| world.heap.wait_for(|_| true)),
    reads("Heap::queue, of a known one", |world| world.heap.queue::<String>("texts").map(drop)),
    writes("Heap::queue, of a new one", |world| world.heap.queue::<String>("new texts").map(drop)),
    writes("QueueOptions::open", |world| world.heap.queue_options().bounded(3).open::<u64>("new numbers").map(drop)),
    reads("Heap::topic, of a known one", |world| world.heap.topic::<u64>("ticks").map(drop)),
    writes("Heap::topic, of a new one", |world| world.heap.topic::<u64>("new ticks").map(drop)),
    writes("TopicOptions::open", |world| world.heap.topic_options().capacity(8).open::<u64>("few ticks").map(drop)),
    reads("Heap::latest, of a known one", |world| world.heap.latest::<u64>("known value").map(drop)),
    writes("Heap::latest, of a new one", |world| world.heap.latest::<u64>("new value").map(drop)),
    reads("Heap::lock, of a known one", |world| world.heap.lock("known lock").map(drop)),
    writes("Heap::lock, of a new one", |world| world.heap.lock("new lock").map(drop)),
    reads("Heap::queues", |world| world.heap.queues().map(drop)),
    reads("Queue::peek", |world| world.texts.peek().map(drop)),
    reads("Queue::messages", |world| world.texts.messages().map(drop)),
    writes("Queue::send, of what owns memory", |world| world.texts.send(&"new".to_owned())),
    writes("Queue::take_last", |world| world.texts.take_last().map(|text| assert_eq!(text, "new"))),
    writes("Queue::take, of what owns memory", |world| world.texts.take().map(|text| assert_eq!(text, "first"))),
    writes("Queue::lease", |world| world.texts.lease().map(|lease| assert_eq!(*lease, "second"))),
    writes("Lease::done", |world| {
        let (lease, came_back) = match world.lease.take() {
            Some(lease) => (lease, false),
            None => (world.leased.lease()?, true),
        };
        assert_eq!(lease.redelivered(), came_back);
        lease.done().map(|text| assert_eq!(text, "leased"))
    }),
    writes("Queue::send, beyond the ring", |world| {
        world.narrow.send(&2)?;
        assert_eq!(world.narrow.messages()?, [1, 2]);
        Ok(())
    }),
    writes("Queue::send, of a long list", |world| world.small.send(&vec![1; 10_000])),
    writes("Queue::reserve, of a longer one", |world| world.small.reserve(200_000).map(drop)),
    writes("Reserved::commit, beyond the ring", |world| {
        let mut place = world.full.reserve(8).expect("the buffer needs not grow");
        place.fill(9);
        place.commit()?;
        assert_eq!(world.full.messages()?[1], [9; 8]);
        Ok(())
    }),
    writes("Queue::take_in_place, of what lies elsewhere", |world| {
        world.plain.take_in_place().map(|bytes| assert_eq!(*bytes, [7; 100]))
    }),
    writes("Queue::take, of what a dead process had leased", |world| {
        world.left[0].take().map(|text| assert_eq!(text, "left"))
    }),
    writes("Queue::recover", |world| {
        world.left[1].recover()?;
        assert_eq!(world.left[1].messages()?, ["left"]);
        Ok(())
    }),
    writes("Queue::close", |world| {
        world.closing.close("the end")?;
        assert_eq!(world.closing.close_reason().as_deref(), Some("the end"));
        Ok(())
    }),
    writes("Topic::publish", |world| {
        world.ticks.publish(&3)?;
        assert_eq!(world.subscription.borrow_mut().try_recv()?, 3);
        Ok(())
    }),
    writes("Topic::subscribe", |world| world.ticks.subscribe().map(drop)),
    writes("SubscribeOptions::open", |world| world.ticks.subscribe_options().history(1).open().map(drop)),
];
