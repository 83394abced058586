//! Queues between processes: order and completeness with several senders and takers, and what deaths leave.

use std::time::{Duration, Instant};

use ipo::{Error, Handle, Heap, Queue, SharedStruct};
use ipo_workspace::{Child, LONG, Name, child, hear, run_job, say};

#[test]
fn child_entry() {
    run_job(&[
        ("send", |args| send(args[0], number(args[1]), number(args[2]))),
        ("take", |args| take(args[0], number(args[1]))),
        ("lease", |args| lease(args[0])),
        ("hold", |args| hold(args[0])),
        ("work", |args| work(args[0])),
        ("echo", |args| echo(args[0])),
    ]);
}

/// Messages without deaths. Debug builds and busy machines take some seconds for them.
const MESSAGES: u64 = 1_000_000;
const SENDERS: u64 = 2;

fn number(text: &str) -> u64 {
    text.parse().expect("a number")
}

fn attach(name: &str) -> Heap {
    Heap::options().timeout(LONG).attach(name).expect("the heap of the test")
}

fn create(name: &Name) -> Heap {
    Heap::options().capacity(64 << 20).create(name).expect("a fresh name")
}

fn finish(children: Vec<Child>) {
    for child in children {
        child.finish_within(Duration::from_secs(110));
    }
}

// ---- without deaths -----------------------------------------------------------------------------------------------

fn send(name: &str, from: u64, to: u64) {
    let heap = attach(name);
    let queue = heap.queue::<u64>("numbers").expect("the queue");
    say("ready");
    assert_eq!(hear(), "go");
    for n in from..to {
        queue.send_timeout(&n, LONG).expect("sending");
    }
}

/// Takes until the end is sent; says what it took in a bitmap of the heap.
fn take(name: &str, count: u64) {
    let heap = attach(name);
    let queue = heap.queue::<u64>("numbers").expect("the queue");
    let mut seen = vec![0_u64; count.div_ceil(64) as usize];
    let mut last = [None; SENDERS as usize];
    say("ready");
    assert_eq!(hear(), "go");
    loop {
        let n = queue.take_timeout(LONG).expect("taking");
        if n == u64::MAX {
            break;
        }
        let sender = (n * SENDERS / count) as usize;
        assert!(last[sender] < Some(n), "{n} of sender {sender} came behind {:?}", last[sender]);
        last[sender] = Some(n);
        let (word, bit) = (n as usize / 64, 1 << (n % 64));
        assert_eq!(seen[word] & bit, 0, "{n} came twice");
        seen[word] |= bit;
    }
    let seen = heap.write().expect("a turn").put(&seen).expect("room");
    say(seen.to_bits());
}

fn all_arrive_once_in_order(cells: usize, bound: usize, messages: u64) {
    let name = Name::new();
    let heap = create(&name);
    let options = if bound > 0 { heap.queue_options().bounded(bound) } else { heap.queue_options().cells(cells) };
    let queue = options.open::<u64>("numbers").expect("a fresh queue");
    let takers: Vec<Child> = (0..2).map(|_| child("take", &[&name, &messages.to_string()])).collect();
    let senders: Vec<Child> = (0..SENDERS)
        .map(|s| {
            let (from, to) = (s * messages / SENDERS, (s + 1) * messages / SENDERS);
            child("send", &[&name, &from.to_string(), &to.to_string()])
        })
        .collect();
    let mut takers = takers;
    let mut senders = senders;
    for child in takers.iter_mut().chain(&mut senders) {
        child.expect("ready");
        child.tell("go");
    }
    finish(senders);
    for _ in &takers {
        queue.send_timeout(&u64::MAX, LONG).expect("sending the end");
    }
    let mut seen = vec![0_u64; messages.div_ceil(64) as usize];
    for taker in &takers {
        let bits = Handle::<Vec<u64>>::from_bits(number(&taker.hear_within(Duration::from_secs(110))));
        let turn = heap.read().expect("a turn");
        for (all, own) in seen.iter_mut().zip(turn.get(bits).expect("a bitmap").as_slice()) {
            assert_eq!(*all & own, 0, "two takers got the same message");
            *all |= own;
        }
    }
    finish(takers);
    let found: u64 = seen.iter().map(|word| u64::from(word.count_ones())).sum();
    assert_eq!(found, messages, "messages were lost");
    assert!(queue.is_empty());
    let report = heap.read().expect("a turn").verify();
    assert!(report.is_sound(), "{:?}", report.findings);
}

#[test]
fn a_million_messages_of_two_senders_reach_two_takers_once_and_in_order() {
    all_arrive_once_in_order(1024, 0, MESSAGES);
}

