//! Turns and messages as futures: no executor is blocked, a future that is dropped leaves nothing behind, nothing is lost.

#[path = "asynchronous/queues.rs"]
mod queues;
#[path = "asynchronous/topics.rs"]
mod topics;

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use ipo::{AsyncReadTurn, AsyncWriteTurn, Error, Handle, Heap};
use ipo_workspace::{Job, LONG, Name, child, fork, hear, in_time, run_job, say, wait_until};

#[test]
fn child_entry() {
    let own: &[(&str, Job)] = &[
        ("hold_write", hold_write),
        ("die_in_a_transaction", die_in_a_transaction),
        ("increment", increment),
        ("send", send),
        ("use_a_forked_heap", use_a_forked_heap),
    ];
    run_job(&[own, queues::JOBS, topics::JOBS].concat());
}

fn make(name: &str) -> Heap {
    Heap::options().capacity(1 << 20).create(name).expect("a fresh name")
}

fn counter(heap: &Heap) -> Handle<u64> {
    let mut turn = heap.write().expect("nobody else is there");
    let counter = turn.put(&0_u64).expect("there is room");
    turn.bind("counter", counter).expect("there is room");
    counter
}

fn attach(name: &str) -> (Heap, Handle<u64>) {
    let heap = Heap::attach(name).expect("the parent made it");
    let counter = heap.read_timeout(LONG).expect("every turn ends").root("counter").expect("the parent bound it");
    (heap, counter)
}

/// Takes a write turn and gives it back when told.
fn hold_write(args: &[&str]) {
    let (heap, _) = attach(args[0]);
    let turn = heap.write_timeout(LONG).expect("every turn ends");
    say("holds");
    hear();
    drop(turn);
    say("released");
    hear();
}

/// Is killed in the middle.
fn die_in_a_transaction(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    let _ = heap.transaction(|tx| {
        *tx.get_mut(counter)? += 1_000;
        say("inside");
        hear();
        Ok::<_, Error>(())
    });
}

/// Many tasks on a few threads, each with many turns.
fn increment(args: &[&str]) {
    let (heap, counter) = attach(args[0]);
    let (heap, each) = (Arc::new(heap), args[1].parse::<u64>().expect("a number"));
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let heap = heap.clone();
                tokio::spawn(async move {
                    for _ in 0..each {
                        *heap.write_async().await?.get_mut(counter)? += 1;
                        // A turn that is held over another await moves with its task.
                        let turn = heap.read_async().await?;
                        tokio::task::yield_now().await;
                        assert!(turn.get(counter)? >= 1);
                    }
                    Ok::<_, Error>(())
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("no panic").expect("no error");
        }
    });
}

/// Sends numbers, with pauses.
fn send(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    for n in 0..args[1].parse::<i64>().expect("a number") {
        heap.write_timeout(LONG).expect("every turn ends").send(&n).expect("there is room");
        if n % 10 == 0 {
            std::thread::sleep(Duration::from_micros(500));
        }
    }
}

fn use_a_forked_heap(args: &[&str]) {
    let heap = make(args[0]);
    // So that the waiting thread exists, which the child will not have.
    let turn = heap.write().expect("a turn");
    let mut future = Box::pin(heap.write_async());
    assert!(poll_once(future.as_mut()).is_pending());
    let pid = fork(|| {
        assert!(matches!(smol::block_on(heap.write_async()), Err(Error::Forked)));
        assert!(matches!(smol::block_on(heap.read_async()), Err(Error::Forked)));
        say("refused");
    });
    let mut status = 0;
    // SAFETY: waits for the child that was just forked.
    unsafe { libc::waitpid(pid, &mut status, 0) };
    assert_eq!(status, 0);
    drop(turn);
    drop(smol::block_on(future).expect("the parent's turns go on"));
    say("done");
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Runs on one thread of tokio, within the time that a test may take.
fn on_one_thread<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(LONG, future).await.expect("everything ends in time") })
}

