//! Coming, going and dying: forks, crashes, slots that change hands, names that several processes want.

use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, HeapOptions, HeapState, IfExists, Lifetime, SharedStruct};
use ipo_workspace::{Child, LONG, Name, child, fork, hear, in_time, run_job, say, wait_until};

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
        ("fork_and_go_on", fork_and_go_on),
        ("fork_inside_a_turn", fork_inside_a_turn),
        ("create_and_hold", create_and_hold),
        ("die_in_transaction", die_in_transaction),
        ("hold", hold),
        ("wait_for_turn", wait_for_turn),
        ("racing_creator", racing_creator),
        ("racing_remover", racing_remover),
        ("racing_attacher", racing_attacher),
        ("come_and_go", come_and_go),
        ("use_descriptor", use_descriptor),
        ("create_later", create_later),
        ("open_or_create", open_or_create),
    ]);
}

fn options() -> HeapOptions {
    Heap::options().capacity(1 << 20)
}

fn put_counter(heap: &Heap) -> Handle<Counter> {
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let counter = turn.put(&Counter::new()).expect("there is room");
    turn.bind("counter", counter).expect("there is room");
    counter
}

fn add_one(heap: &Heap) -> u64 {
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let counter: Handle<Counter> = turn.root("counter").expect("it is bound");
    let mut counter = turn.get_mut(counter).expect("it is there");
    counter.set_n(counter.n() + 1);
    counter.n()
}

fn count(heap: &Heap) -> u64 {
    let turn = heap.read_timeout(LONG).expect("turns end");
    let counter: Handle<Counter> = turn.root("counter").expect("it is bound");
    turn.load(counter).expect("it is there").n
}

#[track_caller]
fn assert_sound(heap: &Heap) {
    let report = heap.read_timeout(LONG).expect("turns end").verify();
    assert!(report.is_sound(), "{report:#?}");
}

fn file_exists(name: &str) -> bool {
    std::path::Path::new(&format!("/dev/shm/ipo.{name}")).exists()
}

/// Takes a turn of the kind `args[1]` and holds it until told to go on.
fn hold(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    let turns = match args[1] {
        "write" => (Some(heap.write_timeout(LONG).expect("turns end")), None),
        _ => (None, Some(heap.read_timeout(LONG).expect("turns end"))),
    };
    say("in");
    hear();
    drop(turns);
    say("out");
}

// ---- fork -----------------------------------------------------------------------------------------------------------

fn fork_and_go_on(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    // Also a turn that is held during the fork is the parent's alone.
    let turn = (args[1] == "inside").then(|| heap.write_timeout(LONG).expect("turns end"));
    let name = args[0].to_owned();
    let heap_there = &heap;
    let grandchild = fork(move || {
        assert!(matches!(heap_there.write(), Err(Error::Forked)));
        assert!(matches!(heap_there.read(), Err(Error::Forked)));
        assert!(matches!(heap_there.try_write(), Err(Error::Forked)));
        let own = Heap::attach(&name).expect("a child attaches anew");
        if std::env::var("IPO_TEST_ARGS").is_ok_and(|args| args.ends_with("inside")) {
            let late = own.write_timeout(Duration::from_millis(30)).map(drop);
            assert!(matches!(late, Err(Error::TimedOut { .. })), "the parent holds the turn: {late:?}");
        }
        say("attached");
        add_one(&own);
    });
    if let Some(turn) = turn {
        std::thread::sleep(Duration::from_millis(120));
        drop(turn);
    }
    let mut status = 0;
    // SAFETY: waits for the child just made.
    assert_eq!(unsafe { libc::waitpid(grandchild, &mut status, 0) }, grandchild);
    assert_eq!(status, 0, "the forked child failed");
    // What the child did with its copy of the handle did not detach its parent.
    add_one(&heap);
    assert_eq!(heap.participants().iter().filter(|p| p.alive && p.pid == std::process::id()).count(), 1);
}

#[test]
fn a_forked_child_cannot_use_its_parents_heap_and_attaches_anew() {
    for inside in ["outside", "inside"] {
        let name = Name::new();
        let heap = options().create(&name).expect("a fresh name");
        put_counter(&heap);
        let parent = child("fork_and_go_on", &[&name, inside]);
        parent.expect("attached");
        parent.finish();
        assert_eq!(count(&heap), 2);
        assert_sound(&heap);
    }
}

