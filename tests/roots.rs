//! Roots between processes that come at the same time: waiting for a name, and making what nobody has made yet.

use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, HeapOptions};
use ipo_workspace::{Child, LONG, Name, child, hear, run_job, say};

#[test]
fn child_entry() {
    run_job(&[("create_and_bind_later", create_and_bind_later), ("count_in", count_in)]);
}

fn options() -> HeapOptions {
    Heap::options().capacity(1 << 20)
}

fn create_and_bind_later(args: &[&str]) {
    let heap = options().create(args[0]).expect("a fresh name");
    say("created");
    hear();
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let number = turn.put(&7_u64).expect("there is room");
    turn.bind("number", number).expect("there is room");
    drop(turn);
    hear();
}

#[test]
fn who_attaches_before_a_name_is_bound_waits_for_it() -> Result<(), Error> {
    let name = Name::new();
    let mut creator = child("create_and_bind_later", &[&name]);
    creator.expect("created");
    let heap = Heap::attach(&name)?;
    let start = Instant::now();
    let limit = Duration::from_millis(60);
    let early = heap.wait_for_root::<u64>("number", limit);
    assert!(matches!(&early, Err(Error::NoSuchRoot { name }) if name == "number"), "{early:?}");
    assert!(start.elapsed() >= limit);
    let number = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| heap.wait_for_root::<u64>("number", LONG));
        creator.tell("bind it");
        waiting.join().expect("no panic")
    })?;
    assert_eq!(heap.read()?.get(number)?, 7);
    // What is there is found at once, and what is wrong is an error at once.
    assert_eq!(heap.wait_for_root::<u64>("number", Duration::ZERO)?, number);
    assert!(matches!(heap.wait_for_root::<String>("number", LONG), Err(Error::SchemaMismatch { .. })));
    creator.tell("that is all");
    creator.finish();
    Ok(())
}

#[test]
fn who_waits_for_a_name_is_told_of_the_turn_that_it_did_not_get() -> Result<(), Error> {
    let heap = options().create_anonymous()?;
    let writing = heap.write()?;
    let limit = Duration::from_millis(20);
    let late = std::thread::scope(|scope| {
        scope.spawn(|| heap.wait_for_root::<u64>("number", limit)).join().expect("no panic")
    });
    assert!(matches!(late, Err(Error::TimedOut { holder: Some(_), .. })), "{late:?}");
    drop(writing);
    Ok(())
}

/// Comes to a heap that may not be there yet, and counts itself in an object that may not be there yet.
fn count_in(args: &[&str]) {
    say("ready");
    hear();
    let heap = options().open_or_create(args[0]).expect("one creates it, the others attach");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let count = turn.root_or_put_with("count", || 100_u64).expect("there is room");
    *turn.get_mut(count).expect("it is there") += 1;
}

#[test]
fn of_four_processes_that_want_an_object_one_makes_it() {
    for _ in 0..5 {
        let name = Name::new();
        let mut children: Vec<Child> = (0..4).map(|_| child("count_in", &[&name])).collect();
        children.iter().for_each(|child| child.expect("ready"));
        children.iter_mut().for_each(|child| child.tell("go"));
        children.into_iter().for_each(Child::finish);
        let heap = Heap::attach(&name).expect("it exists");
        let turn = heap.read_timeout(LONG).expect("turns end");
        let count: Handle<u64> = turn.root("count").expect("the first one bound it");
        assert_eq!(turn.get(count).expect("it is there"), 104);
        assert_eq!(turn.stats().objects, 1);
    }
}

#[test]
fn an_object_that_is_there_is_neither_made_nor_taken_for_another_type() -> Result<(), Error> {
    let heap = options().create_anonymous()?;
    let mut turn = heap.write()?;
    let first = turn.root_or_put_with("text", || "first".to_owned())?;
    assert_eq!(turn.root_or_put_with::<String>("text", || panic!("it is there"))?, first);
    let wrong = turn.root_or_put_with("text", || 0_u64);
    assert!(matches!(wrong, Err(Error::SchemaMismatch { .. })), "{wrong:?}");
    turn.remove(first)?;
    // Who removed it and kept the name has to say what becomes of that.
    assert!(matches!(turn.root_or_put_with("text", String::new), Err(Error::Stale { .. })));
    assert_eq!(turn.stats().objects, 0);
    Ok(())
}

