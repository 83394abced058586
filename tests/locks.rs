//! Locks by name: exclusive over processes and threads, free when their owner dies, and told of.

use std::time::Duration;

use ipo::{Error, Heap, Lock};
use ipo_workspace::{Child, LONG, Name, child, hear, in_time, run_job, say};

const MOMENT: Duration = Duration::from_millis(20);

#[test]
fn child_entry() {
    run_job(&[("hold", hold), ("add", add), ("churn", churn)]);
}

fn make(name: &str) -> (Heap, Lock) {
    let heap = Heap::options().capacity(1 << 20).create(name).expect("a fresh name");
    let lock = heap.lock("lock").expect("there is room");
    (heap, lock)
}

fn attach(name: &str) -> (Heap, Lock) {
    let heap = Heap::attach(name).expect("the parent made it");
    let lock = heap.lock("lock").expect("the parent made it");
    (heap, lock)
}

/// Holds the lock until it is told to go on.
fn hold(args: &[&str]) {
    let (_heap, lock) = attach(args[0]);
    if args[1] == "read" {
        let guard = lock.read_timeout(LONG).expect("nobody writes");
        say("in");
        hear();
        drop(guard);
    } else {
        let guard = lock.write_timeout(LONG).expect("nobody has it");
        say("in");
        hear();
        drop(guard);
    }
    say("out");
    hear();
}

fn holder(name: &str, how: &str) -> Child {
    let holder = child("hold", &[name, how]);
    holder.expect("in");
    holder
}

#[test]
fn a_writer_excludes_all_and_readers_exclude_writers() {
    let name = Name::new();
    let (_heap, lock) = make(&name);
    let mut writer = holder(&name, "write");
    match lock.write_timeout(MOMENT) {
        Err(Error::TimedOut { holder: Some(found), waited }) => {
            assert_eq!(found.pid, writer.pid());
            assert!(waited >= MOMENT);
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(lock.try_read(), Err(Error::WouldBlock { holder: Some(_) })));
    assert!(matches!(lock.read_timeout(MOMENT), Err(Error::TimedOut { .. })));
    writer.tell("go on");
    writer.expect("out");
    drop(lock.try_write().expect("it is free"));

    let readers = [holder(&name, "read"), holder(&name, "read")];
    let own = lock.try_read().expect("readers are many");
    drop(own);
    assert!(matches!(lock.try_write(), Err(Error::WouldBlock { .. })));
    assert!(matches!(lock.write_timeout(MOMENT), Err(Error::TimedOut { .. })));
    for mut reader in readers {
        reader.tell("go on");
        reader.expect("out");
    }
    let guard = lock.try_write().expect("it is free");
    assert!(!guard.recovered(), "nobody died");
}

#[test]
fn the_lock_of_a_dead_writer_is_free_and_told_of_once() {
    let name = Name::new();
    let (heap, lock) = make(&name);
    for round in 0..3 {
        holder(&name, "write").kill();
        let guard = lock.write_timeout(LONG).expect("nobody waits for the dead");
        assert!(guard.recovered(), "round {round}");
        drop(guard);
        assert!(!lock.write().expect("it is free").recovered());
        assert!(!lock.read().expect("it is free").recovered());
    }
    // A reader takes over as well.
    holder(&name, "write").kill();
    assert!(lock.read_timeout(LONG).expect("nobody waits for the dead").recovered());
    // And who only tries.
    holder(&name, "write").kill();
    assert!(lock.try_write().expect("nobody waits for the dead").recovered());
    // The heap's turns have nothing to do with it.
    assert!(!heap.write().expect("nobody holds it").recovered());
}

#[test]
fn everybody_who_has_the_lock_open_is_told_of_a_dead_writer() {
    let name = Name::new();
    let (_heap, lock) = make(&name);
    let (_other_heap, other) = attach(&name);
    holder(&name, "write").kill();
    assert!(lock.read_timeout(LONG).expect("it is free").recovered());
    assert!(other.read_timeout(LONG).expect("it is free").recovered());
    assert!(!other.read_timeout(LONG).expect("it is free").recovered());
}

#[test]
fn a_dead_reader_does_not_block_the_writer_and_is_no_recovery() {
    let name = Name::new();
    let (_heap, lock) = make(&name);
    for _ in 0..3 {
        let (one, two) = (holder(&name, "read"), holder(&name, "read"));
        one.kill();
        assert!(matches!(lock.write_timeout(MOMENT), Err(Error::TimedOut { .. })), "the other one lives");
        two.kill();
        assert!(!lock.write_timeout(LONG).expect("nobody waits for the dead").recovered());
    }
}

#[test]
fn who_comes_into_the_slot_of_a_dead_reader_starts_without_its_count() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).participants(2).create(&name).expect("a fresh name");
    let lock = heap.lock("lock").expect("there is room");
    for _ in 0..3 {
        holder(&name, "read").kill();
        // The same slot, as there are two.
        let mut next = holder(&name, "read");
        assert!(matches!(lock.try_write(), Err(Error::WouldBlock { .. })));
        next.tell("go on");
        next.expect("out");
        lock.try_write().expect("nobody has it");
    }
}

