//! How processes and threads may come to their end or go on with a heap: forks, programs started, exits without a drop,
//! several attachments in one process, process ids that mean somebody else.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ipo::{Error, Handle, Heap, SharedStruct};
use ipo_workspace::{Child, LONG, Name, RawHeap, child, fork, hear, in_time, run_job, say};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Counter {
    n: u64,
    texts: Vec<String>,
}

impl Counter {
    fn new() -> Counter {
        Counter { n: 0, texts: vec!["a text that lies in a block of its own".into(); 3] }
    }
}

#[test]
fn child_entry() {
    run_job(&[
        ("start_a_program", start_a_program),
        ("fork_and_drop", fork_and_drop),
        ("end_at_once", end_at_once),
        ("hold", hold),
        ("hold_at_once", hold_at_once),
    ]);
}

fn make(name: &str) -> (Heap, Handle<Counter>) {
    let heap = Heap::options().capacity(1 << 20).create(name).expect("a fresh name");
    let mut turn = heap.write().expect("nobody else is there");
    let counter = turn.put(&Counter::new()).expect("there is room");
    turn.bind("counter", counter).expect("there is room");
    drop(turn);
    (heap, counter)
}

fn attach(name: &str) -> (Heap, Handle<Counter>) {
    let heap = Heap::attach(name).expect("it exists");
    let counter = heap.read_timeout(LONG).expect("turns end").root("counter").expect("it is bound");
    (heap, counter)
}

fn add_one(heap: &Heap, counter: Handle<Counter>) -> u64 {
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let mut counter = turn.get_mut(counter).expect("it is there");
    counter.set_n(counter.n() + 1);
    counter.n()
}

/// Changes everything that there is, and a little more.
fn change(tx: &mut ipo::Tx<'_>, counter: Handle<Counter>) -> Result<(), Error> {
    let mut counter = tx.get_mut(counter)?;
    counter.set_n(1_000);
    counter.texts_mut().clear()?;
    tx.put(&Counter::new())?;
    tx.unbind("counter")
}

