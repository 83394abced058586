//! Named queues: what each call does, in one process. Between processes: `queues_between.rs`.

use std::time::Duration;

use ipo::{Error, Handle, Heap, Queue, Shared, SharedStruct};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Job {
    name: String,
    numbers: Vec<i64>,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Point {
    id: u32,
    flag: bool,
    place: (f64, f64),
}

fn job(n: i64) -> Job {
    Job { name: format!("a job with a name that lies outside of its slot: {n}"), numbers: (0..n % 40).collect() }
}

fn heap() -> Heap {
    Heap::options().capacity(8 << 20).create_anonymous().expect("an anonymous heap")
}

fn sound(heap: &Heap) {
    let report = heap.read().expect("a read turn").verify();
    assert!(report.is_sound(), "{:?}", report.findings);
}

/// Sends more than the ring holds and takes all, several times; gives back what was used.
fn through<T: Shared + PartialEq + std::fmt::Debug>(make: impl Fn(i64) -> T) -> Result<(), Error> {
    let heap = heap();
    let queue: Queue<T> = heap.queue("queue")?;
    let start = heap.read()?.stats();
    for round in 1..6 {
        let count = round * 70;
        for n in 0..count {
            queue.send(&make(n))?;
        }
        assert_eq!(queue.len() as i64, count);
        sound(&heap);
        assert_eq!(queue.peek()?, make(0));
        let all: Vec<T> = (0..count).map(&make).collect();
        assert_eq!(queue.messages()?, all);
        for n in 0..count {
            assert_eq!(queue.take()?, make(n));
        }
        assert!(queue.is_empty());
        assert!(matches!(queue.try_take(), Err(Error::NoMessages)));
        let end = heap.read()?.stats();
        assert_eq!((end.blocks, end.used), (start.blocks, start.used));
    }
    sound(&heap);
    Ok(())
}

#[test]
fn messages_of_fixed_size_come_in_the_order_in_which_they_were_sent() -> Result<(), Error> {
    through(|n| n)?;
    through(|n| Point { id: n as u32, flag: n % 3 == 0, place: (n as f64, -0.5) })?;
    through(|n| [n as u64; 100])
}

#[test]
fn messages_that_own_memory_come_in_the_order_in_which_they_were_sent() -> Result<(), Error> {
    through(job)?;
    through(|n| n.to_string())?;
    // Too large for a cell, and owns nothing.
    through(|n| [n as u64; 400])
}

#[test]
fn sending_and_taking_alternate_through_ring_and_list() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue_options().cells(4).open::<i64>("queue")?;
    let (mut sent, mut taken) = (0, 0);
    let mut random = 1_u64;
    while taken < 20_000 {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let burst = (random >> 33) % 9;
        if random >> 63 == 0 {
            for _ in 0..burst {
                queue.try_send(&sent)?;
                sent += 1;
            }
        } else {
            for _ in 0..burst.min((sent - taken) as u64) {
                assert_eq!(queue.try_take()?, taken);
                taken += 1;
            }
        }
        assert_eq!(queue.len() as i64, sent - taken);
    }
    sound(&heap);
    Ok(())
}

#[test]
fn a_queue_keeps_its_type_and_its_bound() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue_options().bounded(3).open::<i64>("queue")?;
    let Err(Error::SchemaMismatch { expected, found, .. }) = heap.queue::<Job>("queue") else {
        panic!("numbers are no jobs");
    };
    assert_eq!((expected.as_str(), found.as_str()), ("Job", "i64"));
    let same = heap.queue::<i64>("queue")?;
    for n in 0..3 {
        same.try_send(&n)?;
    }
    assert!(matches!(same.try_send(&3), Err(Error::QueueFull { bound: 3 })));
    assert!(matches!(heap.write()?.send_to(&queue, &3), Err(Error::QueueFull { bound: 3 })));
    let late = queue.send_timeout(&3, Duration::from_millis(20));
    assert!(matches!(late, Err(Error::TimedOut { holder: None, .. })), "{late:?}");
    assert_eq!(queue.take()?, 0);
    heap.write()?.send_to(&queue, &3)?;
    assert!(matches!(queue.try_send(&4), Err(Error::QueueFull { .. })));
    assert_eq!([queue.take()?, queue.take()?, queue.take()?], [1, 2, 3]);
    for bad in [heap.queue_options().bounded(1 << 20), heap.queue_options().cells(0)] {
        assert!(matches!(bad.open::<u8>("bad"), Err(Error::InvalidOption { .. })));
    }
    sound(&heap);
    Ok(())
}