#[test]
fn a_small_ring_with_a_list_behind_it_loses_nothing() {
    all_arrive_once_in_order(4, 0, 60_000);
}

#[test]
fn a_bounded_queue_loses_nothing() {
    all_arrive_once_in_order(0, 5, 60_000);
}

/// Answers each text with another one.
fn echo(name: &str) {
    let heap = attach(name);
    let (there, back) =
        (heap.queue::<String>("there").expect("a queue"), heap.queue::<String>("back").expect("a queue"));
    say("ready");
    while let Ok(text) = there.take_timeout(LONG) {
        back.send(&format!("{text}, and back")).expect("sending");
    }
}

#[test]
fn texts_go_there_and_back_until_the_queue_is_closed() {
    let name = Name::new();
    let heap = create(&name);
    let (there, back) =
        (heap.queue::<String>("there").expect("a queue"), heap.queue::<String>("back").expect("a queue"));
    let echo = child("echo", &[&name]);
    echo.expect("ready");
    for n in 0..200 {
        there.send(&format!("message {n}")).expect("sending");
        assert_eq!(back.take_timeout(LONG).expect("an answer"), format!("message {n}, and back"));
    }
    there.close("enough").expect("closing");
    echo.finish();
}

// ---- with deaths ---------------------------------------------------------------------------------------------------

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Order {
    number: u64,
    text: String,
}

fn order(number: u64) -> Order {
    Order { number, text: format!("order number {number}, in a text that needs a block") }
}

/// Leases one message, says it, and never ends it.
fn lease(name: &str) {
    let heap = attach(name);
    let orders = heap.queue::<Order>("orders").expect("the queue");
    let lease = orders.lease_timeout(LONG).expect("a message");
    say(format!("{} {}", lease.number, lease.redelivered()));
    hear();
    drop(lease);
}

#[test]
fn the_lease_of_a_process_that_dies_goes_back_to_the_front_once_and_marked() {
    let name = Name::new();
    let heap = create(&name);
    let orders = heap.queue::<Order>("orders").expect("a queue");
    (0..4).try_for_each(|n| orders.send(&order(n))).expect("sending");
    let (first, second) = (child("lease", &[&name]), child("lease", &[&name]));
    let mut said = [first.hear(), second.hear()];
    said.sort();
    assert_eq!(said, ["0 false", "1 false"]);
    first.kill();
    second.kill();
    assert_eq!((orders.leased(), orders.len()), (2, 2));
    // Whoever waits for a message finds the death.
    let third = orders.lease_timeout(LONG).expect("a message");
    let mut numbers = vec![];
    orders.recover().expect("a turn");
    let mut lease = third;
    loop {
        numbers.push((lease.number, lease.redelivered()));
        lease.done().expect("a turn");
        match orders.try_lease() {
            Ok(next) => lease = next,
            Err(Error::NoMessages) => break,
            Err(error) => panic!("{error}"),
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, [(0, true), (1, true), (2, false), (3, false)]);
    assert_eq!(orders.leased(), 0);
}

#[test]
fn a_taker_that_waits_finds_a_death_by_itself() {
    let name = Name::new();
    let heap = create(&name);
    let orders = heap.queue::<Order>("orders").expect("a queue");
    orders.send(&order(9)).expect("sending");
    let holder = child("lease", &[&name]);
    assert_eq!(holder.hear(), "9 false");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| orders.take_timeout(LONG));
        std::thread::sleep(Duration::from_millis(20));
        holder.kill();
        assert_eq!(waiting.join().expect("no panic").expect("the message"), order(9));
    });
}

/// Holds a message inside a transaction for ever.
fn hold(name: &str) {
    let heap = attach(name);
    let numbers = heap.queue::<u64>("numbers").expect("the queue");
    let _ = heap.transaction(|tx| -> Result<(), Error> {
        let n = tx.take_from(&numbers)?;
        tx.send_to(&numbers, &(n + 100))?;
        say(n);
        hear();
        Ok(())
    });
}

#[test]
fn a_death_in_a_transaction_leaves_the_message_where_it_was() {
    let name = Name::new();
    let heap = create(&name);
    let numbers = heap.queue::<u64>("numbers").expect("a queue");
    (0..3).try_for_each(|n| numbers.send(&n)).expect("sending");
    let holder = child("hold", &[&name]);
    holder.expect("0");
    holder.kill();
    // The turn's next owner undoes it.
    assert!(heap.write().expect("a turn").recovered());
    assert_eq!(numbers.messages().expect("a turn"), [0, 1, 2]);
    assert_eq!(numbers.len(), 3);
}

