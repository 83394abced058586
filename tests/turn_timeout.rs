//! A time limit for all calls of an attachment: that every call which needs a turn ends in time beside somebody who keeps it,
//! names the holder and has done nothing, and what the limit does not concern.

#[path = "turn_timeout/calls.rs"]
mod calls;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use calls::{Call, LIMIT, Needs, World, lease_and_stay};
use ipo::{Error, Heap, Slow};
use ipo_workspace::{Child, LONG, Name, child, hear, in_time, run_job, say, wait_until};

/// Far more than the limits here.
const WHILE: Duration = Duration::from_millis(500);

#[test]
fn child_entry() {
    run_job(&[("lease_and_stay", lease_and_stay), ("hold_write", hold_write), ("hold_read", hold_read)]);
}

fn hold_write(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let _turn = heap.write_timeout(LONG).expect("nobody holds it");
    say("in");
    hear();
}

fn hold_read(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let _turn = heap.read_timeout(LONG).expect("nobody writes");
    say("in");
    hear();
}

fn holder(job: &str, name: &str) -> Child {
    let holder = child(job, &[name]);
    holder.expect("in");
    holder
}

/// The call ended in time, and names who has the turn.
#[track_caller]
fn is_late(what: &str, outcome: Result<(), Error>, took: Duration, pid: u32) {
    match outcome {
        Err(Error::TimedOut { waited, holder: Some(holder) }) => {
            assert_eq!(holder.pid, pid, "{what}");
            assert!(waited >= LIMIT && waited <= took, "{what}: waited {waited:?} of {took:?}");
            assert!(took < LONG / 2, "{what} took {took:?}");
        }
        other => panic!("{what}: {other:?}"),
    }
}

fn succeeds(call: &Call, outcome: Result<(), Error>, _: Duration) {
    outcome.unwrap_or_else(|error| panic!("{} after the holder has ended: {error}", call.name));
}

/// Every call of the table: late as long as the holder has the turn, and without any effect; right when it has ended.
fn every_call_waits_in_vain_for(mut holder: Child, world: World, before: &str, blocked: fn(Needs) -> bool) {
    let pid = holder.pid();
    let world = world.make_all(|call, outcome, took| match blocked(call.needs) {
        true => is_late(call.name, outcome, took, pid),
        false => outcome.unwrap_or_else(|error| panic!("{} beside a reader: {error}", call.name)),
    });
    holder.go_on();
    holder.tell("go");
    holder.finish();
    // Also on a machine that does not come to it.
    world.heap.set_turn_timeout(Some(LONG));
    assert_eq!(world.state(), before);
    world.make_all(succeeds);
}

#[test]
fn every_call_that_needs_a_turn_ends_in_time_beside_a_writer_that_keeps_its_own() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    every_call_waits_in_vain_for(holder("hold_write", &name), world, &before, |_| true);
}

#[test]
fn every_call_that_needs_a_turn_ends_in_time_beside_a_writer_that_is_stopped() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    let holder = holder("hold_write", &name);
    holder.stop();
    every_call_waits_in_vain_for(holder, world, &before, |_| true);
}

#[test]
fn every_call_that_needs_a_write_turn_ends_in_time_beside_a_reader_that_is_stopped() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    let holder = holder("hold_read", &name);
    holder.stop();
    every_call_waits_in_vain_for(holder, world, &before, |needs| needs == Needs::Write);
}

#[test]
fn every_call_that_needs_a_turn_ends_in_time_behind_a_thread_that_waits_for_longer() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    let holder = holder("hold_write", &name);
    let heap = world.heap.clone();
    let first = std::thread::spawn(move || heap.write_timeout(LONG).map(drop));
    std::thread::sleep(WHILE);
    every_call_waits_in_vain_for(holder, world, &before, |_| true);
    first.join().expect("no panic").expect("the holder has ended");
}

