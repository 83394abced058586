//! Frozen objects: immutable, read without a turn by who pins them, and freed when no live one does.

use std::collections::HashMap;

use ipo::{Error, FrozenHandle, Handle, Heap, SharedStruct};
use ipo_workspace::{Child, LONG, Name, child, hear, run_job, say};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Table {
    name: String,
    rows: Vec<f64>,
    words: HashMap<String, Vec<u32>>,
}

fn table(n: u32) -> Table {
    Table {
        name: format!("a table that has a longer name, number {n}"),
        rows: vec![f64::from(n); 500],
        words: (0..20).map(|i| (format!("word {i}"), vec![n; 10])).collect(),
    }
}

#[test]
fn child_entry() {
    run_job(&[("pin_and_hold", pin_and_hold), ("pin_for_ever", pin_for_ever)]);
}

fn make(name: &str) -> Heap {
    Heap::options().capacity(4 << 20).create(name).expect("a fresh name")
}

fn freeze(heap: &Heap, n: u32) -> FrozenHandle<Table> {
    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
    let handle = turn.put(&table(n)).expect("there is room");
    turn.bind("table", handle).expect("there is room");
    turn.freeze(handle).expect("it is there")
}

/// Removes it; says how many objects wait for pins.
fn remove(heap: &Heap, frozen: FrozenHandle<Table>) -> usize {
    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
    turn.remove_frozen(frozen).expect("it is frozen");
    turn.free_unpinned().expect("a sound heap")
}

#[track_caller]
fn assert_sound(heap: &Heap) {
    let report = heap.read_timeout(LONG).expect("every turn ends").verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn used(heap: &Heap) -> u64 {
    heap.read_timeout(LONG).expect("every turn ends").stats().used
}

#[test]
fn a_frozen_object_is_read_and_no_more_changed() {
    let heap = make(&Name::new());
    let mut turn = heap.write().expect("nobody holds it");
    let handle = turn.put(&table(1)).expect("there is room");
    assert!(matches!(turn.remove_frozen(handle.into()), Err(Error::NotFrozen { .. })));
    assert!(!turn.is_frozen(handle).expect("it is there"));
    let frozen = turn.freeze(handle).expect("it is there");
    assert_eq!(turn.freeze(handle).expect("once more"), frozen);
    assert!(turn.is_frozen(handle).expect("it is there"));
    let bits = handle.to_bits();
    let is_frozen = |result: Result<(), Error>| matches!(result, Err(Error::Frozen { handle }) if handle == bits);
    assert!(is_frozen(turn.get_mut(handle).map(|_| ())));
    assert!(is_frozen(turn.get_disjoint_mut([handle]).map(|_| ())));
    assert!(is_frozen(turn.store(handle, &table(2))));
    assert!(is_frozen(turn.remove(handle)));
    assert!(is_frozen(turn.transaction(|tx| tx.get_mut(handle).map(|_| ()))));
    assert!(is_frozen(turn.transaction(|tx| tx.remove(handle))));
    assert!(is_frozen(turn.transaction(|tx| tx.store(handle, &table(2)))));
    assert_eq!(turn.load(handle).expect("it is there"), table(1));
    turn.bind("table", handle).expect("it is there");
    assert_eq!(turn.root::<Table>("table").expect("it is bound"), handle);
    drop(turn);
    assert_eq!(heap.read().expect("nobody writes").load(handle).expect("it is there"), table(1));
    assert_sound(&heap);
    // Another type is told of as before.
    let other: Handle<u64> = Handle::from_bits(handle.to_bits());
    let turn = heap.read().expect("nobody writes");
    assert!(matches!(turn.get(other), Err(Error::SchemaMismatch { .. })));
    drop(turn);
    assert!(matches!(heap.pin(FrozenHandle::from(other)), Err(Error::SchemaMismatch { .. })));
}

#[test]
fn a_pin_needs_a_frozen_object_that_is_there() {
    let heap = make(&Name::new());
    let plain = heap.write().expect("nobody holds it").put(&table(1)).expect("there is room");
    assert!(matches!(heap.pin(FrozenHandle::from(plain)), Err(Error::NotFrozen { .. })));
    let frozen = freeze(&heap, 2);
    let pinned = heap.pin(frozen).expect("it is frozen");
    assert_eq!(pinned.load(), table(2));
    drop(pinned);
    assert_eq!(remove(&heap, frozen), 0);
    assert!(matches!(heap.pin(frozen), Err(Error::Stale { .. })));
    assert!(matches!(heap.read().expect("nobody writes").get(frozen.handle()), Err(Error::Stale { .. })));
    assert!(matches!(heap.read().expect("nobody writes").root::<Table>("table"), Err(Error::Stale { .. })));
    // Bits that never named anything.
    let wild: FrozenHandle<Table> = Handle::from_bits(u64::MAX).into();
    assert!(matches!(heap.pin(wild), Err(Error::Stale { .. })));
    assert_sound(&heap);
}

#[test]
fn pins_are_read_while_another_writes_and_by_many_threads() {
    let name = Name::new();
    let heap = make(&name);
    let frozen = freeze(&heap, 3);
    let reader = Heap::options().read_only(true).attach(&name).expect("it is there");
    let (own, read_only) = (heap.pin(frozen).expect("frozen"), reader.pin(frozen).expect("frozen"));
    let mut turn = heap.write().expect("pins keep nobody out");
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert_eq!((own.load(), read_only.load()), (table(3), table(3))));
        }
        for n in 0..50 {
            turn.put(&table(n)).expect("there is room");
        }
    });
}