fn fork_inside_a_turn(args: &[&str]) {
    let name = args[0].to_owned();
    let heap = Heap::attach(&name).expect("it exists");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let counter: Handle<Counter> = turn.root("counter").expect("it is bound");
    let _: Result<(), Error> = turn.transaction(|tx| {
        tx.get_mut(counter)?.set_n(1_000);
        fork(|| {
            // The pipe from the test is shared with the parent, which never reads it.
            say("child");
            assert_eq!(hear(), "go");
            let own = Heap::attach(&name).expect("it exists");
            say(add_one(&own));
            hear();
        });
        say("parent");
        loop {
            std::thread::park();
        }
    });
}

#[test]
fn a_living_forked_child_does_not_keep_its_dead_parents_turn() {
    let name = Name::new();
    let heap = options().create(&name).expect("a fresh name");
    put_counter(&heap);
    let mut parent = child("fork_inside_a_turn", &[&name]);
    let mut said = [parent.hear(), parent.hear()];
    said.sort();
    assert_eq!(said, ["child", "parent"]);
    parent.kill_soon();
    let turn = in_time(Duration::from_secs(3), "taking over", || heap.write_timeout(LONG)).expect("the owner is dead");
    assert!(turn.recovered());
    drop(turn);
    assert_eq!(count(&heap), 0, "the dead parent's change is undone");
    // The child lives and takes turns of its own, although its thread was inside one when it was made.
    parent.tell("go");
    parent.expect("1");
    assert_eq!(count(&heap), 1);
    parent.tell("end");
    assert_sound(&heap);
}

// ---- crashes --------------------------------------------------------------------------------------------------------

fn create_and_hold(args: &[&str]) {
    let heap = options().create(args[0]).expect("a fresh name");
    put_counter(&heap);
    add_one(&heap);
    say("created");
    hear();
}

fn die_in_transaction(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let counter: Handle<Counter> = turn.root("counter").expect("it is bound");
    let _: Result<(), Error> = turn.transaction(|tx| {
        let mut counter = tx.get_mut(counter)?;
        counter.set_n(99);
        counter.texts_mut().clear()?;
        tx.put(&Counter::new())?;
        tx.unbind("counter")?;
        say("in");
        loop {
            std::thread::park();
        }
    });
}

#[test]
fn a_heap_whose_processes_were_all_killed_is_repaired_by_the_next() {
    let name = Name::new();
    let creator = child("create_and_hold", &[&name]);
    creator.expect("created");
    let reader = child("hold", &[&name, "read"]);
    reader.expect("in");
    reader.kill();
    let writer = child("die_in_transaction", &[&name]);
    writer.expect("in");
    writer.kill();
    creator.kill();
    let listed = Heap::list().expect("/dev/shm can be listed").into_iter().find(|info| info.name == *name);
    assert_eq!(listed.expect("the heap is listed").state, HeapState::Idle);
    let heap = Heap::attach(&name).expect("a stale heap is repaired");
    let turn = heap.write_timeout(LONG).expect("everyone else is dead");
    assert!(turn.recovered(), "the next writer is told");
    assert!(turn.verify().is_sound(), "{:#?}", turn.verify());
    let counter: Handle<Counter> = turn.root("counter").expect("the name is bound again");
    assert_eq!(turn.load(counter).expect("it is there"), Counter { n: 1, ..Counter::new() });
    assert_eq!(turn.stats().objects, 1);
    drop(turn);
    assert_eq!(add_one(&heap), 2);
    assert_eq!(heap.participants().len(), heap.participants().iter().filter(|p| p.alive).count() + dead(&heap));
}

fn dead(heap: &Heap) -> usize {
    heap.participants().iter().filter(|p| !p.alive).count()
}