#[test]
fn a_call_behind_a_thread_that_waits_for_a_stopped_reader_names_somebody() {
    let name = Name::new();
    let (world, _) = World::new(&name);
    let holder = holder("hold_read", &name);
    holder.stop();
    let heap = world.heap.clone();
    let first = std::thread::spawn(move || heap.write_timeout(LONG).map(drop));
    // Short, as the thread before this one gives the writers' word back for a moment now and then.
    world.heap.set_turn_timeout(Some(Duration::from_micros(100)));
    let start = Instant::now();
    while start.elapsed() < 2 * WHILE {
        let late = world.heap.write().map(drop);
        let Err(Error::TimedOut { holder: Some(found), .. }) = late else { panic!("{late:?}") };
        // The reader, or the process whose other thread is before this one and has the writers' word.
        assert!([holder.pid(), std::process::id()].contains(&found.pid), "{found:?}");
    }
    drop(holder);
    first.join().expect("no panic").expect("the reader is dead");
}

#[test]
fn every_call_that_needs_a_turn_ends_in_time_beside_another_thread() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    let heap = world.heap.clone();
    let (end, ended) = channel::<()>();
    let (say_in, inside) = channel();
    let writing = std::thread::spawn(move || {
        let _turn = heap.write_timeout(LONG).expect("nobody holds it");
        say_in.send(()).expect("the test listens");
        let _ = ended.recv_timeout(4 * LONG);
    });
    inside.recv_timeout(LONG).expect("it has the turn");
    let world = world.make_all(|call, outcome, took| is_late(call.name, outcome, took, std::process::id()));
    drop(end);
    writing.join().expect("no panic");
    assert_eq!(world.state(), before);
    world.make_all(succeeds);
}

// ---- what it does not concern ---------------------------------------------------------------------------------------

type Waiting<'w> = (&'static str, Box<dyn FnOnce() -> Result<(), Error> + Send + 'w>);

/// Runs the calls on threads of their own. None has ended after a while; then `release` lets them, and all succeed.
fn all_wait_until(release: impl FnOnce(), calls: Vec<Waiting<'_>>) {
    let ended = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let working: Vec<_> = calls
            .into_iter()
            .map(|(what, call)| {
                let ended = &ended;
                let waiting = scope.spawn(move || {
                    let outcome = call();
                    ended.fetch_add(1, Ordering::SeqCst);
                    outcome
                });
                (what, waiting)
            })
            .collect();
        std::thread::sleep(WHILE);
        let before = ended.load(Ordering::SeqCst);
        release();
        let outcomes = working.into_iter().map(|(what, waiting)| (what, waiting.join().expect("no panic")));
        let failed: Vec<_> = outcomes.filter(|(_, outcome)| outcome.is_err()).collect();
        assert!(failed.is_empty(), "{failed:?}");
        assert_eq!(before, 0, "calls that ended before they could");
    });
}

#[test]
fn without_a_limit_calls_wait_as_long_as_it_takes() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name).expect("a fresh name");
    assert_eq!(heap.turn_timeout(), None);
    let texts = heap.queue::<String>("texts").expect("nobody holds a turn");
    let mut holder = holder("hold_write", &name);
    all_wait_until(
        || holder.tell("go"),
        vec![
            ("read", Box::new(|| heap.read().map(drop))),
            ("write", Box::new(|| heap.write().map(drop))),
            ("queue", Box::new(|| heap.queue::<u64>("numbers").map(drop))),
            ("send", Box::new(|| texts.send(&"sent".to_owned()))),
            ("close", Box::new(|| heap.queue::<u64>("other")?.close("early"))),
        ],
    );
    assert_eq!(texts.take().expect("it was sent"), "sent");
    holder.finish();
}

#[test]
fn a_call_with_a_limit_of_its_own_keeps_to_that_however_far_it_is() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).turn_timeout(Duration::ZERO).create(&name).expect("a fresh name");
    let texts = heap.queue::<String>("texts").expect("nobody holds a turn");
    texts.send(&"first".to_owned()).expect("nobody holds a turn");
    let mut holder = holder("hold_write", &name);
    assert!(matches!(heap.try_write(), Err(Error::WouldBlock { .. })));
    all_wait_until(
        || holder.tell("go"),
        vec![
            ("read_timeout", Box::new(|| heap.read_timeout(LONG).map(drop))),
            ("write_timeout", Box::new(|| heap.write_timeout(Duration::MAX).map(drop))),
            ("wait_for_timeout", Box::new(|| heap.wait_for_timeout(Duration::MAX, |_| true))),
            ("take_timeout", Box::new(|| texts.take_timeout(Duration::MAX).map(drop))),
            ("send_timeout", Box::new(|| texts.send_timeout(&"second".to_owned(), LONG))),
        ],
    );
    holder.finish();
}