#[test]
fn a_sender_waits_for_room_and_a_taker_for_a_message() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue_options().bounded(1).open::<i64>("queue")?;
    std::thread::scope(|scope| {
        let sender = scope.spawn(|| (0..200).try_for_each(|n| queue.send_timeout(&n, Duration::from_secs(20))));
        for n in 0..200 {
            if n % 50 == 0 {
                std::thread::sleep(Duration::from_millis(5));
            }
            assert_eq!(queue.take_timeout(Duration::from_secs(20))?, n);
        }
        sender.join().expect("no panic")
    })?;
    let names = heap.queue::<String>("names")?;
    std::thread::scope(|scope| {
        let taker = scope.spawn(|| names.take_timeout(Duration::from_secs(20)));
        std::thread::sleep(Duration::from_millis(30));
        heap.write()?.send_to(&names, &"Ada".to_owned())?;
        assert_eq!(taker.join().expect("no panic")?, "Ada");
        Ok(())
    })
}

#[test]
fn the_last_message_is_taken_first_on_request() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue_options().cells(4).open::<i64>("queue")?;
    (0..10).try_for_each(|n| queue.send(&n))?;
    let mut taken = Vec::new();
    for _ in 0..4 {
        taken.push(queue.take_last()?);
        taken.push(queue.take()?);
    }
    assert_eq!(taken, [9, 0, 8, 1, 7, 2, 6, 3]);
    queue.send(&10)?;
    assert_eq!([queue.take()?, queue.take_last()?, queue.take()?], [4, 10, 5]);
    assert!(matches!(queue.take_last(), Err(Error::NoMessages)));
    queue.send(&11)?;
    assert_eq!(queue.take()?, 11);
    sound(&heap);
    Ok(())
}

#[test]
fn a_rolled_back_transaction_neither_sends_nor_takes() -> Result<(), Error> {
    fn check<T: Shared + PartialEq + std::fmt::Debug>(make: impl Fn(i64) -> T, cells: usize) -> Result<(), Error> {
        let heap = heap();
        let queue = heap.queue_options().cells(cells).open::<T>("queue")?;
        (0..5).try_for_each(|n| queue.send(&make(n)))?;
        let undone = heap.transaction(|tx| -> Result<(), Error> {
            for n in 0..5 {
                assert_eq!(tx.take_from(&queue)?, make(n));
            }
            tx.send_to(&queue, &make(7))?;
            assert_eq!(tx.take_from(&queue)?, make(7));
            tx.send_to(&queue, &make(8))?;
            Err(Error::NoMessages)
        });
        assert!(undone.is_err());
        sound(&heap);
        assert_eq!(queue.len(), 5);
        assert_eq!(queue.messages()?, (0..5).map(&make).collect::<Vec<T>>());
        heap.transaction(|tx| {
            assert_eq!(tx.take_from(&queue)?, make(0));
            assert_eq!(tx.take_last_from(&queue)?, make(4));
            tx.send_to(&queue, &make(9))
        })?;
        for n in [1, 2, 3, 9] {
            assert_eq!(queue.take()?, make(n));
        }
        assert!(queue.is_empty());
        sound(&heap);
        Ok(())
    }
    check(|n| n, 64)?;
    check(|n| n, 2)?;
    check(job, 64)?;
    check(job, 2)
}

#[test]
fn a_message_that_a_failed_transaction_gave_back_is_found_behind_the_head() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue::<i64>("queue")?;
    (0..3).try_for_each(|n| queue.send(&n))?;
    let _ = heap.transaction(|tx| -> Result<(), Error> {
        tx.take_from(&queue)?;
        // Outside of the transaction, in another thread, the next one is taken: the head is behind the first then.
        std::thread::scope(|scope| assert_eq!(scope.spawn(|| queue.take()).join().unwrap().unwrap(), 1));
        Err(Error::NoMessages)
    });
    assert_eq!([queue.take()?, queue.take()?], [0, 2]);
    Ok(())
}