#[test]
fn a_dead_heap_can_be_replaced_and_a_living_one_cannot() {
    let name = Name::new();
    let creator = child("create_and_hold", &[&name]);
    creator.expect("created");
    let replacing = options().if_exists(IfExists::ReplaceDead);
    assert!(matches!(replacing.create(&name), Err(Error::AlreadyExists { .. })), "its creator lives");
    creator.kill();
    assert!(matches!(options().create(&name), Err(Error::AlreadyExists { .. })), "not asked to replace it");
    let heap = replacing.create(&name).expect("nobody lives in it");
    assert!(matches!(heap.read().expect("free").root::<Counter>("counter"), Err(Error::NoSuchRoot { .. })));
}

// ---- slots ----------------------------------------------------------------------------------------------------------

fn wait_for_turn(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("it exists");
    say("waiting");
    let recovered = match args[1] {
        "write" => heap.write_timeout(LONG).expect("the owner is dead").recovered(),
        _ => heap.read_timeout(LONG).expect("the owner is dead").recovered(),
    };
    say(format!("recovered: {recovered}"));
}

#[test]
fn a_waiter_gets_in_although_the_dead_owners_slot_has_a_new_tenant() {
    for (held, wanted) in [("write", "write"), ("write", "read"), ("read", "write")] {
        let name = Name::new();
        let heap = options().create(&name).expect("a fresh name");
        for _ in 0..5 {
            let owner = child("hold", &[&name, held]);
            owner.expect("in");
            let slot = heap.participants().iter().find(|p| p.pid == owner.pid()).expect("it is attached").slot;
            let waiter = child("wait_for_turn", &[&name, wanted]);
            waiter.expect("waiting");
            std::thread::sleep(Duration::from_millis(5));
            owner.kill();
            // At once, and without taking a turn.
            let tenant = Heap::attach(&name).expect("it exists");
            let own = tenant.participants().into_iter().find(|p| p.pid == std::process::id() && p.slot == slot);
            assert!(own.is_some_and(|p| p.alive), "the slot was not used again: {:?}", tenant.participants());
            let said = waiter.hear_within(Duration::from_secs(5));
            assert_eq!(said, format!("recovered: {}", held == "write"));
            waiter.finish();
        }
        assert_sound(&heap);
    }
}

fn come_and_go(args: &[&str]) {
    for i in 0..args[1].parse().expect("a number") {
        let heap = Heap::attach(args[0]).expect("it exists");
        if i % 8 == 0 {
            add_one(&heap);
        }
    }
}

#[test]
fn ten_thousand_participants_come_and_go() {
    let name = Name::new();
    let heap = options().participants(8).create(&name).expect("a fresh name");
    put_counter(&heap);
    let children: Vec<Child> = (0..4).map(|_| child("come_and_go", &[&name, "2500"])).collect();
    // Seconds on a machine of its own.
    children.into_iter().for_each(|child| child.finish_within(3 * LONG));
    assert_eq!(count(&heap), 4 * 2_500_u64.div_ceil(8));
    assert_eq!(heap.participants().len(), 1, "{:?}", heap.participants());
    assert_sound(&heap);
}

#[test]
fn participants_are_listed_with_what_people_want_to_know() {
    let name = Name::new();
    let before = std::time::SystemTime::now();
    let heap = options().participants(4).create(&name).expect("a fresh name");
    let other = child("hold", &[&name, "read"]);
    other.expect("in");
    let reader = options().read_only(true).attach(&name).expect("it exists");
    let listed = reader.participants();
    let seen: Vec<_> = listed.iter().map(|p| (p.slot, p.pid, p.read_only, p.alive)).collect();
    let me = std::process::id();
    assert_eq!(seen, [(0, me, false, true), (1, other.pid(), false, true), (2, me, true, true)]);
    for p in &listed {
        assert!(p.attached >= before - Duration::from_secs(1) && p.attached <= std::time::SystemTime::now());
    }
    let last = Heap::attach(&name).expect("the last slot");
    assert!(matches!(Heap::attach(&name), Err(Error::TooManyParticipants { limit: 4 })));
    drop(last);
    let slot_of_the_dead = 1;
    other.kill();
    let died = heap.participants().into_iter().find(|p| p.slot == slot_of_the_dead).expect("its traces are there");
    assert!(!died.alive);
}

// ---- names ----------------------------------------------------------------------------------------------------------

