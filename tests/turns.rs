//! Turns between processes: nothing is lost, nobody sees half a change, nobody waits for the dead.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, SharedStruct};
use ipo_workspace::{Child, LONG, Name, RawHeap, child, hear, in_time, run_job, say, wait_until};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Counter {
    n: u64,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Pair {
    a: i64,
    text: String,
    b: i64,
    copy: String,
    list: Vec<i64>,
}

impl Pair {
    fn of(n: i64) -> Pair {
        Pair { a: n, text: text(n), b: -n, copy: text(n), list: vec![n; 40] }
    }
}

/// A text that does not fit into a string's slot.
fn text(n: i64) -> String {
    format!("the number {n}, spelt at some length")
}

#[test]
fn child_entry() {
    run_job(&[
        ("increment", increment),
        ("write_pairs", write_pairs),
        ("read_pairs", read_pairs),
        ("hold_read", hold_read),
        ("hold_write", hold_write),
        ("hold_transaction", hold_transaction),
        ("change_for_ever", change_for_ever),
        ("hammer", hammer),
        ("wait_and_count", wait_and_count),
    ]);
}

fn make(name: &str) -> Heap {
    Heap::options().capacity(1 << 20).create(name).expect("a fresh name")
}

fn counter(heap: &Heap) -> Handle<Counter> {
    let mut turn = heap.write().expect("nobody else is there");
    let handle = turn.put(&Counter { n: 0 }).expect("there is room");
    turn.bind("counter", handle).expect("there is room");
    handle
}

fn attach(name: &str) -> (Heap, Handle<Counter>) {
    let heap = Heap::attach(name).expect("the parent made it");
    let counter =
        heap.read_timeout(LONG).expect("nobody writes for long").root("counter").expect("the parent bound it");
    (heap, counter)
}

fn add_one(heap: &Heap, counter: Handle<Counter>) {
    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
    let mut counter = turn.get_mut(counter).expect("nobody removes it");
    counter.set_n(counter.n() + 1);
}

#[track_caller]
fn assert_sound(heap: &Heap) {
    let report = heap.read_timeout(LONG).expect("every turn ends").verify();
    assert!(report.is_sound(), "{report:#?}");
}

/// Jobs that hold a turn until they are told to go on.
fn hold_read(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let turn = heap.read_timeout(LONG).expect("nobody writes");
    say("in");
    hear();
    drop(turn);
    say("out");
    hear();
}

fn hold_write(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let turn = heap.write_timeout(LONG).expect("nobody holds it");
    say("in");
    hear();
    drop(turn);
    say("out");
    hear();
}

// ---- counting -------------------------------------------------------------------------------------------------------

fn increment(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    for _ in 0..args[1].parse().expect("a number") {
        let mut turn = heap.write().expect("the heap is sound");
        let mut counter = turn.get_mut(counter).expect("nobody removes it");
        counter.set_n(counter.n() + 1);
    }
}

#[test]
fn increments_of_four_processes_are_all_counted() {
    const EACH: u64 = 100_000;
    let name = Name::new();
    let heap = make(&name);
    let counter = counter(&heap);
    let children: Vec<Child> = (0..4).map(|_| child("increment", &[&name, &EACH.to_string()])).collect();
    // A second on a machine of its own; much longer where others want the cores, too.
    children.into_iter().for_each(|child| child.finish_within(3 * LONG));
    assert_eq!(heap.read().expect("all are gone").load(counter).expect("it is there").n, 4 * EACH);
    assert_sound(&heap);
}

#[test]
fn threads_of_one_process_take_turns() {
    const EACH: u64 = 3_000;
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let counter = counter(&heap);
    let inside = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for i in 0..EACH {
                    if i % 16 == 0 {
                        let turn = heap.read_timeout(LONG).expect("every turn ends");
                        assert!(!inside.load(Ordering::SeqCst), "a reader beside a writer");
                        drop(turn);
                    }
                    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
                    assert!(!inside.swap(true, Ordering::SeqCst), "two writers at once");
                    let mut counter = turn.get_mut(counter).expect("nobody removes it");
                    counter.set_n(counter.n() + 1);
                    inside.store(false, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(heap.read().expect("all are done").load(counter).expect("it is there").n, 4 * EACH);
}

// ---- readers and writers --------------------------------------------------------------------------------------------

fn write_pairs(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let pair: Handle<Pair> = heap.read_timeout(LONG).expect("turns end").root("pair").expect("bound");
    let end = Instant::now() + Duration::from_millis(600);
    let mut n = 0;
    while Instant::now() < end {
        n += 1;
        let mut turn = heap.write_timeout(LONG).expect("turns end");
        let change = |mut pair: PairMut<'_>| -> Result<(), Error> {
            pair.set_a(n);
            pair.text_mut().set(&text(n))?;
            pair.set_b(-n);
            pair.set_copy(&text(n))?;
            pair.list_mut().as_mut_slice().fill(n);
            Ok(())
        };
        match n % 3 {
            0 => turn.transaction(|tx| change(tx.get_mut(pair)?)),
            1 => turn.store(pair, &Pair::of(n)),
            _ => turn.get_mut(pair).and_then(change),
        }
        .expect("there is room");
    }
    say(n);
}

fn read_pairs(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let pair: Handle<Pair> = heap.read_timeout(LONG).expect("turns end").root("pair").expect("bound");
    say("ready");
    let end = Instant::now() + Duration::from_millis(700);
    let (mut changes, mut last) = (0, 0);
    while Instant::now() < end {
        let turn = heap.read_timeout(LONG).expect("turns end");
        let seen = turn.load(pair).expect("it is there");
        assert_eq!(seen, Pair::of(seen.a), "half a change");
        changes += u64::from(seen.a != last);
        last = seen.a;
    }
    say(changes);
}

#[test]
fn readers_in_other_processes_never_see_half_a_change() {
    let name = Name::new();
    let heap = make(&name);
    {
        let mut turn = heap.write().expect("nobody else is there");
        let pair = turn.put(&Pair::of(0)).expect("there is room");
        turn.bind("pair", pair).expect("there is room");
    }
    let readers: Vec<Child> = (0..2).map(|_| child("read_pairs", &[&name])).collect();
    readers.iter().for_each(|reader| reader.expect("ready"));
    let writer = child("write_pairs", &[&name]);
    let written: u64 = writer.hear().parse().expect("a number");
    assert!(written > 50, "only {written} changes were made");
    for reader in readers {
        let changes: u64 = reader.hear().parse().expect("a number");
        assert!(changes > 5, "a reader saw only {changes} of {written} changes");
        reader.finish();
    }
    writer.finish();
    assert_sound(&heap);
}

#[test]
fn processes_read_at_the_same_time_and_keep_writers_out() {
    let name = Name::new();
    let heap = make(&name);
    let mut readers: Vec<Child> = (0..3).map(|_| child("hold_read", &[&name])).collect();
    readers.iter().for_each(|reader| reader.expect("in"));
    let own = heap.try_read().expect("reading beside readers");
    drop(own);
    let pids: Vec<u32> = readers.iter().map(Child::pid).collect();
    for last in [false, false, true] {
        match heap.try_write() {
            Err(Error::WouldBlock { holder: Some(holder) }) => assert!(pids.contains(&holder.pid), "{holder:?}"),
            other => panic!("a writer beside readers: {other:?}"),
        }
        let mut reader = readers.pop().expect("one for each round");
        reader.tell("go");
        reader.expect("out");
        reader.finish();
        assert_eq!(readers.is_empty(), last);
    }
    heap.try_write().expect("all readers have left");
}

// ---- death ----------------------------------------------------------------------------------------------------------

fn hold_transaction(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let pair: Handle<Pair> = heap.read_timeout(LONG).expect("turns end").root("pair").expect("bound");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let result: Result<(), Error> = turn.transaction(|tx| {
        for n in 1..50 {
            tx.store(pair, &Pair::of(n))?;
            tx.put(&Pair::of(n))?;
        }
        tx.get_mut(pair)?.set_a(1_000);
        tx.remove(pair)?;
        say("in");
        hear();
        Ok(())
    });
    panic!("was to be killed: {result:?}");
}

fn change_for_ever(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let pair: Handle<Pair> = heap.read_timeout(LONG).expect("turns end").root("pair").expect("bound");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    say("in");
    let mut spare = Vec::new();
    for n in 0.. {
        turn.transaction::<_, Error>(|tx| {
            let mut pair = tx.get_mut(pair)?;
            pair.set_a(n);
            pair.set_text(&text(n))?;
            pair.list_mut().assign(&vec![n; 40])?;
            pair.set_b(-n);
            pair.set_copy(&text(n))
        })
        .expect("there is room");
        spare.push(turn.put(&Pair::of(n)).expect("there is room"));
        if spare.len() > 10 {
            turn.remove(spare.swap_remove(n as usize % 10)).expect("its own");
        }
    }
}

#[test]
fn a_writer_killed_amid_its_changes_is_undone_and_the_next_is_told() {
    let name = Name::new();
    let heap = make(&name);
    let pair = {
        let mut turn = heap.write().expect("nobody else is there");
        let pair = turn.put(&Pair::of(0)).expect("there is room");
        turn.bind("pair", pair).expect("there is room");
        pair
    };
    let before = heap.read().expect("free").stats().objects;
    for round in 0..3 {
        let writer = child("hold_transaction", &[&name]);
        writer.expect("in");
        writer.kill();
        let turn =
            in_time(Duration::from_secs(3), "taking over", || heap.write_timeout(LONG)).expect("the owner is dead");
        assert!(turn.recovered(), "round {round}");
        assert_eq!(turn.load(pair).expect("it is there"), Pair::of(0));
        assert_eq!(turn.stats().objects, before);
        assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
        drop(turn);
        assert!(!heap.write().expect("free").recovered(), "told once");
    }
    for round in 0..12 {
        let writer = child("change_for_ever", &[&name]);
        writer.expect("in");
        std::thread::sleep(Duration::from_micros(700 * round));
        writer.kill();
        let turn = heap.read_timeout(LONG).expect("the owner is dead");
        assert!(turn.recovered(), "round {round}");
        let now = turn.load(pair).expect("it is there");
        assert_eq!(now, Pair::of(now.a), "half a change stayed");
        assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
    }
}

#[test]
fn a_killed_reader_does_not_block_a_writer() {
    let name = Name::new();
    let heap = make(&name);
    let readers: Vec<Child> = (0..3).map(|_| child("hold_read", &[&name])).collect();
    readers.iter().for_each(|reader| reader.expect("in"));
    readers.into_iter().for_each(Child::kill);
    let turn = in_time(Duration::from_secs(3), "writing past dead readers", || heap.write_timeout(LONG));
    assert!(!turn.expect("only dead readers are inside").recovered(), "a reader leaves nothing to undo");
    // A writer that waits already while the reader dies.
    let reader = child("hold_read", &[&name]);
    reader.expect("in");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| heap.write_timeout(LONG).map(drop));
        std::thread::sleep(Duration::from_millis(30));
        reader.kill();
        in_time(Duration::from_secs(3), "draining a dead reader", || writer.join())
            .expect("no panic")
            .expect("it is dead");
    });
}