#[test]
fn a_closed_queue_gives_what_it_has_and_tells_the_reason() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue::<Job>("queue")?;
    queue.send(&job(1))?;
    assert_eq!(queue.close_reason(), None);
    std::thread::scope(|scope| {
        let waiting = heap.queue::<u8>("other")?;
        let taker = scope.spawn({
            let waiting = waiting.clone();
            move || waiting.take_timeout(Duration::from_secs(20))
        });
        std::thread::sleep(Duration::from_millis(20));
        waiting.close("no more")?;
        let woken = taker.join().expect("no panic");
        assert!(matches!(woken, Err(Error::Closed { reason }) if reason == "no more"));
        Ok::<(), Error>(())
    })?;
    queue.close("evening")?;
    queue.close("too late")?;
    assert!(matches!(queue.send(&job(2)), Err(Error::Closed { reason }) if reason == "evening"));
    assert!(matches!(heap.write()?.send_to(&queue, &job(2)), Err(Error::Closed { .. })));
    assert_eq!(queue.take()?, job(1));
    for end in [queue.take(), queue.try_take(), queue.take_last(), queue.take_or(job(3))] {
        assert!(matches!(end, Err(Error::Closed { .. })));
    }
    assert!(matches!(queue.try_lease(), Err(Error::Closed { .. })));
    sound(&heap);
    Ok(())
}

#[test]
fn a_lease_that_is_dropped_comes_back_to_the_front_and_is_marked() -> Result<(), Error> {
    fn check<T: Shared + PartialEq + std::fmt::Debug>(make: impl Fn(i64) -> T) -> Result<(), Error> {
        let heap = heap();
        let queue = heap.queue_options().cells(4).open::<T>("queue")?;
        (0..8).try_for_each(|n| queue.send(&make(n)))?;
        let (first, second) = (queue.lease()?, queue.lease()?);
        assert_eq!((&*first, &*second), (&make(0), &make(1)));
        assert_eq!((queue.leased(), queue.len()), (2, 6));
        assert!(!first.redelivered());
        sound(&heap);
        drop((second, first));
        let again = queue.lease_timeout(Duration::from_secs(10))?;
        assert_eq!(*again, make(0));
        assert!(again.redelivered());
        assert_eq!(again.done()?, make(0));
        assert_eq!(queue.take()?, make(1));
        for n in 2..8 {
            let lease = queue.lease()?;
            assert_eq!((&*lease, lease.redelivered()), (&make(n), false));
            lease.done()?;
        }
        assert_eq!((queue.leased(), queue.len()), (0, 0));
        assert!(matches!(queue.try_lease(), Err(Error::NoMessages)));
        sound(&heap);
        Ok(())
    }
    check(|n| n)?;
    check(job)
}

#[test]
fn a_lease_is_done_with_its_transaction_or_comes_back() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue::<Job>("queue")?;
    let count = heap.write()?.put(&0_i64)?;
    queue.send(&job(5))?;
    let lease = queue.lease()?;
    let failed = heap.transaction(|tx| -> Result<(), Error> {
        *tx.get_mut(count)? += 1;
        lease.done_in(tx)?;
        Err(Error::NoMessages)
    });
    assert!(failed.is_err());
    sound(&heap);
    let lease = queue.lease_timeout(Duration::from_secs(10))?;
    assert!(lease.redelivered());
    heap.transaction(|tx| {
        *tx.get_mut(count)? += 1;
        assert_eq!(lease.done_in(tx)?, job(5));
        Ok::<_, Error>(())
    })?;
    assert_eq!((heap.read()?.load(count)?, queue.leased(), queue.len()), (1, 0, 0));
    queue.send(&job(6))?;
    let lease = queue.lease()?;
    assert_eq!(lease.done_within(&mut heap.write()?)?, job(6));
    sound(&heap);
    Ok(())
}

#[test]
fn turns_and_queues_of_two_heaps_do_not_mix() -> Result<(), Error> {
    let (one, two) = (heap(), heap());
    let queue = one.queue::<i64>("queue")?;
    queue.send(&1)?;
    assert!(matches!(two.write()?.send_to(&queue, &2), Err(Error::OtherHeap)));
    assert!(matches!(two.write()?.take_from(&queue), Err(Error::OtherHeap)));
    let lease = queue.lease()?;
    assert!(matches!(lease.done_within(&mut two.write()?), Err(Error::OtherHeap)));
    assert_eq!(queue.take_timeout(Duration::from_secs(10))?, 1);
    Ok(())
}

#[test]
fn handles_go_through_a_queue() -> Result<(), Error> {
    let heap = heap();
    let queue = heap.queue::<Handle<Vec<u64>>>("work")?;
    let work = heap.write()?.put(&vec![1, 2, 3])?;
    queue.send(&work)?;
    assert_eq!(heap.read()?.get(queue.take()?)?.as_slice(), [1, 2, 3]);
    Ok(())
}