#[track_caller]
fn assert_as_made(heap: &Heap, counter: Handle<Counter>, n: u64) {
    let turn = heap.read_timeout(LONG).expect("turns end");
    assert_eq!(turn.load(counter).expect("it is there"), Counter { n, ..Counter::new() });
    assert_eq!(turn.root::<Counter>("counter").expect("it is bound"), counter);
    assert_eq!(turn.stats().objects, 1);
    let report = turn.verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn wait(pid: i32) -> i32 {
    let mut status = 0;
    // SAFETY: waits for a child of this process.
    assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
    status
}

// ---- fork -----------------------------------------------------------------------------------------------------------

/// Starts another program in the middle of a transaction, and waits.
fn start_a_program(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let _: Result<(), Error> = turn.transaction(|tx| {
        change(tx, counter)?;
        let mut program = Command::new("sleep").arg("60").spawn().expect("there is a program that sleeps");
        say(program.id());
        hear();
        let _ = program.kill();
        let _ = program.wait();
        Ok(())
    });
}

#[test]
fn a_program_started_inside_a_turn_does_not_keep_the_turn_of_its_dead_starter() {
    let name = Name::new();
    let (heap, counter) = make(&name);
    let starter = child("start_a_program", &[&name]);
    let program: i32 = starter.hear().parse().expect("a process id");
    starter.kill();
    let turn = in_time(Duration::from_secs(5), "taking over", || heap.write_timeout(LONG)).expect("the owner is dead");
    assert!(turn.recovered());
    drop(turn);
    // SAFETY: the program that our own child started, which ends by itself only after a minute.
    let lives = unsafe { libc::kill(program, libc::SIGKILL) } == 0;
    assert!(lives, "the program was to outlive its starter");
    assert_as_made(&heap, counter, 0);
}

/// Forks inside a transaction and inside a read turn. The child drops all that it has of its parent's; the parent goes on.
fn fork_and_drop(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    let name = args[0];
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    turn.transaction::<_, Error>(|tx| {
        tx.get_mut(counter)?.set_n(5);
        Ok(())
    })
    .expect("there is room");
    let mut turn = Some(turn);
    let mut spare = Some(Heap::attach(name).expect("it exists"));
    let child = fork(|| {
        drop(turn.take());
        drop(spare.take());
        // Every way to a turn is closed, and none of them waits.
        assert!(matches!(heap.write(), Err(Error::Forked)));
        assert!(matches!(heap.read(), Err(Error::Forked)));
        assert!(matches!(heap.try_write(), Err(Error::Forked)));
        assert!(matches!(heap.try_read(), Err(Error::Forked)));
        assert!(matches!(heap.write_timeout(LONG), Err(Error::Forked)));
        assert!(matches!(heap.read_timeout(LONG), Err(Error::Forked)));
        assert!(matches!(heap.transaction(|tx| tx.unbind("counter")), Err(Error::Forked)));
        assert!(matches!(heap.take_message_timeout::<u64>(LONG), Err(Error::Forked)));
        // Names of objects are not the parent's: they mean the same in an attachment of one's own.
        let own = Heap::attach(name).expect("a child attaches anew");
        assert!(matches!(own.try_write(), Err(Error::WouldBlock { .. })), "the parent holds the turn");
        assert!(matches!(own.try_read(), Err(Error::WouldBlock { .. })), "the parent holds the turn");
        let parents = own.participants().iter().filter(|p| p.alive && p.pid != std::process::id()).count();
        assert_eq!(parents, 3, "the test and the parent's two");
    });
    assert_eq!(wait(child), 0, "the forked child failed");
    let mut turn = turn.take().expect("the parent has its own");
    // Still this process's turn.
    let mut view = turn.get_mut(counter).expect("it is there");
    view.set_n(view.n() + 1);
    drop(turn);
    drop(spare);
    say("done");
}

#[test]
fn what_a_forked_child_drops_of_its_parents_heap_and_turn_stays_the_parents() {
    let name = Name::new();
    let (heap, counter) = make(&name);
    let parent = child("fork_and_drop", &[&name]);
    parent.expect("done");
    parent.finish();
    assert!(!heap.write_timeout(LONG).expect("the turn was given back").recovered(), "nobody died inside");
    assert_as_made(&heap, counter, 6);
    assert_eq!(heap.participants().len(), 1, "{:?}", heap.participants());
}

// ---- exit without a drop --------------------------------------------------------------------------------------------

/// Ends without dropping anything, from where `args[1]` says, in the way of `args[2]`.
fn end_at_once(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    let end = || -> ! {
        match args[2] {
            "exit" => std::process::exit(0),
            "abort" => std::process::abort(),
            // SAFETY: ends the process without any cleaning up, as is meant here.
            _ => unsafe { libc::_exit(0) },
        }
    };
    match args[1] {
        "attached" => end(),
        "reading" => {
            let _turn = heap.read_timeout(LONG).expect("turns end");
            end()
        }
        "writing" => {
            let mut turn = heap.write_timeout(LONG).expect("turns end");
            turn.get_mut(counter).expect("it is there").set_n(1);
            end()
        }
        _ => {
            let mut turn = heap.write_timeout(LONG).expect("turns end");
            let _: Result<(), Error> = turn.transaction(|tx| {
                change(tx, counter)?;
                end()
            });
        }
    }
}

#[test]
fn a_process_that_ends_without_dropping_its_turn_or_heap_leaves_both_free() {
    for place in ["attached", "reading", "writing", "transaction"] {
        for way in ["exit", "_exit", "abort"] {
            let name = Name::new();
            let (heap, counter) = make(&name);
            let mut ending = child("end_at_once", &[&name, place, way]);
            ipo_workspace::wait_until("the child ends", || ending.status().is_some());
            let turn = in_time(Duration::from_secs(5), "taking over", || heap.write_timeout(LONG));
            drop(turn.unwrap_or_else(|error| panic!("{way} while {place}: {error}")));
            // An operation that was done stays; a transaction does not.
            assert_as_made(&heap, counter, u64::from(place == "writing"));
            // Its slot is free.
            let next = Heap::attach(&name).expect("it exists");
            let slots: Vec<u32> = next.participants().iter().map(|p| p.slot).collect();
            assert_eq!(slots, [0, 1], "{way} while {place}");
        }
    }
}

// ---- one process, several attachments -------------------------------------------------------------------------------

#[test]
fn two_heaps_on_one_name_in_one_process_are_two_participants_and_keep_each_other_out() {
    const EACH: u64 = 1_000;
    let name = Name::new();
    let (one, counter) = make(&name);
    let two = Heap::attach(&name).expect("it exists");
    let slots: Vec<u32> = one.participants().iter().map(|p| p.slot).collect();
    assert_eq!(slots, [0, 1]);
    let inside = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for heap in [&one, &two, &one, &two] {
            let inside = &inside;
            scope.spawn(move || {
                for _ in 0..EACH {
                    let mut turn = heap.write_timeout(LONG).expect("turns end");
                    assert!(!inside.swap(true, Ordering::SeqCst), "two writers at once");
                    let mut counter = turn.get_mut(counter).expect("it is there");
                    counter.set_n(counter.n() + 1);
                    inside.store(false, Ordering::SeqCst);
                    drop(turn);
                    let turn = heap.read_timeout(LONG).expect("turns end");
                    assert!(!inside.load(Ordering::SeqCst), "a reader beside a writer");
                    drop(turn);
                }
            });
        }
    });
    assert_as_made(&one, counter, 4 * EACH);
}

