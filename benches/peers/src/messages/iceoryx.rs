//! iceoryx2's publish and subscribe, set up as for its own benchmarks: one publisher, one subscriber, no history. Nothing
//! may be lost, so a publisher that is ahead waits.

use std::hint::spin_loop;

use iceoryx2::port::publisher::Publisher;
use iceoryx2::port::subscriber::Subscriber;
use iceoryx2::prelude::*;

use super::{End, LEN, Link, Opened, frame, number, read, same};
use crate::{Failure, common};

pub const LINK: Link = Link {
    key: "iceoryx2",
    name: || concat!("iceoryx2 ", env!("VERSION_ICEORYX2")).into(),
    note: "",
    messages: |work| match work {
        "copy" => Some(500),
        _ => Some(20_000),
    },
    first: |work| {
        let word = common::name("messages");
        let end = open(work, &word, true)?;
        Ok(Opened { word, end: Box::new(|| Ok(end)) })
    },
    second: |work, word| open(work, word, false),
};

macro_rules! service {
    ($node:expr, $name:expr, $payload:ty, $buffer:expr) => {
        $node
            .service_builder(&ServiceName::new(&$name)?)
            .publish_subscribe::<$payload>()
            .max_publishers(1)
            .max_subscribers(1)
            .history_size(0)
            .subscriber_max_buffer_size($buffer)
            .enable_safe_overflow(false)
            .open_or_create()?
    };
}

fn sends(node: &Node<ipc::Service>, name: String) -> Result<Publisher<ipc::Service, u64, ()>, Failure> {
    let service = service!(node, name, u64, 2);
    Ok(service.publisher_builder().backpressure_strategy(BackpressureStrategy::RetryUntilDelivered).create()?)
}

fn receives(node: &Node<ipc::Service>, name: String) -> Result<Subscriber<ipc::Service, u64, ()>, Failure> {
    Ok(service!(node, name, u64, 2).subscriber_builder().create()?)
}

fn sends_bytes(node: &Node<ipc::Service>, name: String) -> Result<Publisher<ipc::Service, [u8], ()>, Failure> {
    let service = service!(node, name, [u8], 2);
    let publisher = service.publisher_builder().backpressure_strategy(BackpressureStrategy::RetryUntilDelivered);
    Ok(publisher.initial_max_slice_len(LEN).create()?)
}

fn receives_bytes(node: &Node<ipc::Service>, name: String) -> Result<Subscriber<ipc::Service, [u8], ()>, Failure> {
    Ok(service!(node, name, [u8], 2).subscriber_builder().create()?)
}

macro_rules! poll {
    ($subscriber:expr) => {
        loop {
            match $subscriber.receive()? {
                Some(sample) => break sample,
                None => spin_loop(),
            }
        }
    };
}

/// One number, sent.
fn send(publisher: &Publisher<ipc::Service, u64, ()>, n: u64) -> Result<(), Failure> {
    publisher.loan_uninit()?.write_payload(n).send()?;
    Ok(())
}

/// A place for a long message, of which only the first 8 bytes are written.
fn send_place(publisher: &Publisher<ipc::Service, [u8], ()>, n: u64) -> Result<(), Failure> {
    let mut place = publisher.loan_slice_uninit(LEN)?;
    for (byte, value) in place.payload_mut().iter_mut().zip(n.to_ne_bytes()) {
        byte.write(value);
    }
    // SAFETY: the bytes of a place were zeroed by the kernel or written by an earlier message; any are a `u8`.
    unsafe { place.assume_init() }.send()?;
    Ok(())
}

fn open(work: &str, word: &str, first: bool) -> Result<End, Failure> {
    set_log_level(LogLevel::Error);
    let node = NodeBuilder::new().create::<ipc::Service>()?;
    let (there, back) = (format!("{word}/there"), format!("{word}/back"));
    let sent = frame();
    Ok(match (work, first) {
        ("round-trip", true) => {
            let (there, back): (_, _) = (sends(&node, there)?, receives(&node, back)?);
            Box::new(move |messages| {
                let _node = &node;
                for n in 0..messages {
                    send(&there, n)?;
                    same(n, *poll!(back))?;
                }
                Ok(())
            })
        }
        ("round-trip", false) => {
            let (there, back) = (receives(&node, there)?, sends(&node, back)?);
            Box::new(move |messages| {
                let _node = &node;
                (0..messages).try_for_each(|_| {
                    let n: u64 = *poll!(there);
                    send(&back, n)
                })
            })
        }
        ("in-place", true) => {
            let (there, back) = (sends_bytes(&node, there)?, receives_bytes(&node, back)?);
            Box::new(move |messages| {
                let _node = &node;
                for n in 0..messages {
                    send_place(&there, n)?;
                    same(n, number(&poll!(back))?)?;
                }
                Ok(())
            })
        }
        ("in-place", false) => {
            let (there, back) = (receives_bytes(&node, there)?, sends_bytes(&node, back)?);
            Box::new(move |messages| {
                let _node = &node;
                (0..messages).try_for_each(|_| {
                    let taken = poll!(there);
                    send_place(&back, number(&taken)?)
                })
            })
        }
        ("copy", true) => {
            let there = sends_bytes(&node, there)?;
            Box::new(move |messages| {
                let _node = &node;
                for _ in 0..messages {
                    there.loan_slice_uninit(LEN)?.write_from_slice(&sent).send()?;
                }
                Ok(())
            })
        }
        ("copy", false) => {
            let there = receives_bytes(&node, there)?;
            Box::new(move |messages| {
                let _node = &node;
                (0..messages).try_for_each(|_| read(&poll!(there)))
            })
        }
        ("stream", true) => {
            let there = sends_bytes(&node, there)?;
            Box::new(move |messages| {
                let _node = &node;
                (0..messages).try_for_each(|n| send_place(&there, n))
            })
        }
        ("stream", false) => {
            let there = receives_bytes(&node, there)?;
            Box::new(move |messages| {
                let _node = &node;
                (0..messages).try_for_each(|n| same(n, number(&poll!(there))?))
            })
        }
        _ => return Err("no such work".into()),
    })
}
