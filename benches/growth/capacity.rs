//! Heaps of 1 MiB to 16 GiB: creating, attaching, the first change through a new attachment, and put.

use ipo::{Heap, Lifetime};

use super::Failure;
use super::curve::{Curve, bytes};
use super::machine::now;
use super::memory::faults;
use super::process::Status;
use super::results::Results;

const SIZES: [u64; 6] = [1 << 20, 16 << 20, 256 << 20, 1 << 30, 4 << 30, 16 << 30];
const ROUNDS: usize = 31;
const PUTS: usize = 1_000;

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let name = format!("ipo-growth-capacity-{}", std::process::id());
    let works: [&'static str; 4] = [
        "capacity: create a heap",
        "capacity: attach to it",
        "capacity: first change through a new attachment",
        "capacity: put 64 bytes, mean of 1,000",
    ];
    let mut sizes = Vec::new();
    for capacity in SIZES {
        let mut rounds: [Vec<f64>; 4] = Default::default();
        let mut faulted = [0; 4];
        let mut grown = 0;
        for round in 0..=ROUNDS {
            let mut marks = vec![(now(), faults())];
            let heap = Heap::options().capacity(capacity).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
            marks.push((now(), faults()));
            let number = heap.write()?.put(&0_u64)?;
            let skip = (now(), faults());
            let second = Heap::attach(&name)?;
            let attached = (now(), faults());
            let tables = Status::now().page_tables();
            let attached_again = (now(), faults());
            *second.write()?.get_mut(number)? += 1;
            let changed = (now(), faults());
            grown = Status::now().page_tables() - tables;
            let put_from = (now(), faults());
            let mut turn = second.write()?;
            for _ in 0..PUTS {
                turn.put(&[0_u64; 8])?;
            }
            let done = (now(), faults());
            drop(turn);
            let between = |a: (u64, u64), b: (u64, u64)| ((b.0 - a.0) as f64, b.1 - a.1);
            let steps = [
                between(marks[0], marks[1]),
                between(skip, attached),
                between(attached_again, changed),
                between(put_from, done),
            ];
            if round > 0 {
                for (i, (time, faults)) in steps.into_iter().enumerate() {
                    rounds[i].push(if i == 3 { time / PUTS as f64 } else { time });
                    faulted[i] = faults;
                }
            }
        }
        sizes.push((capacity, rounds, faulted, grown));
    }
    for (i, work) in works.into_iter().enumerate() {
        let mut curve = Curve::new(results, "growth", work, "ns");
        for (capacity, rounds, faulted, grown) in &sizes {
            let mut note = format!("page faults: {}", faulted[i]);
            if i == 2 {
                note += &format!("; page tables grow by {} KiB", grown >> 10);
            }
            curve.add(&bytes(*capacity), rounds[i].clone(), &note)?;
        }
    }
    Ok(())
}
