//! Messages of 8 bytes to 64 MiB: copied in and out, and reserved and taken in place. One process does both halves, so that
//! the time is that of the work and not of waiting.

use ipo::Heap;

use super::Failure;
use super::curve::{Curve, bytes, number};
use super::objects::{median, time};
use super::results::Results;

const SIZES: [usize; 8] = [8, 64, 1 << 10, 16 << 10, 256 << 10, 4 << 20, 16 << 20, 64 << 20];

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let mut sizes = Vec::new();
    for len in SIZES {
        sizes.push((len, copied(len)?, in_place(len)?));
    }
    let mut curve = Curve::new(results, "growth", "message: send and take, copied in and out", "ns");
    for (len, (ours, plain), _) in &sizes {
        let plain = median(plain);
        let note = format!(
            "{} times as long as two plain copies, to a warm buffer and to a new one: {plain:.0} ns",
            number(median(ours) / plain)
        );
        curve.add_beyond(&bytes(*len as u64), ours.clone(), plain, &note)?;
    }
    let mut curve = Curve::new(results, "growth", "message: reserve and take in place, no copy", "ns");
    for (len, _, rounds) in &sizes {
        curve.add(&bytes(*len as u64), rounds.clone(), "8 bytes written and read")?;
    }
    Ok(())
}

/// Messages of a round: some hundred megabytes at most.
fn messages(len: usize) -> usize {
    (128 << 20 >> len.ilog2()).clamp(2, 20_000)
}

/// Sent from a slice and taken as a `Vec`; and the same copies without a queue.
fn copied(len: usize) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let heap = Heap::options().capacity(512 << 20).create_anonymous()?;
    let queue = heap.queue::<Vec<u8>>("bytes")?;
    let message = vec![7_u8; len];
    let mut buffer = vec![0_u8; len];
    let n = messages(len);
    let (mut ours, mut plain) = (Vec::new(), Vec::new());
    for round in 0..8 {
        let queued = time(n, || {
            for _ in 0..n {
                queue.try_send(&message)?;
                let taken = queue.try_take()?;
                if taken.len() != len || std::hint::black_box(taken)[len - 1] != 7 {
                    return Err("another message came out".into());
                }
            }
            Ok(())
        })?;
        let copies = time(n, || {
            for _ in 0..n {
                std::hint::black_box(&mut buffer).copy_from_slice(std::hint::black_box(&message));
                std::hint::black_box(buffer.clone());
            }
            Ok(())
        })?;
        if round > 0 {
            ours.push(queued);
            plain.push(copies);
        }
    }
    Ok((ours, plain))
}

fn in_place(len: usize) -> Result<Vec<f64>, Failure> {
    const MESSAGES: usize = 20_000;
    let heap = Heap::options().capacity(512 << 20).create_anonymous()?;
    let queue = heap.queue::<Vec<u8>>("bytes")?;
    let mut rounds = Vec::new();
    for round in 0..8 {
        let each = time(MESSAGES, || {
            for n in 0..MESSAGES {
                let mut place = queue.try_reserve(len)?;
                place[..8].copy_from_slice(&n.to_ne_bytes());
                place.commit()?;
                let taken = queue.try_take_in_place()?;
                if taken.len() != len || taken[..8] != n.to_ne_bytes() {
                    return Err("another message came out".into());
                }
            }
            Ok(())
        })?;
        if round > 0 {
            rounds.push(each);
        }
    }
    Ok(rounds)
}
