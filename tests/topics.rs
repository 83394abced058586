//! Topics between processes: everybody gets everything, the slow are dealt with as they asked, the dead hold nothing back.

use std::time::Duration;

use ipo::{Error, Heap, Slow, Topic};
use ipo_workspace::{LONG, Name, RawHeap, child, fork, hear, run_job, say, wait_until};

#[test]
fn child_entry() {
    run_job(&[
        ("receive_all", receive_all),
        ("publish_some", publish_some),
        ("publish_for_ever", publish_for_ever),
        ("block_and_hang", block_and_hang),
        ("read_and_hang", read_and_hang),
        ("read_and_fork", read_and_fork),
    ]);
}

type Tick = (u64, u64, String);

/// A message whose parts tell whether it is whole.
fn tick(publisher: u64, n: u64) -> Tick {
    (publisher, n, format!("the tick {n} of {publisher}, spelt out so that it needs a block"))
}

fn make(name: &str) -> (Heap, Topic<Tick>) {
    let heap = Heap::options().capacity(4 << 20).create(name).expect("a fresh name");
    let topic = heap.topic_options().capacity(64).open("ticks").expect("a topic");
    (heap, topic)
}

fn attach(name: &str) -> (Heap, Topic<Tick>) {
    let heap = Heap::attach(name).expect("the parent made it");
    let topic = heap.topic("ticks").expect("the parent made it");
    (heap, topic)
}

