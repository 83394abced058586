//! One publisher, 1, 4 and 16 subscribers in a second process; compared with as many queues, each of which gets a copy.

use std::time::{Duration, Instant};

use ipo::{Heap, Slow};

use super::Failure;
use super::heap;
use super::machine;
use super::other::{Other, lines};
use super::results::Results;

const ROUNDS: usize = 7;
const MESSAGES: u64 = 4_000;
const LEN: usize = 256;

pub fn print(results: &mut Results) -> Result<(), Failure> {
    let (name, heap) = heap("fan-out")?;
    let mut other = Other::start(&["fan-out", &name])?;
    machine::pin(0);
    let topic = heap.topic_options().capacity(256).open::<Vec<u8>>("topic")?;
    let message = vec![7_u8; LEN];
    for subscribers in [1, 4, 16] {
        let queues: Vec<_> =
            (0..subscribers).map(|n| heap.queue::<Vec<u8>>(&format!("queue {n}"))).collect::<Result<_, _>>()?;
        let (mut ours, mut reference) = (Vec::new(), Vec::new());
        for round in 0..2 * ROUNDS {
            let topical = round % 2 == 0;
            other.tell(&format!("{} {subscribers}", if topical { "topic" } else { "queues" }))?;
            other.answer()?;
            let begin = Instant::now();
            for _ in 0..MESSAGES {
                if topical {
                    topic.publish(&message)?;
                } else {
                    for queue in &queues {
                        // No more than the subscribers of the topic are behind at most.
                        while queue.len() >= 128 {
                            std::hint::spin_loop();
                        }
                        queue.send(&message)?;
                    }
                }
            }
            other.answer()?;
            let each = begin.elapsed().as_nanos() as u64 / MESSAGES;
            if topical { ours.push(each) } else { reference.push(each) }
        }
        let work = format!("{LEN} bytes to {subscribers} subscribers");
        super::line(results, &work, "ipo, a topic", &ours)?;
        super::line(results, &work, "ipo, a queue for each", &reference)?;
        let (ours, reference) = (super::percentile(&mut ours, 50), super::percentile(&mut reference, 50));
        println!(
            "{LEN} bytes to {subscribers:2} subscribers: {ours} ns a message by a topic, {reference} ns by {subscribers} queues; \
             ratio {:.2}",
            ours as f64 / reference as f64
        );
    }
    Ok(())
}

pub fn other(heap: &str) -> Result<(), Failure> {
    let heap = Heap::attach(heap)?;
    let topic = heap.topic_options().capacity(256).open::<Vec<u8>>("topic")?;
    for line in lines() {
        let (kind, count) = line.split_once(' ').ok_or("a kind and a number")?;
        let count: usize = count.parse()?;
        if kind == "topic" {
            let options = topic.subscribe_options().bound(128).slow(Slow::Block);
            let mut places = (0..count).map(|_| options.open()).collect::<Result<Vec<_>, _>>()?;
            println!("subscribed");
            for _ in 0..MESSAGES {
                for place in &mut places {
                    let message = place.recv_in_place(Duration::from_secs(10))?;
                    std::hint::black_box(message.get().as_slice()[LEN - 1]);
                }
            }
        } else {
            let queues: Vec<_> =
                (0..count).map(|n| heap.queue::<Vec<u8>>(&format!("queue {n}"))).collect::<Result<_, _>>()?;
            println!("subscribed");
            for _ in 0..MESSAGES {
                for queue in &queues {
                    std::hint::black_box(queue.take()?[LEN - 1]);
                }
            }
        }
        println!("received");
    }
    Ok(())
}