#[test]
fn awaited_turns_may_go_to_other_threads() {
    fn may_be_sent<T: Send>() {}
    may_be_sent::<AsyncWriteTurn<'_>>();
    may_be_sent::<AsyncReadTurn<'_>>();
    let heap = make(&Name::new());
    let number = counter(&heap);
    let mut turn = smol::block_on(heap.write_async()).expect("a turn");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            *turn.get_mut(number).expect("it lives") += 5;
            drop(turn);
        });
    });
    // Neither this thread nor the other one holds anything now.
    assert_eq!(heap.read().expect("the turn was given back").load(number).expect("it lives"), 5);
}

#[test]
fn tasks_of_two_processes_lose_no_increment() {
    let name = Name::new();
    let heap = make(&name);
    let number = counter(&heap);
    let children: Vec<_> = (0..2).map(|_| child("increment", &[&name, "250"])).collect();
    for child in children {
        child.finish();
    }
    assert_eq!(heap.read().expect("a turn").load(number).expect("it lives"), 2 * 4 * 250);
}

#[test]
fn an_executor_goes_on_while_a_task_waits() {
    let name = Name::new();
    let heap = make(&name);
    counter(&heap);
    let mut holder = child("hold_write", &[&name]);
    holder.expect("holds");
    on_one_thread(async {
        let ticks = AtomicU64::new(0);
        let ticker = async {
            loop {
                tokio::time::sleep(Duration::from_millis(1)).await;
                // The owner stays until the ticker has run for a while: it would not, if the wait blocked the thread.
                if ticks.fetch_add(1, Ordering::Relaxed) == 20 {
                    holder.tell("release");
                }
            }
        };
        tokio::select! {
            turn = heap.write_async() => drop(turn.expect("the owner released it")),
            () = ticker => unreachable!("the ticker never ends"),
        }
        assert!(ticks.load(Ordering::Relaxed) > 20);
    });
}

#[test]
fn a_future_that_is_dropped_leaves_no_turn_behind() {
    let name = Name::new();
    let heap = make(&name);
    let number = counter(&heap);
    let other = Heap::attach(&name).expect("another attachment");
    for round in 0..300 {
        let blocking = other.write_timeout(LONG).expect("nothing was left behind");
        let (mut write, mut read) = (Box::pin(heap.write_async()), Box::pin(heap.read_async()));
        assert!(poll_once(write.as_mut()).is_pending());
        if round % 2 == 0 {
            assert!(poll_once(read.as_mut()).is_pending());
        }
        // Dropped while waiting, about when it is granted, or long after.
        if round % 3 == 0 {
            drop(write);
            drop(blocking);
        } else {
            drop(blocking);
            if round % 3 == 1 {
                std::thread::sleep(Duration::from_micros(round * 7 % 500));
            } else {
                std::thread::sleep(Duration::from_millis(2));
            }
            drop(write);
        }
        drop(read);
    }
    *other.write_timeout(LONG).expect("nothing was left behind").get_mut(number).expect("it lives") += 1;
}

#[test]
fn a_turn_that_its_task_does_not_fetch_is_had_by_others_and_again_by_the_task() {
    let name = Name::new();
    let heap = make(&name);
    let number = counter(&heap);
    let other = Heap::attach(&name).expect("another attachment");
    let blocking = other.write().expect("a turn");
    let mut future = Box::pin(heap.write_async());
    assert!(poll_once(future.as_mut()).is_pending());
    drop(blocking);
    // The executor has the future, and does not poll it.
    for _ in 0..5 {
        *other.write_timeout(LONG).expect("it is not kept for a task that does not run").get_mut(number).unwrap() += 1;
        std::thread::sleep(Duration::from_millis(3));
    }
    let mut turn = on_one_thread(future).expect("the task runs again");
    *turn.get_mut(number).expect("it lives") += 1;
    assert_eq!(turn.load(number).expect("it lives"), 6);
}

#[test]
fn a_dead_owners_change_is_undone_and_told() {
    let name = Name::new();
    let heap = make(&name);
    let number = counter(&heap);
    let owner = child("die_in_a_transaction", &[&name]);
    owner.expect("inside");
    on_one_thread(async {
        let mut waiting = pin!(heap.write_async());
        assert!(poll_fn(|context| Poll::Ready(waiting.as_mut().poll(context))).await.is_pending());
        owner.kill();
        let turn = waiting.await.expect("the owner is dead");
        assert!(turn.recovered());
        assert_eq!(turn.load(number).expect("it lives"), 0);
    });
}

