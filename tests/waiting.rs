//! Waiting for a change of the heap and for others to come: what is noticed, and that nobody waits for the dead.

use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, SharedStruct, Wait};
use ipo_workspace::{LONG, Name, child, hear, in_time, run_job, say, wait_until};

/// More than the 50 ms after which every waiter looks again.
const WHILE: Duration = Duration::from_millis(200);

#[derive(SharedStruct, Clone, Debug)]
struct State {
    #[shared(atomic)]
    seen: u64,
    number: u64,
    text: String,
}

#[test]
fn child_entry() {
    run_job(&[
        ("count_up", count_up),
        ("follow", follow),
        ("change_and_hold", change_and_hold),
        ("stay", stay),
        ("one_processor", one_processor),
        ("wait_on_changes", wait_on_changes),
    ]);
}

fn make(name: &str) -> (Heap, Handle<State>) {
    let heap = Heap::options().capacity(1 << 20).create(name).expect("a fresh name");
    let mut turn = heap.write().expect("nobody else is there");
    let state = turn.put(&State { seen: 0, number: 0, text: String::new() }).expect("there is room");
    turn.bind("state", state).expect("there is room");
    drop(turn);
    (heap, state)
}

fn attach(name: &str) -> (Heap, Handle<State>) {
    let heap = Heap::attach(name).expect("the parent made it");
    let state = heap.read_timeout(LONG).expect("every turn ends").root("state").expect("the parent bound it");
    (heap, state)
}

fn set(heap: &Heap, state: Handle<State>, number: u64) {
    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
    turn.get_mut(state).expect("it is there").set_number(number);
}

/// Sets the number to 1, 2, ... up to what it is told, each time when the other side has seen the last one.
fn count_up(args: &[&str]) {
    let (heap, state) = attach(args[0]);
    for n in 1..=args[1].parse().expect("a number") {
        set(&heap, state, n);
        let seen = heap.wait_for_timeout(LONG, |turn| Ok(turn.get(state)?.seen().load() >= n));
        seen.expect("the other side follows");
    }
}

/// The other side of it.
fn follow(args: &[&str]) {
    let (heap, state) = attach(args[0]);
    for n in 1..=args[1].parse().expect("a number") {
        let found = heap
            .wait_for_timeout(LONG, |turn| {
                let number = turn.get(state)?.number();
                Ok((number >= n).then_some(number))
            })
            .expect("the number comes");
        assert_eq!(found, n, "nobody goes on before this one was seen");
        let turn = heap.write_timeout(LONG).expect("every turn ends");
        turn.get(state).expect("it is there").seen().store(n).expect("a writable heap");
    }
}

#[test]
fn each_of_two_processes_sees_every_change_of_the_other() {
    const STEPS: &str = "500";
    for wait in [Wait::SaveCpu, Wait::LowLatency] {
        let name = Name::new();
        let (heap, state) = make(&name);
        heap.set_wait(wait);
        let (up, follower) = (child("count_up", &[&name, STEPS]), child("follow", &[&name, STEPS]));
        let end = heap.wait_for_timeout(3 * LONG, |turn| Ok::<_, Error>(turn.get(state)?.number() == 500));
        end.expect("they get there");
        up.finish();
        follower.finish();
    }
}

#[test]
fn a_change_wakes_who_waits_without_a_further_look() {
    // Were the waiters not woken, each of the steps would take the 50 ms after which they look again: 25 s.
    const STEPS: u64 = 500;
    let name = Name::new();
    let (heap, state) = make(&name);
    let follower = child("follow", &[&name, &STEPS.to_string()]);
    in_time(Duration::from_secs(20), "500 steps", || {
        for n in 1..=STEPS {
            set(&heap, state, n);
            let seen = heap.wait_for_timeout(LONG, |turn| Ok::<_, Error>(turn.get(state)?.seen().load() == n));
            seen.expect("the other side follows");
        }
    });
    follower.finish();
}

#[test]
fn a_condition_may_be_a_truth_value_an_option_or_a_result_of_one() {
    let (heap, state) = make(&Name::new());
    heap.wait_for(|_| true).expect("it holds");
    assert_eq!(heap.wait_for(|_| Some(5)).expect("there is one"), 5);
    let text = heap.wait_for(|turn| turn.get(state).map(|state| Some(state.text().to_owned())));
    assert_eq!(text.expect("there is one"), "");
    heap.write().expect("nobody holds it").remove(state).expect("it was there");
    // An error ends the wait.
    let gone = heap.wait_for(|turn| Ok::<_, Error>(turn.get(state)?.number() == 1));
    assert!(matches!(gone, Err(Error::Stale { .. })));
}

#[test]
fn a_wait_ends_at_its_time_limit_and_holds_no_turn_meanwhile() {
    let (heap, state) = make(&Name::new());
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let start = Instant::now();
            let late = heap.wait_for_timeout(WHILE, |turn| Ok::<_, Error>(turn.get(state)?.number() == 9));
            assert!(matches!(late, Err(Error::TimedOut { waited, .. }) if waited >= WHILE), "{late:?}");
            assert!(start.elapsed() >= WHILE);
        });
        while !waiting.is_finished() {
            set(&heap, state, 1);
        }
    });
    // A writer that does not end is named.
    let _writing = heap.write().expect("nobody holds it");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let late = heap.wait_for_timeout(Duration::from_millis(20), |_| true);
            assert!(matches!(late, Err(Error::TimedOut { holder: Some(_), .. })), "{late:?}");
        });
    });
}