fn races_end() -> Instant {
    Instant::now() + Duration::from_millis(1_200)
}

/// Errors that losing a race may bring.
fn check_race<T>(what: &str, result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(Error::NoSuchHeap { .. } | Error::AlreadyExists { .. } | Error::NoSuchRoot { .. }) => None,
        Err(other) => panic!("{what}: {other:?}"),
    }
}

fn racing_creator(args: &[&str]) {
    let end = races_end();
    let lifetime = if args[1] == "short" { Lifetime::UntilLastLeaves } else { Lifetime::UntilRemoved };
    let options = options().capacity(1 << 16).lifetime(lifetime);
    let mut round = 0;
    while Instant::now() < end {
        round += 1;
        let made = match round % 3 {
            0 => options.create(args[0]),
            1 => options.open_or_create(args[0]),
            _ => options.clone().if_exists(IfExists::ReplaceDead).create(args[0]),
        };
        let Some(heap) = check_race("creating", made) else { continue };
        let mut turn = heap.write_timeout(LONG).expect("turns end");
        if turn.root::<Counter>("counter").is_err() {
            let counter = turn.put(&Counter::new()).expect("there is room");
            turn.bind("counter", counter).expect("there is room");
        }
    }
    say("done");
}

fn racing_remover(args: &[&str]) {
    let end = races_end();
    while Instant::now() < end {
        check_race("removing", Heap::remove(args[0]));
        std::thread::sleep(Duration::from_micros(200));
    }
    say("done");
}

fn racing_attacher(args: &[&str]) {
    let end = races_end();
    while Instant::now() < end {
        let Some(heap) = check_race("attaching", Heap::attach(args[0])) else { continue };
        let mut turn = heap.write_timeout(LONG).expect("turns end");
        let Some(counter) = check_race("finding", turn.root::<Counter>("counter")) else { continue };
        let mut counter = turn.get_mut(counter).expect("a bound object lives");
        counter.texts_mut().push("one more text, long enough for a block").expect("there is room");
        counter.texts_mut().remove(0).expect("there are several");
        counter.set_n(counter.n() + 1);
    }
    say("done");
}

#[test]
fn creators_removers_and_attachers_race_for_a_name_while_some_are_killed() {
    let name = Name::new();
    let jobs: [(&str, &[&str]); 5] = [
        ("racing_creator", &[&name, "long"]),
        ("racing_creator", &[&name, "short"]),
        ("racing_remover", &[&name]),
        ("racing_attacher", &[&name]),
        ("racing_attacher", &[&name]),
    ];
    let mut children: Vec<Child> = jobs.iter().map(|(job, args)| child(job, args)).collect();
    for round in 0..30 {
        std::thread::sleep(Duration::from_millis(25));
        let victim = round % jobs.len();
        let (job, args) = jobs[victim];
        if children[victim].status().is_none() {
            let old = std::mem::replace(&mut children[victim], child(job, args));
            old.kill();
        }
    }
    for child in children {
        child.expect("done");
        child.finish();
    }
    // Whatever is left under the name is a heap, or nothing is.
    let heap = options().open_or_create(&name).expect("the name is usable");
    assert_sound(&heap);
    drop(heap);
    let _ = Heap::remove(&name);
    let heap = options().create(&name).expect("the name is free");
    put_counter(&heap);
    assert_eq!(add_one(&heap), 1);
}

fn open_or_create(args: &[&str]) {
    say("ready");
    hear();
    let heap = options().open_or_create(args[0]).expect("one creates it, the others attach");
    let mut turn = heap.write_timeout(LONG).expect("turns end");
    let counter = match turn.root::<Counter>("counter") {
        Err(Error::NoSuchRoot { .. }) => {
            let counter = turn.put(&Counter::new()).expect("there is room");
            turn.bind("counter", counter).expect("there is room");
            counter
        }
        found => found.expect("bound by another"),
    };
    let mut counter = turn.get_mut(counter).expect("it is there");
    counter.set_n(counter.n() + 1);
}