#[test]
fn messages_are_awaited_without_a_turn_and_none_is_lost_to_dropped_futures() {
    let name = Name::new();
    let heap = make(&name);
    let sender = child("send", &[&name, "400"]);
    let mut found = Vec::new();
    on_one_thread(async {
        while found.len() < 400 {
            // Every other wait is given up at once or soon; whatever it had begun must not take a message with it.
            let patience = Duration::from_micros(100 * (found.len() as u64 % 5));
            if let Ok(n) = tokio::time::timeout(patience, heap.take_message_async::<i64>()).await {
                found.push(n.expect("a number"));
            }
            if found.len() < 400 && found.len() % 2 == 0 {
                found.push(heap.take_message_async::<i64>().await.expect("a number"));
            }
        }
    });
    assert_eq!(found, (0..400).collect::<Vec<i64>>());
    sender.finish();
}

#[test]
fn a_condition_is_awaited_while_others_change_the_heap() {
    let name = Name::new();
    let heap = make(&name);
    let number = counter(&heap);
    let other = child("increment", &[&name, "50"]);
    on_one_thread(async {
        // Each task waits for another value; all but the last are given up or done long before the end.
        let done = futures_lite::future::zip(
            heap.wait_for_async(|turn| turn.load(number).map(|n| (n >= 100).then_some(n))),
            heap.wait_for_async(|turn| turn.load(number).map(|n| n == 200)),
        );
        let given_up = tokio::time::timeout(Duration::from_millis(3), heap.wait_for_async(|_| false));
        let ((seen, all), never) = futures_lite::future::zip(done, given_up).await;
        assert!((100..=200).contains(&seen.expect("no error")));
        all.expect("no error");
        assert!(never.is_err());
    });
    other.finish();
}

#[test]
fn the_limit_of_blocking_calls_does_not_concern_futures() {
    let name = Name::new();
    let heap = make(&name);
    counter(&heap);
    heap.set_turn_timeout(Some(Duration::ZERO));
    let texts = heap.queue::<String>("texts").expect("free");
    let mut owner = child("hold_write", &[&name]);
    owner.expect("holds");
    assert!(matches!(heap.write(), Err(Error::TimedOut { holder: Some(_), .. })));
    let text = "sent".to_owned();
    let mut reading = pin!(async { heap.read_async().await.map(drop) });
    let mut writing = pin!(async { heap.write_async().await.map(drop) });
    let mut sending = pin!(texts.send_async(&text));
    for _ in 0..2 {
        assert!(poll_once(reading.as_mut()).is_pending());
        assert!(poll_once(writing.as_mut()).is_pending());
        assert!(poll_once(sending.as_mut()).is_pending());
        std::thread::sleep(Duration::from_millis(300));
    }
    owner.tell("go");
    owner.expect("released");
    on_one_thread(async {
        reading.await?;
        writing.await?;
        sending.await
    })
    .expect("the owner has left");
    assert_eq!(texts.try_take().expect("it was sent"), "sent");
}

#[test]
fn readers_share_and_a_writer_waits_for_all_of_them() {
    let heap = make(&Name::new());
    let number = counter(&heap);
    let order = AtomicBool::new(false);
    on_one_thread(async {
        let (one, two) = (heap.read_async().await.expect("a turn"), heap.read_async().await.expect("a turn"));
        let write = async {
            *heap.write_async().await.expect("a turn").get_mut(number).expect("it lives") += 1;
            assert!(order.load(Ordering::Relaxed), "the readers were there first");
        };
        let read = async {
            for _ in 0..20 {
                tokio::time::sleep(Duration::from_millis(1)).await;
                assert_eq!((one.get(number).unwrap(), two.get(number).unwrap()), (0, 0));
            }
            order.store(true, Ordering::Relaxed);
            drop((one, two));
        };
        futures_lite::future::zip(write, read).await;
    });
    assert_eq!(heap.read().expect("a turn").load(number).expect("it lives"), 1);
}