#[test]
fn a_stopped_owner_is_alive() {
    let name = Name::new();
    let (_heap, lock) = make(&name);
    let mut writer = holder(&name, "write");
    writer.stop();
    assert!(matches!(lock.write_timeout(Duration::from_millis(200)), Err(Error::TimedOut { .. })));
    writer.go_on();
    writer.tell("go on");
    writer.expect("out");
    assert!(!lock.write().expect("it is free").recovered());
}

#[test]
fn a_thread_is_not_let_wait_for_itself_and_other_locks_and_turns_are_free() {
    let name = Name::new();
    let (heap, lock) = make(&name);
    let again = heap.lock("lock").expect("it is there");
    let other = heap.lock("other").expect("there is room");
    let guard = lock.write().expect("it is free");
    for wanted in [again.write().map(drop), again.read().map(drop), lock.write().map(drop)] {
        assert!(matches!(wanted, Err(Error::WouldDeadlock { held: "write" })), "{wanted:?}");
    }
    // Several turns under one guard, and another lock.
    for n in 0..3_u8 {
        heap.write().expect("nobody holds it").put(&n).expect("there is room");
        drop(other.write().expect("it is free"));
    }
    drop(guard);
    drop(again.write().expect("it is free"));
}

#[test]
fn a_forgotten_guard_ends_with_its_thread() {
    let name = Name::new();
    let (_heap, lock) = make(&name);
    std::thread::scope(|scope| {
        scope.spawn(|| std::mem::forget(lock.write().expect("it is free")));
    });
    drop(lock.write_timeout(LONG).expect("its thread has ended"));
}

/// Adds to a file of one number, which only the lock protects: reads it, and writes it one higher.
fn add(args: &[&str]) {
    let (_heap, lock) = attach(args[0]);
    for _ in 0..args[2].parse().expect("a number") {
        let _guard = lock.write_timeout(LONG).expect("every guard ends");
        let number: u64 = std::fs::read_to_string(args[1]).expect("it is there").parse().expect("a number");
        std::fs::write(args[1], (number + 1).to_string()).expect("it can be written");
    }
}

#[test]
fn what_four_processes_and_four_threads_do_under_the_lock_is_never_mixed() {
    const EACH: u64 = 1_000;
    let name = Name::new();
    let (_heap, lock) = make(&name);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "0").expect("it can be written");
    let path = file.path().to_str().expect("plain letters");
    let children: Vec<Child> = (0..4).map(|_| child("add", &[&name, path, &EACH.to_string()])).collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..EACH {
                    let _guard = lock.write_timeout(LONG).expect("every guard ends");
                    let number: u64 = std::fs::read_to_string(path).expect("it is there").parse().expect("a number");
                    std::fs::write(path, (number + 1).to_string()).expect("it can be written");
                }
            });
        }
    });
    children.into_iter().for_each(|child| child.finish_within(3 * LONG));
    assert_eq!(std::fs::read_to_string(path).expect("it is there"), (8 * EACH).to_string());
}

/// Takes the lock again and again, until it is killed.
fn churn(args: &[&str]) {
    let (_heap, lock) = attach(args[0]);
    say("in");
    for n in 0_u64.. {
        if n % 3 == 0 {
            drop(lock.write_timeout(LONG).expect("nobody waits for the dead"));
        } else {
            drop(lock.read_timeout(LONG).expect("nobody waits for the dead"));
        }
    }
}

#[test]
fn processes_that_are_killed_at_any_moment_never_block_the_rest() {
    let name = Name::new();
    let (heap, lock) = make(&name);
    let stay = child("churn", &[&name]);
    stay.expect("in");
    for _ in 0..20 {
        let victim = child("churn", &[&name]);
        victim.expect("in");
        drop(lock.write_timeout(LONG).expect("every guard ends"));
        victim.kill();
        in_time(LONG, "a guard", || drop(lock.write_timeout(LONG).expect("nobody waits for the dead")));
    }
    drop(stay);
    assert!(heap.read_timeout(LONG).expect("nobody writes").verify().is_sound());
}

#[test]
fn a_read_only_attachment_takes_no_locks() {
    let name = Name::new();
    let (_heap, _lock) = make(&name);
    let reader = Heap::options().read_only(true).attach(&name).expect("it is there");
    assert!(matches!(reader.lock("lock"), Err(Error::ReadOnly)));
}