#[track_caller]
fn assert_sound(heap: &Heap) {
    let report = heap.read_timeout(LONG).expect("every turn ends").verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn receive_all(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    let mut ticks = topic.subscribe_options().bound(16).slow(Slow::Block).open().expect("a place");
    say("subscribed");
    let mut next = [0, 0];
    while next != [800, 800] {
        let found = ticks.recv_timeout(LONG).expect("a message");
        let (publisher, n, _) = found;
        assert_eq!(n, next[publisher as usize], "each publisher's messages come once, in its order");
        assert_eq!(found, tick(publisher, n));
        next[publisher as usize] += 1;
    }
    assert_eq!(ticks.lost(), 0);
    say("all");
}

fn publish_some(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    let me = args[1].parse().expect("a number");
    for n in 0..800 {
        topic.publish_timeout(&tick(me, n), LONG).expect("subscribers move on");
    }
}

#[test]
fn every_subscriber_gets_every_message_of_every_publisher_in_order() {
    let name = Name::new();
    let (heap, topic) = make(&name);
    let subscribers: Vec<_> = (0..3).map(|_| child("receive_all", &[&name])).collect();
    for subscriber in &subscribers {
        subscriber.expect("subscribed");
    }
    let publishers: Vec<_> = (0..2).map(|me| child("publish_some", &[&name, &me.to_string()])).collect();
    for process in publishers {
        process.finish_within(2 * LONG);
    }
    for subscriber in subscribers {
        subscriber.expect("all");
        subscriber.finish();
    }
    assert_eq!(topic.subscribers(), 0, "who ends in order leaves");
    assert_sound(&heap);
}

fn publish_for_ever(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    say("starts");
    for n in args[1].parse::<u64>().expect("a number").. {
        topic.publish_timeout(&tick(0, n), LONG).expect("subscribers move on");
    }
}

#[test]
fn a_publisher_that_is_killed_has_published_a_message_or_not() {
    let name = Name::new();
    let (heap, topic) = make(&name);
    let mut ticks = topic.subscribe_options().bound(8).slow(Slow::Block).open().expect("a place");
    let mut next = 0;
    for round in 0..12 {
        let publisher = child("publish_for_ever", &[&name, &next.to_string()]);
        publisher.expect("starts");
        for _ in 0..5 + round * 7 {
            assert_eq!(ticks.recv_timeout(LONG).expect("a message"), tick(0, next));
            next += 1;
        }
        publisher.kill();
        while let Ok(found) = ticks.try_recv() {
            assert_eq!(found, tick(0, next));
            next += 1;
        }
        // Whatever it was at is undone or finished by the next one.
        topic.publish_timeout(&tick(0, next), LONG).expect("the dead hold nothing");
        loop {
            let found = ticks.recv_timeout(LONG).expect("a message");
            assert_eq!(found, tick(0, next), "no message came twice, and none is missing");
            if ticks.backlog() == 0 {
                next += 1;
                break;
            }
        }
        assert_sound(&heap);
    }
}

/// Subscribes, wants publishers to wait, and receives nothing.
fn block_and_hang(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    let _ticks = topic.subscribe_options().bound(2).slow(Slow::Block).open().expect("a place");
    say("subscribed");
    hear();
}

#[test]
fn a_publisher_waits_for_a_slow_subscriber_and_not_for_a_dead_one() {
    let name = Name::new();
    let (heap, topic) = make(&name);
    let subscriber = child("block_and_hang", &[&name]);
    subscriber.expect("subscribed");
    topic.publish(&tick(0, 0)).expect("there is room");
    topic.publish(&tick(0, 1)).expect("there is room");
    assert!(matches!(topic.try_publish(&tick(0, 2)), Err(Error::Behind)));
    let late = topic.publish_timeout(&tick(0, 2), Duration::from_millis(30));
    assert!(matches!(late, Err(Error::TimedOut { holder: None, .. })));
    // A stopped process is alive.
    subscriber.stop();
    assert!(matches!(topic.try_publish(&tick(0, 2)), Err(Error::Behind)));
    subscriber.go_on();
    std::thread::scope(|scope| {
        let publishing = scope.spawn(|| topic.publish_timeout(&tick(0, 2), LONG));
        std::thread::sleep(Duration::from_millis(20));
        assert!(!publishing.is_finished());
        subscriber.kill();
        publishing.join().expect("no panic").expect("the dead one holds nobody back");
    });
    assert_eq!(topic.subscribers(), 0);
    assert_sound(&heap);
}

#[test]
fn who_drops_the_oldest_counts_what_was_lost() {
    let (heap, topic) = make(&Name::new());
    let mut ticks = topic.subscribe_options().bound(3).slow(Slow::DropOldest).open().expect("a place");
    let mut all = topic.subscribe().expect("a place");
    for n in 0..10 {
        topic.publish(&tick(0, n)).expect("nobody blocks");
    }
    assert_eq!((ticks.backlog(), all.backlog()), (3, 10));
    let found: Vec<u64> = std::iter::from_fn(|| ticks.try_recv().ok()).map(|tick| tick.1).collect();
    assert_eq!((found, ticks.lost()), (vec![7, 8, 9], 7));
    let found: Vec<u64> = std::iter::from_fn(|| all.try_recv().ok()).map(|tick| tick.1).collect();
    assert_eq!((found, all.lost()), ((0..10).collect(), 0));
    // A lap and more.
    for n in 10..200 {
        topic.publish(&tick(0, n)).expect("nobody blocks");
    }
    assert_eq!(all.recv().expect("a message").1, 200 - 64);
    assert_eq!(all.lost(), 200 - 64 - 10);
    assert_sound(&heap);
}

#[test]
fn who_is_cut_off_is_told_so_and_can_subscribe_again() {
    let (heap, topic) = make(&Name::new());
    let mut ticks = topic.subscribe_options().bound(2).slow(Slow::Disconnect).open().expect("a place");
    topic.publish(&tick(0, 0)).expect("nobody blocks");
    assert_eq!(ticks.recv().expect("a message").1, 0);
    for n in 1..4 {
        topic.publish(&tick(0, n)).expect("nobody blocks");
    }
    assert!(matches!(ticks.recv(), Err(Error::Disconnected { received: 1 })));
    assert!(matches!(ticks.try_recv(), Err(Error::Disconnected { .. })));
    let mut again = topic.subscribe_options().history(100).open().expect("a place");
    assert_eq!((0..4).map(|_| again.recv().expect("a message").1).collect::<Vec<_>>(), [0, 1, 2, 3]);
    drop((ticks, again));
    assert_eq!(topic.subscribers(), 0);
    assert_sound(&heap);
}

#[test]
fn latecomers_get_the_history_that_is_there() {
    let (_heap, topic) = make(&Name::new());
    for n in 0..100 {
        topic.publish(&tick(0, n)).expect("nobody blocks");
    }
    let mut some = topic.subscribe_options().history(5).open().expect("a place");
    let mut most = topic.subscribe_options().history(1_000).open().expect("a place");
    let mut bounded = topic.subscribe_options().history(1_000).bound(10).open().expect("a place");
    let mut none = topic.subscribe().expect("a place");
    topic.publish(&tick(0, 100)).expect("nobody blocks");
    assert_eq!((some.recv().expect("one").1, some.lost()), (95, 0));
    // The newest took the place of the oldest.
    assert_eq!((most.recv().expect("one").1, most.lost()), (37, 1));
    assert_eq!((bounded.recv().expect("one").1, bounded.lost()), (91, 1));
    assert_eq!(none.recv().expect("one").1, 100);
}

#[test]
fn a_message_that_is_being_read_stays_whatever_is_published() {
    let (heap, topic) = make(&Name::new());
    let stats = |heap: &Heap| {
        let stats = heap.read().expect("a turn").stats();
        (stats.used, stats.objects)
    };
    for n in 0..64 {
        topic.publish(&tick(9, n % 10)).expect("nobody blocks");
    }
    let full = stats(&heap);
    let mut one = topic.subscribe_options().history(64).open().expect("a place");
    let mut two = topic.subscribe_options().history(64).open().expect("a place");
    let (a, b) = (one.try_recv_in_place().expect("a message"), two.try_recv_in_place().expect("a message"));
    for n in 0..200 {
        topic.publish(&tick(9, n % 10)).expect("nobody blocks");
    }
    for message in [&a, &b] {
        assert_eq!(message.get(), (9, 0, tick(9, 0).2.as_str()), "it lies where it lay");
    }
    assert!(stats(&heap).0 > full.0, "one message more than the topic keeps");
    assert_sound(&heap);
    drop(a);
    topic.publish(&tick(9, 0)).expect("nobody blocks");
    assert_eq!(b.get().1, 0, "the other one still reads it");
    drop(b);
    topic.publish(&tick(9, 0)).expect("nobody blocks");
    assert_eq!(stats(&heap), full, "nothing is left of it");
    assert_eq!((one.lost(), two.lost()), (0, 0), "what was lost is told with the next message");
    one.recv().expect("a message");
    assert_eq!(one.lost(), 202 - 64 + 63);
    assert_sound(&heap);
}

/// Reads a message in place and is killed with it.
#[test]
fn topics_are_listed_with_what_people_want_to_know() -> Result<(), Error> {
    let name = Name::new();
    let heap = Heap::options().capacity(4 << 20).create(&name)?;
    assert!(heap.topics()?.is_empty());
    let ticks = heap.topic_options().capacity(16).open::<(u64, String)>("ticks")?;
    heap.topic::<f64>("heat")?;
    // Of these nothing is a topic.
    heap.queue::<u64>("ticks")?;
    heap.latest::<u64>("ticks")?;
    let places = [ticks.subscribe()?, ticks.subscribe()?];
    for n in 0..20 {
        ticks.publish(&(n, "a tick".to_owned()))?;
    }
    let watcher = Heap::options().read_only(true).attach(&name)?;
    let listed = watcher.topics()?;
    let [heat, found] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((heat.name.as_str(), heat.type_name.as_str()), ("heat", "f64"));
    assert_eq!((heat.published, heat.subscribers), (0, 0));
    assert_eq!((found.name.as_str(), found.type_name.as_str()), ("ticks", "(u64, String)"));
    assert_eq!((found.published, found.capacity, found.subscribers), (20, 16, 2));
    drop(places);
    assert_eq!(watcher.topics()?[1].subscribers, 0);
    Ok(())
}

fn read_and_hang(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    let mut ticks = topic.subscribe_options().history(1).open().expect("a place");
    let _reading = ticks.try_recv_in_place().expect("a message");
    say("reads");
    hear();
}

#[test]
fn a_dead_subscriber_frees_what_it_was_reading() {
    let name = Name::new();
    let (heap, topic) = make(&name);
    for _ in 0..64 {
        topic.publish(&tick(1, 1)).expect("nobody blocks");
    }
    let full = heap.read().expect("a turn").stats().used;
    let reader = child("read_and_hang", &[&name]);
    reader.expect("reads");
    for _ in 0..64 {
        topic.publish(&tick(1, 1)).expect("nobody blocks");
    }
    assert!(heap.read().expect("a turn").stats().used > full);
    reader.kill();
    wait_until("the dead one is noticed", || {
        topic.publish(&tick(1, 1)).expect("nobody blocks");
        heap.read().expect("a turn").stats().used == full
    });
    assert_eq!(topic.subscribers(), 0);
    assert_sound(&heap);
}

#[test]
fn what_cannot_be_is_an_error() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    let topic = heap.topic_options().capacity(4).subscribers(2).open::<u64>("numbers").expect("a topic");
    assert!(matches!(heap.topic::<i64>("numbers"), Err(Error::SchemaMismatch { .. })));
    assert!(matches!(
        heap.topic_options().capacity(0).open::<u64>("x"),
        Err(Error::InvalidOption { option: "capacity", .. })
    ));
    assert!(matches!(
        heap.topic_options().subscribers(5_000).open::<u64>("x"),
        Err(Error::InvalidOption { option: "subscribers", .. })
    ));
    assert!(matches!(topic.subscribe_options().bound(5).open(), Err(Error::InvalidOption { option: "bound", .. })));
    assert!(matches!(topic.subscribe_options().bound(0).open(), Err(Error::InvalidOption { option: "bound", .. })));
    let (one, two) = (topic.subscribe().expect("a place"), topic.subscribe().expect("a place"));
    assert!(matches!(topic.subscribe(), Err(Error::TooManySubscribers { limit: 2 })));
    drop(one);
    topic.subscribe().expect("its place is free");
    drop(two);
    let reader = Heap::options().read_only(true).attach(&name).expect("a reader");
    assert!(matches!(reader.topic::<u64>("numbers"), Err(Error::ReadOnly)));

    // A heap that is full keeps what was published, and the topic goes on.
    let large = heap.topic_options().capacity(64).open::<Vec<u8>>("large").expect("a topic");
    let mut received = large.subscribe_options().slow(Slow::Block).open().expect("a place");
    let mut published = 0_u8;
    let error = loop {
        match large.publish(&vec![published; 50_000]) {
            Ok(()) => published += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::OutOfSpace { .. }), "{error}");
    assert!(published > 5);
    for n in 0..published {
        assert_eq!(received.recv().expect("a message"), vec![n; 50_000]);
    }
    large.publish(&vec![0; 10]).expect("a small one");
    assert_eq!(received.recv().expect("a message"), [0; 10]);
    assert_sound(&heap);
}