#[test]
fn messages_room_conditions_and_locks_are_waited_for_as_long_as_it_takes() {
    let name = Name::new();
    // The calls wait for each other's turns, too, but not for so long.
    let heap = Heap::options().capacity(1 << 20).turn_timeout(WHILE / 2).create(&name).expect("a fresh name");
    let ready = heap.write().expect("free").put(&false).expect("there is room");
    let numbers = heap.queue::<u64>("numbers").expect("free");
    let texts = heap.queue::<String>("texts").expect("free");
    let full = heap.queue_options().bounded(1).open::<u64>("full").expect("free");
    full.send(&1).expect("there is room");
    let ticks = heap.topic::<u64>("ticks").expect("free");
    let mut listener = ticks.subscribe().expect("there is room");
    let slow = heap.topic::<u64>("slow").expect("free");
    let mut reader = slow.subscribe_options().bound(1).slow(Slow::Block).open().expect("there is room");
    slow.publish(&1).expect("there is room");
    let lock = heap.lock("lock").expect("free");
    let guard = lock.write().expect("nobody has it");
    all_wait_until(
        || {
            numbers.send(&7).expect("free");
            texts.send(&"seven".to_owned()).expect("free");
            assert_eq!(full.take().expect("a message waits"), 1);
            ticks.publish(&7).expect("free");
            assert_eq!(reader.recv().expect("a message waits"), 1);
            heap.write().expect("free").get_mut(ready).expect("it is there").set(true);
            drop(guard);
        },
        vec![
            ("take", Box::new(|| numbers.take().map(|number| assert_eq!(number, 7)))),
            ("lease", Box::new(|| texts.lease()?.done().map(|text| assert_eq!(text, "seven")))),
            ("send", Box::new(|| full.send(&2))),
            ("recv", Box::new(|| listener.recv().map(|tick| assert_eq!(tick, 7)))),
            ("publish", Box::new(|| slow.publish(&2))),
            ("wait_for", Box::new(|| heap.wait_for(|turn| turn.get(ready)))),
            ("lock", Box::new(|| lock.write().map(drop))),
        ],
    );
}

#[test]
fn each_attachment_has_its_own_limit_and_what_it_has_made_follows_it() {
    let name = Name::new();
    let options = Heap::options().capacity(1 << 20);
    let one = options.clone().turn_timeout(LIMIT).create(&name).expect("a fresh name");
    let other = options.attach(&name).expect("it is there");
    assert_eq!((one.turn_timeout(), other.turn_timeout()), (Some(LIMIT), None));
    let (texts, again) = (one.queue::<String>("texts").expect("free"), other.queue::<String>("texts").expect("free"));
    let ticks = other.topic::<u64>("ticks").expect("free");
    let holder = holder("hold_write", &name);
    let late = |outcome: Result<(), Error>| matches!(outcome, Err(Error::TimedOut { holder: Some(_), .. }));
    assert!(late(texts.send(&"one".to_owned())) && late(texts.clone().send(&"one".to_owned())));
    other.set_turn_timeout(Some(Duration::from_millis(5)));
    assert!(late(again.clone().send(&"two".to_owned())) && late(ticks.publish(&2)) && late(ticks.clone().publish(&2)));
    assert_eq!((one.turn_timeout(), other.turn_timeout()), (Some(LIMIT), Some(Duration::from_millis(5))));

    one.set_turn_timeout(None);
    drop(one); // the queue keeps the attachment
    let mut holder = holder;
    all_wait_until(|| holder.tell("go"), vec![("send", Box::new(|| texts.send(&"three".to_owned())))]);
    assert_eq!(again.messages().expect("free"), ["three"]);
    holder.finish();
}

#[test]
fn a_send_that_first_waits_for_room_and_then_for_a_turn_says_how_long_it_has_waited_in_all() {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("there is room");
    let one = heap.queue_options().bounded(1).open::<String>("one").expect("free");
    one.send(&"first".to_owned()).expect("there is room");
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| one.send_timeout(&"second".to_owned(), 2 * WHILE));
        std::thread::sleep(WHILE);
        let mut turn = heap.write().expect("who waits for room has no turn");
        // From here on there is room, and no turn.
        assert_eq!(turn.take_from(&one).expect("it was sent"), "first");
        match sending.join().expect("no panic") {
            Err(Error::TimedOut { waited, holder: Some(_) }) => {
                assert!(waited > WHILE + WHILE / 2, "{waited:?}");
            }
            other => panic!("{other:?}"),
        }
    });
    assert!(one.is_empty());
}