#[test]
fn what_is_pinned_is_freed_by_the_end_of_its_last_pin() {
    let heap = make(&Name::new());
    // The table's schema and names stay.
    let warm = freeze(&heap, 0);
    assert_eq!(remove(&heap, warm), 0);
    let before = used(&heap);
    let frozen = freeze(&heap, 4);
    let (one, two) = (heap.pin(frozen).expect("frozen"), heap.pin(frozen).expect("frozen"));
    assert_eq!(remove(&heap, frozen), 1);
    assert_sound(&heap);
    assert_eq!(one.load(), table(4));
    drop(one);
    assert!(used(&heap) > before);
    // New objects do not get its memory.
    let others: Vec<Handle<Table>> = {
        let mut turn = heap.write().expect("nobody holds it");
        (10..20).map(|n| turn.put(&table(n)).expect("there is room")).collect()
    };
    assert_eq!(two.load(), table(4));
    for other in others {
        heap.write().expect("nobody holds it").remove(other).expect("it is there");
    }
    drop(two);
    assert_eq!(used(&heap), before);
    assert_sound(&heap);
}

#[test]
fn more_objects_than_words_can_be_pinned_at_once() {
    let heap = make(&Name::new());
    let all: Vec<FrozenHandle<Table>> = (0..12).map(|n| freeze(&heap, n)).collect();
    let mut pins: Vec<_> = all.iter().map(|frozen| heap.pin(*frozen).expect("frozen")).collect();
    for frozen in &all {
        remove(&heap, *frozen);
    }
    for (n, pin) in (0..).zip(&pins) {
        assert_eq!(pin.load(), table(n));
    }
    // The last ones share a word that pins everything.
    drop(pins.drain(..7));
    assert_eq!(heap.write().expect("nobody holds it").free_unpinned().expect("a sound heap"), 12);
    for (n, pin) in (7..).zip(&pins) {
        assert_eq!(pin.load(), table(n));
    }
    drop(pins);
    assert_eq!(heap.write().expect("nobody holds it").free_unpinned().expect("a sound heap"), 0);
    assert_sound(&heap);
}

fn pin_and_hold(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let handle = heap.read_timeout(LONG).expect("every turn ends").root::<Table>("table").expect("it is bound");
    let pinned = heap.pin(FrozenHandle::from(handle)).expect("it is frozen");
    say("pinned");
    while hear() == "look" {
        say(pinned.load() == table(5));
    }
    drop(pinned);
    say("unpinned");
    hear();
}