#[test]
fn dropping_one_of_two_heaps_on_one_name_leaves_the_other_alive_for_everyone() {
    let name = Name::new();
    let (one, counter) = make(&name);
    let two = Heap::attach(&name).expect("it exists");
    let turn = two.write_timeout(LONG).expect("free");
    drop(one);
    // Somebody else neither takes the turn over nor finds the process dead.
    let other = child("hold", &[&name]);
    let said = other.hear();
    assert_eq!(said, "the holder lives", "of a process that has dropped another attachment");
    drop(turn);
    other.expect("in");
    other.finish();
    assert_as_made(&two, counter, 0);
}

/// Says whether the turn's holder lives; then takes the turn.
fn hold(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    match heap.write_timeout(Duration::from_millis(300)) {
        Err(Error::TimedOut { holder: Some(holder), .. }) => {
            let listed = heap.participants().into_iter().find(|p| p.slot == holder.slot);
            say(if listed.is_some_and(|p| p.alive) { "the holder lives" } else { "the holder is dead" });
        }
        other => say(format!("{:?}", other.map(drop))),
    }
    let turn = heap.write_timeout(LONG).expect("turns end");
    say("in");
    hear();
    drop(turn);
}

fn hold_at_once(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    let _turn = heap.write_timeout(LONG).expect("turns end");
    say("in");
    hear();
}

// ---- process ids ----------------------------------------------------------------------------------------------------

/// A holder of the write turn, and the number of its slot.
fn holder(heap: &Heap, name: &str) -> (Child, u32) {
    let holder = child("hold_at_once", &[name]);
    holder.expect("in");
    let slot = heap.participants().iter().find(|p| p.pid == holder.pid()).expect("it is attached").slot;
    (holder, slot)
}

#[test]
fn a_dead_owner_is_dead_although_a_living_process_has_its_id_and_the_other_way_round() {
    let name = Name::new();
    let (heap, counter) = make(&name);
    let raw = RawHeap::open(&name);

    let (owner, slot) = holder(&heap, &name);
    let gone = owner.pid();
    owner.kill();
    // As if the id of the dead one had been given to this process meanwhile.
    raw.set_process_id(slot, std::process::id());
    let noted = heap.participants().into_iter().find(|p| p.slot == slot).expect("its traces are there");
    assert!(noted.pid == std::process::id() && !noted.alive, "{noted:?}");
    let turn = in_time(Duration::from_secs(5), "taking over", || heap.write_timeout(LONG)).expect("the owner is dead");
    assert!(turn.recovered());
    drop(turn);
    assert_as_made(&heap, counter, 0);

    // An owner that lives, under an id that is a dead one's.
    let (owner, slot) = holder(&heap, &name);
    raw.set_process_id(slot, gone);
    match heap.write_timeout(Duration::from_millis(200)).map(drop) {
        Err(Error::TimedOut { holder: Some(holder), .. }) => assert_eq!((holder.slot, holder.pid), (slot, gone)),
        other => panic!("the owner lives: {other:?}"),
    }
    owner.kill();
    assert_eq!(add_one(&heap, counter), 1);
}