#[test]
fn the_error_for_a_second_turn_of_a_thread_is_for_blocking_calls_only() {
    let heap = make(&Name::new());
    let awaited = smol::block_on(heap.read_async()).expect("a turn");
    // The task's turn does not belong to this thread.
    drop(heap.read().expect("readers share"));
    assert!(matches!(heap.write_timeout(Duration::from_millis(10)), Err(Error::TimedOut { .. })));
    drop(awaited);
    let blocking = heap.write().expect("nobody has a turn");
    assert!(matches!(heap.read(), Err(Error::WouldDeadlock { .. })));
    let mut future = pin!(heap.read_async());
    assert!(poll_once(future.as_mut()).is_pending(), "a task waits, whatever its thread holds");
    drop(blocking);
    on_one_thread(future).expect("a turn");
}

#[test]
fn what_cannot_be_had_is_an_error_and_not_a_wait() {
    let name = Name::new();
    let _heap = make(&name);
    let reader = Heap::options().read_only(true).attach(&name).expect("a reader");
    assert!(matches!(smol::block_on(reader.write_async()), Err(Error::ReadOnly)));
    drop(smol::block_on(reader.read_async()).expect("readers may read"));
}

#[test]
fn a_forked_child_is_refused_and_its_parent_goes_on() {
    let name = Name::new();
    let process = child("use_a_forked_heap", &[&name]);
    process.expect("refused");
    process.expect("done");
    process.finish();
}

#[test]
fn dropping_the_heap_ends_its_waiting_thread() {
    let name = Name::new();
    let heap = make(&name);
    counter(&heap);
    let threads = || {
        std::fs::read_dir("/proc/self/task").map_or(0, |tasks| {
            tasks
                .flatten()
                .filter(|task| {
                    std::fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "ipo-waiting")
                })
                .count()
        })
    };
    for _ in 0..20 {
        let mine = Heap::attach(&name).expect("it is there");
        let blocking = heap.write().expect("a turn");
        let mut future = Box::pin(mine.write_async());
        assert!(poll_once(future.as_mut()).is_pending());
        // Also one whose future never comes back.
        let mut forgotten = Box::pin(mine.write_async());
        assert!(poll_once(forgotten.as_mut()).is_pending());
        std::mem::forget(forgotten);
        drop(future);
        wait_until("the thread has its name", || threads() >= 1);
        in_time(Duration::from_secs(5), "leaving", || drop(mine));
        drop(blocking);
    }
    let start = Instant::now();
    // The other tests of this process have such threads too.
    drop(heap.write_timeout(LONG).expect("nothing was left behind"));
    assert!(start.elapsed() < LONG);
}

type Task = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// A task that is given up when it is woken, with all that it owns; and whether that went well.
#[derive(Default)]
struct GivenUp(std::sync::Mutex<Option<Task>>, AtomicBool);

impl std::task::Wake for GivenUp {
    fn wake(self: Arc<Self>) {
        let task = self.0.lock().expect("no panic").take();
        let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(task)));
        self.1.store(dropped.is_ok(), Ordering::SeqCst);
    }
}

#[test]
fn a_heap_that_is_dropped_by_a_waker_ends_the_waiting_thread_and_is_left() {
    let name = Name::new();
    let heap = make(&name);
    let own = Heap::attach(&name).expect("just made");
    let turn = heap.write().expect("a turn");
    let task = Arc::new(GivenUp::default());
    let mut future: Task = Box::pin(async move { drop(own.write_async().await.expect("a turn")) });
    let waker = Waker::from(task.clone());
    assert!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    *task.0.lock().expect("no panic") = Some(future);
    assert_eq!(heap.participants().iter().filter(|participant| participant.alive).count(), 2);
    drop(turn);
    wait_until("the task's heap is left", || {
        heap.participants().iter().filter(|participant| participant.alive).count() == 1
    });
    wait_until("the task is dropped without a panic", || task.1.load(Ordering::SeqCst));
    // The turn that was granted to nobody is back.
    drop(heap.write_timeout(LONG).expect("every turn ends"));
}