#[test]
fn a_turn_publishes_what_others_see_at_once() {
    let (heap, topic) = make(&Name::new());
    let mut ticks = topic.subscribe().expect("a place");
    let mut turn = heap.write().expect("a turn");
    turn.publish(&topic, &tick(1, 2)).expect("nobody blocks");
    assert_eq!(ticks.try_recv().expect("no turn is needed"), tick(1, 2));
    drop(turn);
    let (other, _) = make(&Name::new());
    assert!(matches!(other.write().expect("a turn").publish(&topic, &tick(1, 3)), Err(Error::OtherHeap)));
}

/// Reads a message in place, and forks with it.
fn read_and_fork(args: &[&str]) {
    let (_heap, topic) = attach(args[0]);
    let mut ticks = topic.subscribe().expect("a place");
    topic.publish(&tick(0, 0)).expect("nobody blocks");
    let reading = ticks.try_recv_in_place().expect("a message");
    let mut reading = Some(reading);
    // The child drops its copy, as one does that unwinds.
    let pid = fork(|| drop(reading.take()));
    let mut status = 0;
    // SAFETY: waits for the child that was just forked.
    unsafe { libc::waitpid(pid, &mut status, 0) };
    assert_eq!(status, 0);
    for n in 1..200 {
        topic.publish(&tick(0, n)).expect("nobody blocks");
    }
    let reading = reading.expect("the parent's own");
    assert_eq!(reading.get(), (0, 0, tick(0, 0).2.as_str()), "it lies where it lay");
    drop(reading);
    let mut ticks = Some(ticks);
    let pid = fork(|| {
        let mut ticks = ticks.take().expect("the child's copy");
        assert!(matches!(ticks.try_recv(), Err(Error::Forked)));
        drop(ticks);
    });
    // SAFETY: as above.
    unsafe { libc::waitpid(pid, &mut status, 0) };
    assert_eq!(status, 0);
    assert_eq!(topic.subscribers(), 1, "the place is the parent's still");
    say("done");
}