#[test]
fn a_name_that_cannot_be_bound_leaves_no_object_behind() -> Result<(), Error> {
    let heap = options().create_anonymous()?;
    let mut turn = heap.write()?;
    let long = "n".repeat(5_000);
    let refused = turn.root_or_put_with(&long, || 0_u64);
    assert!(matches!(refused, Err(Error::TooLarge { .. })), "{refused:?}");
    let refused = turn.root_or_put_with("large", || vec![0_u8; 2 << 20]);
    assert!(matches!(refused, Err(Error::OutOfSpace { .. })), "{refused:?}");
    assert_eq!((turn.stats().objects, turn.roots()?.len()), (0, 0));
    let undone: Result<(), Error> = turn.transaction(|tx| {
        let list = tx.root_or_put_with("list", || vec![1_u64])?;
        assert_eq!(tx.root_or_put_with("list", Vec::<u64>::new)?, list);
        assert_eq!(tx.load(list)?, [1]);
        Err(Error::NoMessages)
    });
    assert!(matches!(undone, Err(Error::NoMessages)));
    assert_eq!((turn.stats().objects, turn.roots()?.len()), (0, 0));
    assert!(turn.verify().is_sound());
    Ok(())
}

#[test]
fn names_are_found_and_taken_away_however_many_there_are() -> Result<(), Error> {
    const NAMES: usize = 6_000;
    let heap = Heap::options().capacity(8 << 20).create_anonymous()?;
    let name = |n: usize| format!("the name {n}");
    let mut turn = heap.write()?;
    let numbers = turn.put(&[7_u64, 8])?;
    for n in 0..NAMES {
        turn.bind(&name(n), numbers)?;
        // Also some of those that came before, as chains are split all the time.
        assert!(turn.root::<[u64; 2]>(&name(n / 2)).is_ok() && turn.root::<[u64; 2]>(&name(n + 1)).is_err(), "{n}");
    }
    let undone: Result<(), Error> = turn.transaction(|tx| {
        (NAMES..2 * NAMES).try_for_each(|n| tx.bind(&name(n), numbers))?;
        (0..NAMES).try_for_each(|n| tx.unbind(&name(n)))?;
        assert_eq!(tx.roots()?.len(), NAMES);
        Err(Error::NoMessages)
    });
    assert!(matches!(undone, Err(Error::NoMessages)));
    assert!(turn.verify().is_sound());
    assert_eq!(turn.roots()?.len(), NAMES);
    for n in (0..NAMES).rev() {
        turn.unbind(&name(n))?;
        assert!(matches!(turn.unbind(&name(n)), Err(Error::NoSuchRoot { .. })), "{n}");
        assert!(n == 0 || turn.root::<[u64; 2]>(&name(n / 2)).is_ok(), "{n}");
    }
    assert!(turn.roots()?.is_empty());
    let report = turn.verify();
    assert!(report.is_sound(), "{:?}", report.findings);
    Ok(())
}

#[test]
fn a_nearly_full_heap_takes_names_without_room_for_a_table() -> Result<(), Error> {
    let heap = Heap::options().capacity(64 << 10).create_anonymous()?;
    let mut turn = heap.write()?;
    let number = turn.put(&7_u64)?;
    // The tables for the chains behind 256 and 512 need 2,048 and 4,096 bytes in one piece.
    let filler = turn.put(&vec![0_u8; turn.stats().largest_free as usize - 255 * 64 - 1_000])?;
    let names: Vec<String> = (0..1_000).map(|n| format!("n{n}")).collect();
    let bound = names.iter().take_while(|name| turn.bind(name, number).is_ok()).count();
    assert!((255..300).contains(&bound), "{bound}");
    assert!(names[..bound].iter().all(|name| turn.root::<u64>(name).is_ok()));
    assert!(turn.verify().is_sound());
    turn.remove(filler)?;
    for name in &names[bound..600] {
        turn.bind(name, number)?;
    }
    assert!(names[..600].iter().all(|name| turn.root::<u64>(name).is_ok()));
    let report = turn.verify();
    assert!(report.is_sound(), "{:?}", report.findings);
    Ok(())
}
