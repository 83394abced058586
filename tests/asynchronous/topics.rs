//! Topics as futures and streams.

use std::time::Duration;

use futures_lite::StreamExt;
use ipo::{Error, Heap, Slow};
use ipo_workspace::{Job, LONG, Name, child};

use super::{make, on_one_thread, poll_once};

pub(super) const JOBS: &[(&str, Job)] = &[("publish_numbers", publish_numbers)];

fn publish_numbers(args: &[&str]) {
    let heap = Heap::attach(args[0]).expect("the parent made it");
    let topic = heap.topic::<u64>("numbers").expect("a topic");
    on_one_thread(async {
        for n in 0..args[1].parse::<u64>().expect("a number") {
            // Given up now and then: what was dropped has published nothing.
            if tokio::time::timeout(Duration::from_micros(n % 3 * 30), topic.publish_async(&n)).await.is_err() {
                topic.publish_async(&n).await.expect("a turn");
            }
        }
    });
}

#[test]
fn subscribers_await_what_other_processes_publish() {
    let name = Name::new();
    let heap = make(&name);
    let topic = heap.topic_options().capacity(32).open::<u64>("numbers").expect("a topic");
    let careful = topic.subscribe_options().bound(4).slow(Slow::Block);
    let (mut given_up, stream) = (careful.open().expect("a place"), careful.open().expect("a place").into_stream());
    let publisher = child("publish_numbers", &[&name, "1000"]);
    on_one_thread(async {
        let first = async {
            let mut found = Vec::new();
            while found.len() < 1000 {
                let patience = Duration::from_micros(found.len() as u64 % 4 * 40);
                if let Ok(number) = tokio::time::timeout(patience, given_up.recv_async()).await {
                    found.push(number.expect("a number"));
                }
            }
            found
        };
        let second = stream.map(|number| number.expect("a number")).take(1000).collect::<Vec<u64>>();
        let (first, second) = futures_lite::future::zip(first, second).await;
        assert!(first.into_iter().eq(0..1000));
        assert!(second.into_iter().eq(0..1000));
    });
    publisher.finish_within(LONG);
}

#[test]
fn a_publisher_awaits_a_slow_subscriber_and_a_stream_ends_when_it_is_cut_off() {
    let heap = make(&Name::new());
    let topic = heap.topic::<u64>("numbers").expect("a topic");
    let mut slow = topic.subscribe_options().bound(1).slow(Slow::Block).open().expect("a place");
    let strict = topic.subscribe_options().bound(1).slow(Slow::Disconnect).open().expect("a place");
    topic.publish(&1).expect("there is room");
    {
        let mut publishing = Box::pin(topic.publish_async(&2));
        assert!(poll_once(publishing.as_mut()).is_pending());
        assert_eq!(slow.recv().expect("a number"), 1);
        on_one_thread(publishing).expect("there is room now");
    }
    assert_eq!(slow.recv().expect("a number"), 2);
    on_one_thread(async {
        let mut stream = strict.into_stream();
        assert!(matches!(stream.next().await, Some(Err(Error::Disconnected { .. }))));
        assert!(stream.next().await.is_none());
    });
}

#[test]
fn who_awaits_a_place_blocks_no_thread_and_takes_none_when_it_gives_up() {
    let heap = make(&Name::new());
    let topic = heap.topic_options().subscribers(1).open::<u64>("numbers").expect("a topic");
    {
        let turn = heap.write().expect("nobody else is there");
        let mut given_up = Box::pin(topic.subscribe_async());
        assert!(poll_once(given_up.as_mut()).is_pending());
        drop(given_up);
        drop(turn);
    }
    assert_eq!(topic.subscribers(), 0);
    on_one_thread(async {
        let mut only = topic.subscribe_options().history(1).open_async().await.expect("a place");
        assert!(matches!(topic.subscribe_async().await, Err(Error::TooManySubscribers { limit: 1 })));
        let wrong = topic.subscribe_options().bound(0).open_async().await;
        assert!(matches!(wrong, Err(Error::InvalidOption { option: "bound", .. })));
        topic.publish_async(&7).await.expect("there is room");
        assert_eq!(only.recv_async().await.expect("a number"), 7);
    });
}