fn wait_and_count(args: &[&str]) {
    let (heap, counter) = {
        let heap = Heap::attach(args[0]).expect("the parent made it");
        let counter = Handle::from_bits(args[1].parse().expect("bits"));
        (heap, counter)
    };
    say("waiting");
    // Some readers among the writers.
    if args[2] == "read" {
        drop(heap.read_timeout(LONG).expect("the owner is dead"));
    }
    add_one(&heap, counter);
}

#[test]
fn fifty_waiters_all_get_in_when_the_owner_dies() {
    let name = Name::new();
    let heap = make(&name);
    let counter = counter(&heap);
    let owner = child("hold_write", &[&name]);
    owner.expect("in");
    let bits = counter.to_bits().to_string();
    let waiters: Vec<Child> =
        (0..50).map(|i| child("wait_and_count", &[&name, &bits, if i % 5 == 0 { "read" } else { "write" }])).collect();
    waiters.iter().for_each(|waiter| waiter.expect("waiting"));
    std::thread::sleep(Duration::from_millis(50));
    owner.kill();
    in_time(Duration::from_secs(15), "fifty turns", || waiters.into_iter().for_each(Child::finish));
    let turn = heap.read().expect("all are gone");
    assert!(turn.recovered());
    assert_eq!(turn.load(counter).expect("it is there").n, 50);
}