fn pinner(name: &str) -> Child {
    let pinner = child("pin_and_hold", &[name]);
    pinner.expect("pinned");
    pinner
}

#[test]
fn an_object_outlives_its_removal_while_other_processes_read_it() {
    let name = Name::new();
    let heap = make(&name);
    let frozen = freeze(&heap, 5);
    let (mut one, mut two) = (pinner(&name), pinner(&name));
    assert_eq!(remove(&heap, frozen), 1);
    for n in 0..20 {
        heap.write().expect("nobody holds it").put(&table(n)).expect("there is room");
    }
    for reader in [&mut one, &mut two] {
        reader.tell("look");
        reader.expect("true");
    }
    one.tell("unpin");
    one.expect("unpinned");
    assert_eq!(heap.write().expect("nobody holds it").free_unpinned().expect("a sound heap"), 1);
    two.tell("look");
    two.expect("true");
    two.tell("unpin");
    two.expect("unpinned");
    assert_eq!(heap.write_timeout(LONG).expect("every turn ends").free_unpinned().expect("a sound heap"), 0);
    assert_sound(&heap);
}

#[test]
fn a_stopped_reader_keeps_what_it_pins_and_a_dead_one_does_not() {
    let name = Name::new();
    let heap = make(&name);
    let frozen = freeze(&heap, 5);
    let reader = pinner(&name);
    reader.stop();
    assert_eq!(remove(&heap, frozen), 1);
    assert_eq!(heap.write().expect("nobody holds it").free_unpinned().expect("a sound heap"), 1);
    reader.kill();
    assert_eq!(heap.write().expect("nobody holds it").free_unpinned().expect("a sound heap"), 0);
    assert_sound(&heap);
    // So does one whose slot somebody else has by now.
    let frozen = freeze(&heap, 5);
    pinner(&name).kill();
    let _next = Heap::attach(&name).expect("it is there");
    assert_eq!(remove(&heap, frozen), 0);
    assert_sound(&heap);
}

/// Pins whatever is bound, reads it, and lets go, until it is killed.
fn pin_for_ever(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    say("in");
    let mut read = 0_u64;
    loop {
        let bound = heap.read_timeout(LONG).expect("every turn ends").root::<Table>("table");
        let Ok(handle) = bound else { continue };
        match heap.pin(FrozenHandle::from(handle)) {
            Ok(pinned) => {
                let found = pinned.load();
                assert_eq!(found, table(found.rows[0] as u32), "an object that was freed");
                read += 1;
                if read == 100 {
                    say("read");
                }
            }
            Err(Error::Stale { .. } | Error::NotFrozen { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn readers_that_pin_and_die_at_any_moment_never_read_what_was_freed() {
    let name = Name::new();
    let heap = make(&name);
    let mut frozen = freeze(&heap, 0);
    let mut readers: Vec<Child> = (0..3).map(|_| child("pin_for_ever", &[&name])).collect();
    readers.iter().for_each(|reader| reader.expect("in"));
    let mut n = 1;
    for round in 0..8 {
        // At least so long as it takes the youngest one to have read 100 tables.
        while readers.last().expect("some").try_hear().is_none() {
            let next = freeze(&heap, n % 1_000);
            n += 1;
            remove(&heap, frozen);
            frozen = next;
        }
        readers.remove(round % 2).kill();
        readers.push(child("pin_for_ever", &[&name]));
        readers.last().expect("some").expect("in");
        assert!(readers.iter_mut().all(|reader| reader.status().is_none()), "a reader failed");
        assert_sound(&heap);
    }
    readers.into_iter().for_each(Child::kill);
    assert_eq!(remove(&heap, frozen), 0);
    let turn = heap.read().expect("nobody writes");
    assert_eq!(turn.stats().objects, 0);
    drop(turn);
    assert_sound(&heap);
}