#[test]
fn a_forked_child_takes_nothing_of_what_its_parent_reads() {
    let name = Name::new();
    let (heap, _topic) = make(&name);
    let process = child("read_and_fork", &[&name]);
    process.expect("done");
    process.finish();
    assert_sound(&heap);
}

/// Numbers that look like others, from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 20
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// What is done with a topic; `false` if it did not get that far. Whatever panics says that the heap is corrupt.
fn unhurt(work: impl FnOnce() -> Result<(), Error>) -> bool {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(done) => done.is_ok(),
        Err(payload) => {
            assert!(payload.is::<ipo::Corrupt>(), "{:?}", payload.downcast_ref::<String>());
            false
        }
    }
}

#[test]
fn whatever_is_in_the_words_of_a_topic_gives_errors_and_findings() {
    /// Words of the topic, all of them: 5 lines, 3 places, 5 cells.
    const FACTS: u64 = 0;
    const NEXT: u64 = 64;
    const PLACES: u64 = 256;
    const CELLS: u64 = PLACES + 3 * 64;
    let mut random = Random(7);
    let mut reported = 0;
    for round in 0..400 {
        let name = Name::new();
        let heap = Heap::options().capacity(256 << 10).create(&name).expect("a fresh name");
        let topic = heap.topic_options().capacity(5).subscribers(3).open::<Tick>("ticks").expect("a topic");
        let mut lossy = topic.subscribe_options().bound(2).open().expect("a place");
        let mut careful = topic.subscribe_options().bound(4).slow(Slow::Block).open().expect("a place");
        for n in 0..7 {
            topic.publish(&tick(0, n)).expect("careful has room");
            careful.recv().expect("a message");
        }
        let reading = lossy.try_recv_in_place().expect("a message");
        let raw = RawHeap::open(&name);
        // A block is aligned to 64, and nothing else has these two behind a word at its start.
        let facts = [5_u64.to_le_bytes(), 3_u64.to_le_bytes()].concat();
        let image = raw.image();
        let at = image.chunks(64).position(|line| line[8..24] == facts[..]).expect("the topic's block") as u64 * 64;
        assert_eq!(raw.word(at + NEXT), 7);
        let word = at
            + match random.below(5) {
                0 => FACTS + random.below(3) * 8,
                1 => NEXT,
                2 => PLACES + random.below(3) * 64 + random.below(5) * 8,
                _ => CELLS + random.below(10) * 8,
            };
        let old = raw.word(word);
        let new = match random.below(8) {
            0 => 0,
            1 => u64::MAX - random.below(3),
            2 => 1 << random.below(64),
            3 => old.wrapping_add(1),
            4 => old.wrapping_sub(random.below(6)),
            5 => old ^ 1 << random.below(64),
            6 => raw.word(at + CELLS + random.below(10) * 8),
            _ => random.next() & !15,
        };
        raw.set_word(word, new);
        let verify = || heap.read().expect("every turn ends").verify();
        let found = !verify().is_sound();
        reported += u64::from(found);
        let context = format!("round {round}: {old:#x} became {new:#x} at {}", word - at);
        assert!(found || old == new || !(FACTS..FACTS + 8).contains(&(word - at)), "{context} and nobody says so");
        unhurt(|| heap.topic::<Tick>("ticks").map(drop));
        unhurt(|| {
            let _ = reading.get().2.len();
            drop(reading);
            Ok(())
        });
        for n in 0..12 {
            unhurt(|| topic.try_publish(&tick(1, n)));
            unhurt(|| lossy.try_recv().map(drop));
            unhurt(|| careful.try_recv_in_place().map(|message| drop(message.get().2.to_owned())));
        }
        unhurt(|| topic.subscribe_options().history(5).open()?.try_recv().map(drop));
        unhurt(|| {
            drop((lossy, careful));
            Ok(())
        });
        unhurt(|| topic.try_publish(&tick(1, 1)));
        verify();
    }
    assert!(reported > 150, "{reported} of 400 were reported");
}