// ---- stopped processes ----------------------------------------------------------------------------------------------

#[test]
fn a_stopped_owner_is_waited_for_and_named() {
    let name = Name::new();
    let heap = make(&name);
    let mut owner = child("hold_write", &[&name]);
    owner.expect("in");
    owner.stop();
    let limit = Duration::from_millis(150);
    for write in [true, false] {
        let late = if write { heap.write_timeout(limit).map(drop) } else { heap.read_timeout(limit).map(drop) };
        match late {
            Err(Error::TimedOut { waited, holder: Some(holder) }) => {
                assert_eq!((holder.slot, holder.pid), (1, owner.pid()));
                assert!(holder.held_for >= Duration::from_millis(100), "{holder:?}");
                assert!(waited >= limit && waited < LONG, "{waited:?}");
            }
            other => panic!("the owner is stopped, not dead: {other:?}"),
        }
        let tried = if write { heap.try_write().map(drop) } else { heap.try_read().map(drop) };
        match tried {
            Err(Error::WouldBlock { holder: Some(holder) }) => assert_eq!(holder.pid, owner.pid()),
            other => panic!("the owner is stopped, not dead: {other:?}"),
        }
    }
    owner.go_on();
    owner.tell("go");
    owner.expect("out");
    assert!(!heap.write_timeout(LONG).expect("the owner has left").recovered());
    owner.finish();
}

