//! Queues as futures: between processes, with futures that are dropped at any time, and after deaths.

use std::collections::HashMap;
use std::time::Duration;

use futures_lite::StreamExt;
use ipo::{Error, Heap, Queue};
use ipo_workspace::{Job, LONG, Name, child, hear, say};

use super::{make, on_one_thread, poll_once};

pub(super) const JOBS: &[(&str, Job)] = &[("send_all", send_all), ("take_all", take_all), ("lease_one", lease_one)];

const EACH: u64 = 1_500;

fn open(heap: &Heap) -> (Queue<(u64, u64)>, Queue<String>) {
    let numbers = heap.queue_options().bounded(16).open("numbers").expect("a queue");
    (numbers, heap.queue("texts").expect("a queue"))
}

fn attach(name: &str) -> Heap {
    Heap::attach(name).expect("the parent made it")
}

/// Sends its numbers and texts from two tasks. Each send is given up now and then, and made again.
fn send_all(args: &[&str]) {
    let heap = attach(args[0]);
    let (numbers, texts) = open(&heap);
    let me: u64 = args[1].parse().expect("a number");
    on_one_thread(async {
        let small = async {
            for n in 0..EACH {
                let patience = Duration::from_micros(20 * (n % 7));
                if tokio::time::timeout(patience, numbers.send_async(&(me, n))).await.is_err() {
                    // Nothing was sent by what was dropped.
                    numbers.send_async(&(me, n)).await.expect("it is open");
                }
            }
        };
        let large = async {
            for n in 0..EACH {
                let text = format!("{me} {n} and so much more that it needs a block of its own");
                if tokio::time::timeout(Duration::from_micros(20 * (n % 5)), texts.send_async(&text)).await.is_err() {
                    texts.send_async(&text).await.expect("it is open");
                }
            }
        };
        futures_lite::future::zip(small, large).await;
    });
}

/// Takes until the queues are closed, and gives up waiting now and then. Says what it has.
fn take_all(args: &[&str]) {
    let heap = attach(args[0]);
    let (numbers, texts) = open(&heap);
    let (small, large) = on_one_thread(async {
        let small = async {
            let mut found = Vec::new();
            loop {
                match tokio::time::timeout(Duration::from_micros(300), numbers.take_async()).await {
                    Ok(Ok(number)) => found.push(number),
                    Ok(Err(Error::Closed { .. })) => break found,
                    Ok(Err(error)) => panic!("{error}"),
                    Err(_) => {}
                }
            }
        };
        let large = async {
            let texts: Vec<String> = texts.stream().map(|text| text.expect("text")).collect().await;
            texts
                .iter()
                .map(|text| {
                    let mut words = text.split(' ').map(|word| word.parse().unwrap_or(0));
                    (words.next().expect("a sender"), words.next().expect("a number"))
                })
                .collect::<Vec<(u64, u64)>>()
        };
        futures_lite::future::zip(small, large).await
    });
    for found in [small, large] {
        say(found.iter().map(|(sender, n)| format!("{sender}:{n}")).collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn every_message_of_several_processes_is_taken_once_and_in_order_though_futures_are_dropped() {
    let name = Name::new();
    let heap = make(&name);
    let (numbers, texts) = open(&heap);
    let takers: Vec<_> = (0..2).map(|_| child("take_all", &[&name])).collect();
    let senders: Vec<_> = (0..2).map(|me| child("send_all", &[&name, &me.to_string()])).collect();
    for sender in senders {
        sender.finish_within(2 * LONG);
    }
    numbers.close("all is sent").expect("a turn");
    texts.close("all is sent").expect("a turn");
    let mut found: [HashMap<(u64, u64), u32>; 2] = Default::default();
    for taker in takers {
        for found in &mut found {
            let mut last = [None, None];
            for message in taker.hear_within(2 * LONG).split(' ').filter(|text| !text.is_empty()) {
                let (sender, n) = message.split_once(':').expect("a pair");
                let (sender, n): (u64, u64) = (sender.parse().unwrap(), n.parse().unwrap());
                assert!(last[sender as usize] < Some(n), "a sender's messages come in its order");
                last[sender as usize] = Some(n);
                *found.entry((sender, n)).or_default() += 1;
            }
        }
        taker.finish();
    }
    for found in found {
        assert!(found.values().all(|&times| times == 1), "none is taken twice");
        assert_eq!(found.len() as u64, 2 * EACH, "none is lost");
    }
}

/// Takes a message on lease and is killed with it.
fn lease_one(args: &[&str]) {
    let heap = attach(args[0]);
    let texts = heap.queue::<String>("texts").expect("a queue");
    let lease = on_one_thread(texts.lease_async()).expect("a message");
    say(format!("{} {}", &*lease, lease.redelivered()));
    hear();
}

#[test]
fn a_lease_of_a_dead_process_is_awaited_by_the_next_one() {
    let name = Name::new();
    let heap = make(&name);
    let texts = heap.queue::<String>("texts").expect("a queue");
    texts.send(&"work".to_owned()).expect("there is room");
    let taker = child("lease_one", &[&name]);
    taker.expect("work false");
    let mut waiting = Box::pin(texts.lease_async());
    assert!(poll_once(waiting.as_mut()).is_pending(), "it is the other one's");
    taker.kill();
    let lease = on_one_thread(waiting).expect("the message comes back");
    assert_eq!((lease.as_str(), lease.redelivered()), ("work", true));
    lease.done().expect("a turn");
    assert!(texts.is_empty());
    // One that is given up comes back as well.
    texts.send(&"more".to_owned()).expect("there is room");
    drop(on_one_thread(texts.lease_async()).expect("a message"));
    assert!(on_one_thread(texts.lease_async()).expect("a message").redelivered());
}

#[test]
fn a_full_queue_is_awaited_until_somebody_takes() {
    let heap = make(&Name::new());
    let one = heap.queue_options().bounded(1).open::<u64>("one").expect("a queue");
    one.send(&1).expect("there is room");
    let mut sending = Box::pin(one.send_async(&2));
    assert!(poll_once(sending.as_mut()).is_pending());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(5));
            assert_eq!(one.take().expect("a message"), 1);
        });
        on_one_thread(sending).expect("there is room now");
    });
    // One that is dropped sends nothing.
    let mut dropped = Box::pin(one.send_async(&3));
    assert!(poll_once(dropped.as_mut()).is_pending());
    drop(dropped);
    assert_eq!((one.take_or(0).expect("a look"), one.take_or(0).expect("a look")), (2, 0));
}

#[test]
fn a_queue_goes_on_without_the_heap_that_it_came_from() {
    let name = Name::new();
    let heap = make(&name);
    let texts = heap.queue::<String>("texts").expect("a queue");
    drop(on_one_thread(heap.write_async()).expect("a turn"));
    let mut waiting = Box::pin(texts.take_async());
    assert!(poll_once(waiting.as_mut()).is_pending());
    drop(heap);
    let other = attach(&name);
    other.queue::<String>("texts").expect("a queue").send(&"late".to_owned()).expect("there is room");
    assert_eq!(on_one_thread(waiting).expect("a message"), "late");
}