#[test]
fn of_four_processes_that_open_or_create_one_creates() {
    for _ in 0..5 {
        let name = Name::new();
        let mut children: Vec<Child> = (0..4).map(|_| child("open_or_create", &[&name])).collect();
        children.iter().for_each(|child| child.expect("ready"));
        children.iter_mut().for_each(|child| child.tell("go"));
        children.into_iter().for_each(Child::finish);
        let heap = Heap::attach(&name).expect("it exists");
        assert_eq!(count(&heap), 4, "they did not all meet in one heap");
    }
}

fn create_later(args: &[&str]) {
    say("ready");
    std::thread::sleep(Duration::from_millis(150));
    let heap = options().create(args[0]).expect("a fresh name");
    put_counter(&heap);
    say("created");
    hear();
}

#[test]
fn attaching_waits_for_the_creator_as_long_as_it_is_told_to() {
    let name = Name::new();
    let start = Instant::now();
    let missing = Heap::options().timeout(Duration::from_millis(60)).attach(&name);
    assert!(matches!(missing, Err(Error::NoSuchHeap { .. })));
    assert!(start.elapsed() >= Duration::from_millis(60));
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })));
    let creator = child("create_later", &[&name]);
    creator.expect("ready");
    let heap = Heap::options().timeout(LONG).attach(&name).expect("it comes");
    creator.expect("created");
    assert_eq!(count(&heap), 0);
}

#[test]
fn a_heap_until_the_last_leaves_goes_with_the_last_however_it_leaves() {
    let name = Name::new();
    let short = options().lifetime(Lifetime::UntilLastLeaves);
    let first = short.create(&name).expect("a fresh name");
    let second = Heap::attach(&name).expect("it exists");
    drop(first);
    assert!(file_exists(&name), "somebody is left");
    drop(second);
    assert!(!file_exists(&name), "nobody is left");
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })));

    let heap = short.create(&name).expect("the name is free again");
    let last = child("hold", &[&name, "write"]);
    last.expect("in");
    drop(heap);
    last.kill();
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })), "the last one was killed");
    assert!(!file_exists(&name), "the next comer takes the name away");

    let heap = short.create(&name).expect("the name is free again");
    let last = child("hold", &[&name, "write"]);
    last.expect("in");
    drop(heap);
    last.kill();
    short.create(&name).expect("a heap that is over does not take its name");
}

#[test]
fn those_attached_to_a_removed_heap_go_on() {
    let name = Name::new();
    let heap = options().create(&name).expect("a fresh name");
    put_counter(&heap);
    let other = child("hold", &[&name, "write"]);
    other.expect("in");
    Heap::remove(&name).expect("it exists");
    assert!(matches!(Heap::remove(&name), Err(Error::NoSuchHeap { .. })));
    assert!(matches!(Heap::attach(&name), Err(Error::NoSuchHeap { .. })));
    let new = options().create(&name).expect("the name is free");
    other.kill();
    assert!(heap.write_timeout(LONG).expect("the owner is dead").recovered());
    assert_eq!(add_one(&heap), 1);
    assert!(matches!(new.read().expect("free").root::<Counter>("counter"), Err(Error::NoSuchRoot { .. })));
}

// ---- without a name -------------------------------------------------------------------------------------------------

fn use_descriptor(args: &[&str]) {
    let number = args[0].parse().expect("a number");
    // SAFETY: the parent left this descriptor open for us, and nobody else here uses it.
    let fd = unsafe { OwnedFd::from_raw_fd(number) };
    let heap = Heap::options().from_fd(fd).expect("a heap's descriptor");
    say(add_one(&heap));
    let turn = heap.write_timeout(LONG).expect("turns end");
    say("in");
    hear();
    drop(turn);
}