#[test]
fn a_stopped_reader_does_not_keep_other_readers_out_for_good() {
    let name = Name::new();
    let heap = make(&name);
    let reader = child("hold_read", &[&name]);
    reader.expect("in");
    reader.stop();
    let reader_pid = reader.pid();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (heap, name, done) = (&heap, &name, &done);
        let writer = scope.spawn(move || {
            let late = heap.write_timeout(Duration::from_secs(3)).map(drop);
            done.store(true, Ordering::SeqCst);
            late
        });
        // Another process's view, so that it does not queue behind the writer's thread.
        let other = Heap::attach(name).expect("it exists");
        std::thread::sleep(Duration::from_millis(20));
        let mut worst = Duration::ZERO;
        let mut got_in = 0;
        while !done.load(Ordering::SeqCst) {
            let start = Instant::now();
            let turn = other.read_timeout(Duration::from_secs(4)).expect("the writer lets readers in between");
            drop(turn);
            worst = worst.max(start.elapsed());
            got_in += 1;
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(worst < Duration::from_secs(1), "a reader waited {worst:?} beside a stopped one");
        assert!(got_in >= 3, "readers got in {got_in} times");
        match writer.join().expect("no panic") {
            Err(Error::TimedOut { holder: Some(holder), .. }) => assert_eq!(holder.pid, reader_pid),
            other => panic!("a stopped reader was passed: {other:?}"),
        }
    });
    reader.go_on();
}

// ---- one thread, two turns ------------------------------------------------------------------------------------------

#[test]
fn a_second_turn_on_one_thread_is_refused_where_it_would_wait_for_itself() {
    let name = Name::new();
    let one = make(&name);
    let two = Heap::attach(&name).expect("it exists");
    let refused = |result: Result<(), Error>, by: &str, what: &str| match result {
        Err(Error::WouldDeadlock { held }) => assert_eq!(held, by, "{what}"),
        other => panic!("{what}: {other:?}"),
    };
    for second in [&one, &two] {
        let turn = one.write().expect("free");
        refused(second.write().map(drop), "write", "write in write");
        refused(second.read().map(drop), "write", "read in write");
        refused(second.write_timeout(LONG).map(drop), "write", "write in write");
        refused(second.read_timeout(LONG).map(drop), "write", "read in write");
        refused(second.try_write().map(drop), "write", "trying to write in write");
        drop(turn);
        let turn = one.read().expect("free");
        refused(second.write().map(drop), "read", "write in read");
        refused(second.read().map(drop), "read", "read in read");
        refused(second.try_write().map(drop), "read", "trying to write in read");
        let again = second.try_read().expect("reading twice without waiting");
        let thrice = one.try_read().expect("and once more");
        drop(turn);
        drop((again, thrice));
        drop(second.write_timeout(LONG).expect("all turns are back"));
    }
    // Another heap is another matter.
    let other = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let _turn = one.write().expect("free");
    drop(other.write().expect("free"));
}

// ---- fairness -------------------------------------------------------------------------------------------------------

fn hammer(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    say("ready");
    loop {
        let mut turn = heap.write().expect("the heap is sound");
        let mut counter = turn.get_mut(counter).expect("nobody removes it");
        counter.set_n(counter.n() + 1);
        // On its core all the time, so that it would win every race against a waiter that has to wake up first; and long
        // against the time that a waiter needs from its look at the counter to the queue.
        let end = Instant::now() + Duration::from_micros(100);
        while Instant::now() < end {
            std::hint::spin_loop();
        }
    }
}