#[test]
fn what_needs_a_turn_is_an_error_while_this_thread_holds_one() -> Result<(), Error> {
    let heap = heap();
    let (numbers, jobs) = (heap.queue::<i64>("numbers")?, heap.queue::<Job>("jobs")?);
    let turn = heap.write()?;
    numbers.send(&1)?;
    assert_eq!(numbers.take()?, 1);
    assert!(matches!(jobs.send(&job(1)), Err(Error::WouldDeadlock { .. })));
    drop(turn);
    jobs.send(&job(1))?;
    let turn = heap.read()?;
    assert!(matches!(jobs.take(), Err(Error::WouldDeadlock { .. })));
    drop(turn);
    assert_eq!(jobs.take()?, job(1));
    Ok(())
}

#[test]
fn a_message_that_needs_a_turn_is_not_waited_for_in_one() -> Result<(), Error> {
    let heap = heap();
    let (jobs, bytes) = (heap.queue::<Job>("jobs")?, heap.queue::<Vec<u8>>("bytes")?);
    // Its buffer is made in a turn.
    bytes.send(&vec![1])?;
    assert_eq!(bytes.take()?, [1]);
    let deadlock = |error: Option<Error>| assert!(matches!(error, Some(Error::WouldDeadlock { .. })), "{error:?}");
    for write in [false, true] {
        let _reading = if write { None } else { Some(heap.read()?) };
        let _writing = if write { Some(heap.write()?) } else { None };
        deadlock(jobs.take_timeout(Duration::from_secs(20)).err());
        deadlock(jobs.lease_timeout(Duration::from_secs(20)).err());
        deadlock(bytes.lease_timeout(Duration::from_secs(20)).err());
        assert!(matches!(jobs.try_take(), Err(Error::NoMessages)));
        // Bytes that have a buffer need none.
        std::thread::scope(|scope| {
            let taken = scope.spawn(|| bytes.take_timeout(Duration::from_secs(20)));
            bytes.send(&vec![2])?;
            assert_eq!(taken.join().expect("no panic")?, [2]);
            Ok::<_, Error>(())
        })?;
        bytes.send(&vec![2])?;
        assert_eq!(bytes.take_timeout(Duration::from_secs(20))?, [2]);
    }
    Ok(())
}

#[test]
fn a_bound_of_no_message_is_refused() {
    let heap = heap();
    for bound in [0, 65_537] {
        let queue = heap.queue_options().bounded(bound).open::<i64>("queue");
        assert!(matches!(queue, Err(Error::InvalidOption { option: "bounded", .. })), "{queue:?}");
    }
}

#[test]
fn many_threads_send_and_take_without_loss() -> Result<(), Error> {
    const EACH: u64 = 20_000;
    let heap = heap();
    for cells in [2, 64] {
        let queue = heap.queue_options().cells(cells).open::<u64>(&format!("queue {cells}"))?;
        let mut seen = vec![0_u8; 3 * EACH as usize];
        let taken = std::thread::scope(|scope| {
            for sender in 0..3 {
                let queue = &queue;
                scope.spawn(move || (0..EACH).try_for_each(|n| queue.send(&(sender * EACH + n))).expect("sending"));
            }
            let takers: Vec<_> = (0..2)
                .map(|_| {
                    scope.spawn(|| {
                        let (mut all, mut last) = (Vec::new(), [None; 3]);
                        while let Ok(n) = queue.take_timeout(Duration::from_secs(2)) {
                            if n == u64::MAX {
                                break;
                            }
                            let sender = (n / EACH) as usize;
                            assert!(last[sender] < Some(n), "{n} after {:?}", last[sender]);
                            last[sender] = Some(n);
                            all.push(n);
                            if all.len() as u64 == 3 * EACH {
                                break;
                            }
                        }
                        all
                    })
                })
                .collect();
            takers.into_iter().flat_map(|taker| taker.join().expect("no panic")).collect::<Vec<u64>>()
        });
        for n in taken {
            seen[n as usize] += 1;
        }
        assert!(seen.iter().all(|&count| count == 1));
        assert!(queue.is_empty());
    }
    sound(&heap);
    Ok(())
}