#[test]
fn a_heap_without_a_name_is_shared_by_its_inherited_descriptor() {
    let heap = options().create_anonymous().expect("memory");
    put_counter(&heap);
    // SAFETY: a new descriptor of a borrowed one; unlike that one it stays open across an exec.
    let number = unsafe { libc::dup(heap.as_fd().as_raw_fd()) };
    assert!(number >= 0);
    // SAFETY: just made, and nobody else's.
    let passed = unsafe { OwnedFd::from_raw_fd(number) };
    let other = child("use_descriptor", &[&number.to_string()]);
    drop(passed);
    other.expect("1");
    other.expect("in");
    match heap.try_write() {
        Err(Error::WouldBlock { holder: Some(holder) }) => assert_eq!(holder.pid, other.pid()),
        result => panic!("the other process holds the turn: {result:?}"),
    }
    other.kill();
    assert!(heap.write_timeout(LONG).expect("the owner is dead").recovered());
    assert_eq!(add_one(&heap), 2);
    let file = std::fs::File::open("/dev/null").expect("it exists");
    assert!(Heap::options().from_fd(file.into()).is_err(), "not a heap");
}

// ---- for reading only -----------------------------------------------------------------------------------------------

#[test]
fn a_read_only_participant_reads_and_cannot_write() {
    let name = Name::new();
    let heap = options().create(&name).expect("a fresh name");
    let counter = put_counter(&heap);
    let reader = Heap::options().read_only(true).attach(&name).expect("it exists");
    assert!(reader.is_read_only() && !heap.is_read_only());
    assert_eq!(reader.read().expect("free").load(counter).expect("it is there"), Counter::new());
    assert!(reader.read().expect("free").verify().is_sound());
    assert!(matches!(reader.write(), Err(Error::ReadOnly)));
    assert!(matches!(reader.try_write(), Err(Error::ReadOnly)));
    assert!(matches!(reader.transaction(|tx| tx.unbind("counter")), Err(Error::ReadOnly)));
    add_one(&heap);
    assert_eq!(reader.read().expect("free").load(counter).expect("it is there").n, 1);
    // Its turns count like everyone's.
    let turn = reader.read().expect("free");
    std::thread::scope(|scope| {
        let blocked = scope.spawn(|| matches!(heap.try_write(), Err(Error::WouldBlock { .. })));
        assert!(blocked.join().expect("no panic"));
    });
    drop(turn);
    assert!(matches!(Heap::options().read_only(true).create("x"), Err(Error::ReadOnly | Error::InvalidOption { .. })));
}

#[test]
fn a_read_only_participant_waits_for_a_writer_to_repair_and_says_so_when_there_is_none() {
    let name = Name::new();
    let creator = child("create_and_hold", &[&name]);
    creator.expect("created");
    let reader = Heap::options().read_only(true).attach(&name).expect("it exists");
    let writer = child("die_in_transaction", &[&name]);
    writer.expect("in");
    writer.kill();
    // The creator lives and could repair: wait for it.
    let waiting = reader.read_timeout(Duration::from_millis(120)).map(drop);
    assert!(matches!(waiting, Err(Error::TimedOut { .. })), "{waiting:?}");
    creator.kill();
    let alone = reader.read_timeout(LONG).map(drop);
    assert!(matches!(alone, Err(Error::NeedsRecovery)), "{alone:?}");
    assert!(matches!(reader.try_read(), Err(Error::NeedsRecovery)));
    std::thread::scope(|scope| {
        let heap = Heap::attach(&name).expect("it exists");
        let waiting = scope.spawn(|| count(&reader));
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(add_one(&heap), 2, "the writer repaired it");
        let seen = waiting.join().expect("the reader gets in");
        assert!(seen == 1 || seen == 2, "{seen}");
    });
    wait_until("the reader sees it", || count(&reader) == 2);
}

#[test]
fn a_stale_heap_cannot_be_attached_for_reading_only_before_it_is_repaired() {
    let name = Name::new();
    let creator = child("create_and_hold", &[&name]);
    creator.expect("created");
    let writer = child("die_in_transaction", &[&name]);
    writer.expect("in");
    writer.kill();
    creator.kill();
    let reading = Heap::options().read_only(true);
    assert!(matches!(reading.attach(&name), Err(Error::NeedsRecovery)));
    drop(Heap::attach(&name).expect("this one repairs it"));
    let reader = reading.attach(&name).expect("it is sound now");
    // The dead writer's word is still there, and there is nothing left to repair behind it.
    match reader.read_timeout(Duration::from_secs(5)) {
        Ok(turn) => assert!(turn.verify().is_sound()),
        Err(error) => panic!("a sound heap can be read: {error}"),
    }
}