#[test]
fn a_waiter_is_passed_a_bounded_number_of_times() {
    const BOUND: u64 = 20;
    let name = Name::new();
    let heap = make(&name);
    let counter = counter(&heap);
    let raw = RawHeap::open(&name);
    let place = raw.slot_of(counter);
    let hammers: Vec<Child> = (0..3).map(|_| child("hammer", &[&name])).collect();
    hammers.iter().for_each(|hammer| hammer.expect("ready"));
    let mut passes = Vec::new();
    for round in 0..100 {
        // The others are at it again after this one's last turn.
        let last = raw.word(place);
        wait_until("the others hammer", || raw.word(place) > last + 3);
        let before = raw.word(place);
        let passed = if round % 3 == 0 {
            heap.read_timeout(LONG).expect("a waiter gets in").load(counter).expect("it is there").n - before
        } else {
            heap.write_timeout(LONG).expect("a waiter gets in").load(counter).expect("it is there").n - before
        };
        passes.push(passed);
    }
    passes.sort_unstable();
    assert!(passes[passes.len() - 1] > 0, "the others did not hammer");
    // On a busy machine a waiter may lose its core between its look at the counter and the queue.
    let most = passes[passes.len() * 9 / 10];
    assert!(most <= BOUND, "a waiter is passed {most} times: {passes:?}");
}

// ---- turns that are not dropped -------------------------------------------------------------------------------------

#[test]
fn a_thread_that_forgets_its_turn_gives_it_back_at_its_end() {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    for write in [true, false] {
        std::thread::scope(|scope| {
            let forgetful = scope.spawn(|| {
                if write {
                    std::mem::forget(heap.write().expect("free"));
                } else {
                    std::mem::forget(heap.read().expect("free"));
                }
            });
            forgetful.join().expect("no panic");
        });
        let turn = heap.write_timeout(Duration::from_secs(5)).expect("the thread has ended");
        assert!(!turn.recovered(), "nobody died");
    }
}

#[test]
fn a_forgotten_turn_is_given_back_when_its_heap_is_dropped() {
    let name = Name::new();
    let other = make(&name);
    for write in [true, false] {
        let heap = Heap::attach(&name).expect("it exists");
        if write {
            std::mem::forget(heap.write().expect("free"));
        } else {
            std::mem::forget(heap.read().expect("free"));
        }
        std::thread::scope(|scope| {
            let blocked = scope.spawn(|| matches!(other.try_write(), Err(Error::WouldBlock { .. })));
            assert!(blocked.join().expect("no panic"), "the turn is still held");
        });
        drop(heap);
        let turn = other.write_timeout(Duration::from_secs(5)).expect("the heap was dropped");
        assert!(!turn.recovered(), "nobody died");
    }
}

#[test]
fn a_turn_forgotten_on_one_thread_is_no_deadlock_once_its_heap_is_gone() {
    let name = Name::new();
    let keeper = make(&name);
    let heap = Heap::attach(&name).expect("it exists");
    let (forgotten, gone) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
    let slot = std::sync::Mutex::new(Some(heap));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            {
                let held = slot.lock().expect("no panic");
                std::mem::forget(held.as_ref().expect("still there").write().expect("free"));
            }
            forgotten.wait();
            gone.wait();
            drop(keeper.write_timeout(Duration::from_secs(5)).expect("the turn went with its heap"));
        });
        forgotten.wait();
        drop(slot.lock().expect("no panic").take());
        gone.wait();
    });
}

#[test]
fn a_panic_releases_the_write_turn_and_undoes_the_open_transaction() {
    let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
    let counter = counter(&heap);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut turn = heap.write().expect("free");
        turn.get_mut(counter).expect("it is there").set_n(7);
        let _: Result<(), Error> = turn.transaction(|tx| {
            tx.get_mut(counter)?.set_n(8);
            tx.put(&Pair::of(1))?;
            std::panic::resume_unwind(Box::new("on purpose"));
        });
    }));
    assert_eq!(*panicked.expect_err("it panicked").downcast::<&str>().expect("the same payload"), "on purpose");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let turn = heap.write_timeout(Duration::from_secs(5)).expect("the turn was released");
            assert_eq!(turn.load(counter).expect("it is there").n, 7, "what was done before stays");
            assert_eq!(turn.stats().objects, 1, "what the transaction made is gone");
            assert!(!turn.recovered(), "nobody died");
            assert!(turn.verify().is_sound());
        });
    });
}