#[test]
fn long_messages_are_written_and_read_where_they_lie() -> Result<(), Error> {
    const LEN: usize = 400_000;
    let heap = heap();
    let frames = heap.queue_options().bounded(2).open::<Vec<u8>>("frames")?;
    let mut used = 0;
    for round in 0..50_u8 {
        let mut frame = frames.reserve(LEN)?;
        frame[0] = round;
        frame[LEN - 1] = !round;
        let place = frame.as_ptr();
        frame.commit()?;
        let taken = frames.take_in_place()?;
        assert_eq!((taken.len(), taken[0], taken[LEN - 1], taken.redelivered()), (LEN, round, !round, false));
        assert_eq!(taken.as_ptr(), place, "a copy was made");
        drop(taken);
        sound(&heap);
        let now = heap.read()?.stats().used;
        // The block of the last message comes first.
        assert!(round == 0 || now == used);
        used = now;
    }
    // What was reserved and not sent is had again.
    drop(frames.reserve(LEN)?);
    let (one, two) = (frames.try_reserve(LEN)?, frames.try_reserve(10)?);
    assert!(matches!(frames.try_reserve(1), Err(Error::QueueFull { .. })));
    assert!(matches!(frames.reserve_timeout(1, Duration::from_millis(5)), Err(Error::TimedOut { .. })));
    two.commit()?;
    one.commit()?;
    assert_eq!([frames.take()?.len(), frames.take()?.len()], [10, LEN]);
    sound(&heap);
    Ok(())
}

/// Sends lists of one plain type in every way, and in place.
fn plain_lists<P: ipo::Plain + PartialEq + std::fmt::Debug>(heap: &Heap, values: [P; 3]) -> Result<(), Error> {
    let queue = heap.queue::<Vec<P>>(std::any::type_name::<P>())?;
    queue.send(&values.to_vec())?;
    queue.try_send(&vec![])?;
    heap.write()?.send_to(&queue, &values[1..].to_vec())?;
    assert_eq!(queue.messages()?, [values.to_vec(), vec![], values[1..].to_vec()]);
    assert_eq!((queue.take()?, queue.take()?.len(), queue.take()?), (values.to_vec(), 0, values[1..].to_vec()));
    let mut place = queue.try_reserve(1_000)?;
    place[..3].copy_from_slice(&values);
    place[999] = values[2];
    let written = place.as_ptr();
    place.commit()?;
    let taken = queue.take_in_place()?;
    assert_eq!((taken.len(), &taken[..3], taken[999], taken.as_ptr()), (1_000, &values[..], values[2], written));
    let kept = taken.keep(&mut heap.write()?)?;
    assert_eq!(heap.read()?.get(kept)?.as_slice()[..3], values);
    queue.send(&values.to_vec())?;
    assert_eq!(*queue.lease_timeout(Duration::from_secs(10))?, values);
    sound(heap);
    Ok(())
}

#[test]
fn lists_of_any_plain_type_are_written_and_read_where_they_lie() -> Result<(), Error> {
    let heap = heap();
    plain_lists(&heap, [1_u8, 2, 3])?;
    plain_lists(&heap, [-1_i64, 0, 1])?;
    plain_lists(&heap, [[1.0, 2.0, 3.0], [0.5; 3], [f64::MAX; 3]])?;
    plain_lists(&heap, [[[1_u16; 2]; 5], [[2; 2]; 5], [[3; 2]; 5]])?;
    plain_lists(&heap, [ipo::Pod([1_u32, 2]), ipo::Pod([3, 4]), ipo::Pod([5, 6])])?;
    plain_lists(&heap, [std::num::Wrapping(7_u16); 3])
}

#[test]
fn lists_of_numbers_go_every_way_through_a_queue() -> Result<(), Error> {
    let heap = heap();
    let rows = heap.queue_options().cells(4).open::<Vec<f64>>("rows")?;
    let row = |n: i64| (0..n * 10).map(|i| i as f64 / 2.0).collect::<Vec<f64>>();
    // More than there are cells and buffers: the rest lies in blocks of its own.
    for n in 0..9 {
        rows.send(&row(n))?;
    }
    heap.write()?.send_to(&rows, &row(9))?;
    let mut long = rows.try_reserve(100);
    assert!(long.is_err(), "all buffers are sent");
    sound(&heap);
    assert_eq!(rows.messages()?, (0..10).map(row).collect::<Vec<_>>());
    assert_eq!(rows.take()?, row(0));
    assert_eq!(&*rows.take_in_place()?, row(1).as_slice());
    assert_eq!(heap.write()?.take_from(&rows)?, row(2));
    let lease = rows.lease()?;
    assert_eq!(*lease, row(3));
    drop(lease);
    let lease = rows.lease_timeout(Duration::from_secs(10))?;
    assert_eq!((&*lease, lease.redelivered()), (&row(3), true));
    lease.done()?;
    let undone = heap.transaction(|tx| -> Result<(), Error> {
        assert_eq!(tx.take_from(&rows)?, row(4));
        tx.send_to(&rows, &row(10))?;
        Err(Error::NoMessages)
    });
    assert!(undone.is_err());
    assert_eq!(rows.take_last()?, row(9));
    for n in 4..9 {
        assert_eq!(&*rows.take_in_place()?, row(n).as_slice());
    }
    assert!(rows.is_empty());
    long = rows.try_reserve(100);
    let mut long = long?;
    long.fill(0.5);
    long.truncate(20);
    long.commit()?;
    assert_eq!(rows.take()?, vec![0.5; 20]);
    sound(&heap);
    Ok(())
}