#[test]
fn a_thread_that_holds_a_turn_does_not_wait_for_itself() {
    let (heap, _) = make(&Name::new());
    let _turn = heap.write().expect("nobody holds it");
    assert!(matches!(heap.wait_for(|_| true), Err(Error::WouldDeadlock { .. })));
}

fn change_and_hold(args: &[&str]) {
    let (heap, state) = attach(args[0]);
    hear();
    let mut turn = heap.write_timeout(LONG).expect("every turn ends");
    turn.get_mut(state).expect("it is there").set_number(7);
    say("changed");
    hear();
}

#[test]
fn a_change_is_seen_though_its_maker_was_killed_in_its_turn() {
    let name = Name::new();
    let (heap, state) = make(&name);
    let mut changer = child("change_and_hold", &[&name]);
    std::thread::scope(|scope| {
        let waiting =
            scope.spawn(|| heap.wait_for_timeout(LONG, |turn| Ok::<_, Error>(turn.get(state)?.number() == 7)));
        std::thread::sleep(Duration::from_millis(20));
        changer.tell("go");
        changer.expect("changed");
        changer.kill();
        waiting.join().expect("no panic").expect("the change stays, and nobody waits for the dead");
    });
}

fn wait_on_changes(args: &[&str]) {
    let (heap, state) = attach(args[0]);
    say("waiting");
    let _ = heap.wait_for_timeout(LONG, |turn| Ok::<_, Error>(turn.get(state)?.number() == u64::MAX));
}

#[test]
fn a_waiter_that_was_killed_hinders_nobody() {
    let name = Name::new();
    let (heap, state) = make(&name);
    let waiter = child("wait_on_changes", &[&name]);
    waiter.expect("waiting");
    waiter.kill();
    for n in 0..100 {
        set(&heap, state, n);
    }
    heap.wait_for_timeout(LONG, |turn| Ok::<_, Error>(turn.get(state)?.number() == 99)).expect("it holds");
}

#[test]
fn atomic_fields_that_change_in_read_turns_are_noticed_soon() {
    let (heap, state) = make(&Name::new());
    std::thread::scope(|scope| {
        let waiting =
            scope.spawn(|| heap.wait_for_timeout(LONG, |turn| Ok::<_, Error>(turn.get(state)?.seen().load() == 3)));
        for _ in 0..3 {
            let turn = heap.read().expect("nobody writes");
            turn.get(state).expect("it is there").seen().fetch_add(1).expect("a writable heap");
        }
        waiting.join().expect("no panic").expect("noticed");
    });
}

fn stay(args: &[&str]) {
    let _heap = Heap::attach(args[0]).expect("the parent made it");
    say("in");
    hear();
}

#[test]
fn participants_are_waited_for_and_the_dead_do_not_count() {
    let name = Name::new();
    let (heap, _) = make(&name);
    let late = heap.wait_for_participants(2, Duration::from_millis(20));
    assert!(matches!(late, Err(Error::TimedOut { .. })), "{late:?}");
    assert!(matches!(heap.wait_for_participants(65, LONG), Err(Error::TooManyParticipants { limit: 64 })));

    let dead = child("stay", &[&name]);
    dead.expect("in");
    dead.kill();
    let late = heap.wait_for_participants(2, Duration::from_millis(20));
    assert!(matches!(late, Err(Error::TimedOut { .. })), "{late:?}");

    let children: Vec<_> = (0..3).map(|_| child("stay", &[&name])).collect();
    let all = heap.wait_for_participants(4, LONG).expect("they come");
    let mut pids: Vec<u32> = all.iter().map(|participant| participant.pid).collect();
    let mut expected: Vec<u32> = children.iter().map(|child| child.pid()).collect();
    expected.push(std::process::id());
    pids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(pids, expected);
    drop(children);
    wait_until("they are gone", || heap.wait_for_participants(2, Duration::ZERO).is_err());
}

#[test]
fn each_attachment_chooses_how_it_waits() {
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).wait(Wait::LowLatency).create(&name).expect("a fresh name");
    let other = Heap::attach(&name).expect("it is there");
    assert_eq!((heap.wait(), other.wait()), (Wait::LowLatency, Wait::SaveCpu));
    heap.set_wait(Wait::SaveCpu);
    assert_eq!(heap.wait(), Wait::SaveCpu);
}

/// Nanoseconds that this process has run.
fn time_run() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is writable.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Runs on one processor alone, waits in vain for half a second as eagerly as it can, and says how long it ran.
fn one_processor(args: &[&str]) {
    // SAFETY: a set of one processor, which this process may use.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set);
        let one = (0..libc::CPU_SETSIZE as usize).find(|&cpu| libc::CPU_ISSET(cpu, &set)).expect("there is one");
        libc::CPU_ZERO(&mut set);
        libc::CPU_SET(one, &mut set);
        assert_eq!(libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set), 0);
    }
    let heap = Heap::options().capacity(1 << 20).wait(Wait::LowLatency).create(args[0]).expect("a fresh name");
    let before = time_run();
    let late = heap.wait_for_timeout(Duration::from_millis(500), |_| false);
    assert!(matches!(late, Err(Error::TimedOut { .. })));
    say((time_run() - before).as_micros());
}

#[test]
fn nobody_spins_where_all_share_one_processor() {
    let name = Name::new();
    let ran: u64 = child("one_processor", &[&name]).hear().parse().expect("a number");
    // Ten looks, and no spinning, which would take some milliseconds before each of them.
    assert!(ran < 10_000, "{ran} microseconds of half a second");
}