// ---- extreme limits -------------------------------------------------------------------------------------------------

#[test]
fn without_any_time_free_turns_are_taken_and_others_are_given_up_at_once() {
    let name = Name::new();
    let (world, before) = World::new(&name);
    world.heap.set_turn_timeout(Some(Duration::ZERO));
    let mut holder = holder("hold_write", &name);
    let pid = holder.pid();
    let start = Instant::now();
    let world = world.make_all(|call, outcome, _| match outcome {
        Err(Error::TimedOut { holder: Some(holder), .. }) => assert_eq!(holder.pid, pid),
        other => panic!("{}: {other:?}", call.name),
    });
    assert!(start.elapsed() < LONG / 2);
    holder.tell("go");
    holder.finish();
    assert_eq!(world.state(), before);
    world.make_all(succeeds);
}

#[test]
fn without_any_time_the_turn_of_a_dead_process_is_taken_over_all_the_same() {
    for job in ["hold_write", "hold_read"] {
        let name = Name::new();
        let (world, _) = World::new(&name);
        world.heap.set_turn_timeout(Some(Duration::ZERO));
        holder(job, &name).kill();
        world.make_all(succeeds);
    }
}

#[test]
fn a_limit_of_all_time_is_none() {
    let name = Name::new();
    let options = Heap::options().capacity(1 << 20).turn_timeout(Duration::MAX);
    let heap = options.create(&name).expect("a fresh name");
    // As many nanoseconds as there is room for: some centuries.
    assert!(heap.turn_timeout().is_some_and(|limit| limit > Duration::from_secs(500 * 365 * 24 * 60 * 60)));
    let mut holder = holder("hold_write", &name);
    all_wait_until(
        || holder.tell("go"),
        vec![
            ("read", Box::new(|| heap.read().map(drop))),
            ("write", Box::new(|| heap.write().map(drop))),
            ("lock", Box::new(|| heap.lock("lock").map(drop))),
        ],
    );
    holder.finish();
}

// ---- who only reads, and who comes later ---------------------------------------------------------------------------------

#[test]
fn who_can_only_read_has_the_same_limit() {
    let name = Name::new();
    let (world, _) = World::new(&name);
    let reader = Heap::options().read_only(true).turn_timeout(LIMIT).attach(&name).expect("it is there");
    let texts = reader.queue::<String>("texts").expect("it is known");
    let holder = holder("hold_write", &name);
    let calls: [(_, &dyn Fn() -> Result<(), Error>); 5] = [
        ("read", &|| reader.read().map(drop)),
        ("wait_for", &|| reader.wait_for(|_| true)),
        ("queues", &|| reader.queues().map(drop)),
        ("queue", &|| reader.queue::<String>("texts").map(drop)),
        ("peek", &|| texts.peek().map(drop)),
    ];
    for (what, call) in calls {
        let start = Instant::now();
        is_late(what, call(), start.elapsed(), holder.pid());
    }
    // One that can write has to undo what the dead one had begun.
    holder.kill();
    drop(world.heap.write().expect("nobody waits for the dead"));
    for (what, call) in calls {
        call().unwrap_or_else(|error| panic!("{what}: {error}"));
    }
}

#[test]
fn a_wait_that_ends_by_the_limit_leaves_no_place_in_the_line() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).turn_timeout(Duration::from_millis(1)).create(&name).expect("fresh");
    let other = Heap::attach(&name).expect("it is there");
    let mut holder = holder("hold_write", &name);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| assert!(matches!(heap.write(), Err(Error::TimedOut { .. })))));
        }
    });
    holder.tell("go");
    holder.finish();
    heap.set_turn_timeout(None);
    in_time(LONG, "turns after all that", || {
        for _ in 0..100 {
            drop(heap.write().expect("free"));
            drop(other.write_timeout(LONG).expect("nobody was handed it who has gone"));
        }
    });
    wait_until("no reader is left", || other.try_write().is_ok());
    assert!(other.read().expect("free").verify().is_sound());
}