/// Works on orders: counts each in the heap in the transaction that ends it, and is killed at any moment.
fn work(name: &str) {
    let heap = attach(name);
    let orders = heap.queue::<Order>("orders").expect("the queue");
    let counts: Handle<Vec<u32>> = heap.read().expect("a turn").root("counts").expect("the counts");
    let marked: Handle<Vec<u32>> = heap.read().expect("a turn").root("marked").expect("the marks");
    let begun: Handle<Vec<u32>> = heap.read().expect("a turn").root("begun").expect("the attempts");
    say("ready");
    loop {
        let lease = match orders.lease_timeout(Duration::from_millis(500)) {
            Ok(lease) => lease,
            Err(Error::Closed { .. }) => return,
            Err(Error::TimedOut { .. }) => continue,
            Err(error) => panic!("{error}"),
        };
        let (number, redelivered) = (lease.number as usize, lease.redelivered());
        assert_eq!(*lease, order(number as u64));
        // Stays, whatever becomes of this process.
        let mut turn = heap.write().expect("a turn");
        turn.get_mut(begun).expect("the attempts").as_mut_slice()[number] += 1;
        drop(turn);
        std::thread::sleep(Duration::from_micros(200));
        heap.transaction(|tx| {
            tx.get_mut(counts)?.as_mut_slice()[number] += 1;
            tx.get_mut(marked)?.as_mut_slice()[number] += u32::from(redelivered);
            lease.done_in(tx)?;
            Ok::<_, Error>(())
        })
        .expect("a transaction");
    }
}

#[test]
fn each_order_is_worked_on_exactly_once_while_workers_are_killed() {
    const ORDERS: u64 = 3_000;
    let name = Name::new();
    let heap = create(&name);
    let orders: Queue<Order> = heap.queue("orders").expect("a queue");
    let mut turn = heap.write().expect("a turn");
    for root in ["counts", "marked", "begun"] {
        let list = turn.put(&vec![0_u32; ORDERS as usize]).expect("room");
        turn.bind(root, list).expect("room");
    }
    drop(turn);
    let start = || child("work", &[&name]);
    let mut workers: Vec<Child> = (0..4).map(|_| start()).collect();
    workers.iter().for_each(|worker| worker.expect("ready"));
    // More deaths than any worker lives through, at moments that differ.
    let mut sent = 0;
    let (mut kills, mut random) = (0, 7_u64);
    let begin = Instant::now();
    while sent < ORDERS || kills < 24 {
        for _ in 0..ORDERS / 24 {
            if sent < ORDERS {
                orders.send(&order(sent)).expect("sending");
                sent += 1;
            }
        }
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        std::thread::sleep(Duration::from_micros(random >> 50));
        let victim = workers.remove((random >> 40) as usize % workers.len());
        victim.kill();
        kills += 1;
        workers.push(start());
        assert!(begin.elapsed() < Duration::from_secs(100));
    }
    orders.close("all are sent").expect("a turn");
    // A worker that dies with a lease would leave it to the others: all are alive now, and end when it is done.
    finish(workers);
    orders.recover().expect("a turn");
    while let Ok(lease) = orders.try_lease() {
        // Left by one that was killed after the others had found the queue empty.
        let number = lease.number as usize;
        let (counts, done) = (heap.read().expect("a turn").root::<Vec<u32>>("counts").expect("bound"), lease);
        assert!(done.redelivered());
        let marked = heap.read().expect("a turn").root::<Vec<u32>>("marked").expect("bound");
        heap.transaction(|tx| {
            tx.get_mut(counts)?.as_mut_slice()[number] += 1;
            tx.get_mut(marked)?.as_mut_slice()[number] += 1;
            done.done_in(tx)?;
            Ok::<_, Error>(())
        })
        .expect("a transaction");
    }
    let turn = heap.read().expect("a turn");
    let counts = turn.get(turn.root::<Vec<u32>>("counts").expect("bound")).expect("alive").as_slice();
    let wrong: Vec<_> = counts.iter().enumerate().filter(|(_, count)| **count != 1).collect();
    assert!(wrong.is_empty(), "orders that were not worked on exactly once: {wrong:?}");
    let of = |name| turn.get(turn.root::<Vec<u32>>(name).expect("bound")).expect("alive").as_slice();
    for (number, (begun, marked)) in of("begun").iter().zip(of("marked")).enumerate() {
        // Whoever got it anew was told so, and nobody else was.
        assert!(*marked == 1 || *begun == 1 && *marked == 0, "order {number}: {begun} attempts, marked {marked}");
    }
    let marked: u32 = of("marked").iter().sum();
    assert!((1..=kills).contains(&marked), "{kills} deaths, {marked} messages came back");
    assert_eq!((orders.len(), orders.leased()), (0, 0));
    assert!(turn.verify().is_sound(), "{:?}", turn.verify().findings);
}