#[test]
fn a_message_in_place_becomes_an_object_without_a_copy() -> Result<(), Error> {
    let heap = heap();
    let rows = heap.queue::<Vec<u64>>("rows")?;
    rows.send(&(0..1000).collect())?;
    let taken = rows.take_in_place()?;
    let place = taken.as_ptr();
    let kept = taken.keep(&mut heap.write()?)?;
    sound(&heap);
    let turn = heap.read()?;
    assert_eq!(turn.get(kept)?.as_slice().as_ptr(), place);
    assert_eq!(turn.get(kept)?.as_slice()[999], 999);
    drop(turn);
    heap.write()?.get_mut(kept)?.push(7)?;
    heap.write()?.remove(kept)?;
    // Also one that was sent within a turn.
    heap.write()?.send_to(&rows, &vec![1, 2])?;
    let kept = rows.take_in_place()?.keep(&mut heap.write()?)?;
    assert_eq!(heap.read()?.get(kept)?.as_slice(), [1, 2]);
    sound(&heap);
    Ok(())
}

#[test]
fn what_is_sent_in_place_comes_behind_what_waits() -> Result<(), Error> {
    let heap = heap();
    let rows = heap.queue_options().cells(2).buffers(8).open::<Vec<u8>>("rows")?;
    for n in 0..20_u8 {
        let mut row = match rows.try_reserve(100) {
            Ok(row) => row,
            // Each message that found no cell has given its block away, so that its buffer is free again.
            Err(error) => panic!("{n}: {error}"),
        };
        row.fill(n);
        row.commit()?;
    }
    sound(&heap);
    for n in 0..20_u8 {
        assert_eq!(&*rows.take_in_place()?, [n; 100].as_slice());
    }
    assert!(rows.is_empty());
    sound(&heap);
    Ok(())
}

#[test]
fn impossible_words_in_a_queue_are_errors() -> Result<(), Error> {
    use ipo_workspace::{Name, RawHeap};
    let name = Name::new();
    let heap = Heap::options().capacity(1 << 20).create(&name)?;
    let queue = heap.queue::<bool>("queue")?;
    queue.send(&true)?;
    let raw = RawHeap::open(&name);
    let image = raw.image();
    // The queue's first fact is the hash of its type.
    let deep = bool::deep().to_le_bytes();
    let found: Vec<usize> =
        (0..image.len() - 512).step_by(64).filter(|&at| image[at..at + 8] == deep && image[at + 8] == 64).collect();
    let [at] = found[..] else { panic!("the queue lies at one place, not at {found:x?}") };
    let (cells, at) = (at as u64 + 8 * 64, at as u64);
    raw.write(cells + 16, &[2]);
    let taken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| queue.try_take()));
    assert!(taken.is_err_and(|payload| payload.downcast_ref::<ipo::Corrupt>().is_some()));
    for (word, value) in [(cells + 64, u64::MAX), (cells + 64 + 8, u64::MAX), (at + 128, u64::MAX), (at + 192, 1 << 60)]
    {
        raw.set_word(word, value);
        // Nothing sensible can come of it; what matters is that each call ends, and with no wild read.
        let _ = (queue.try_send(&true), queue.messages(), queue.len(), queue.take_timeout(Duration::from_millis(1)));
        let _ = (queue.recover(), heap.read()?.verify());
    }
    raw.set_word(at + 8, 1 << 40);
    assert!(matches!(heap.queue::<bool>("queue"), Err(Error::Corrupt(_))));
    assert!(!heap.read()?.verify().is_sound());
    Ok(())
}
