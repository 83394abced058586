//! Turns of a heap to which 2 to 64 processes are attached: uncontended, to read, and fought for by two of them.

use std::time::Duration;

use ipo::{Handle, Heap, Lifetime};

use super::curve::Curve;
use super::objects::{median, time};
use super::other::{CORES, Other, attach, lines};
use super::results::Results;
use super::{Failure, machine};

const SIZES: [usize; 6] = [2, 4, 8, 16, 32, 64];
const ROUNDS: usize = 9;
const TURNS: usize = 50_000;
/// How long the two fight, and how long before it the other one is told.
const STRETCH: Duration = Duration::from_millis(20);
const NOTICE: Duration = Duration::from_millis(2);

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let name = format!("ipo-growth-participants-{}", std::process::id());
    let heap = Heap::options().capacity(1 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    let counter = heap.write()?.put(&0_u64)?;
    heap.write()?.bind("counter", counter)?;
    let mut contender = Other::start(&["contend", &name])?;
    machine::pin(CORES.0);
    let mut asleep = Vec::new();
    let mut sizes = Vec::new();
    for n in SIZES {
        while asleep.len() + 2 < n {
            asleep.push(Other::start(&["stay", &name])?);
        }
        let (mut write, mut read, mut contended) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let one = time(TURNS, || {
                for _ in 0..TURNS {
                    drop(std::hint::black_box(&heap).write()?);
                }
                Ok(())
            })?;
            let two = time(TURNS, || {
                for _ in 0..TURNS {
                    drop(std::hint::black_box(&heap).read()?);
                }
                Ok(())
            })?;
            let start = machine::now() + NOTICE.as_nanos() as u64;
            let end = start + STRETCH.as_nanos() as u64;
            contender.tell(&format!("{start} {end}"))?;
            let before = heap.read()?.get(counter)?;
            let turns = stretch(&heap, counter, start, end)? + contender.answer()?.parse::<u64>()?;
            if heap.read()?.get(counter)? != before + turns {
                return Err("increments were lost: the turns were not exclusive".into());
            }
            if round > 0 {
                write.push(one);
                read.push(two);
                contended.push(STRETCH.as_nanos() as f64 / turns as f64);
            }
        }
        sizes.push((n, write, read, contended));
    }
    type Rounds = (usize, Vec<f64>, Vec<f64>, Vec<f64>);
    type Pick = fn(&Rounds) -> &Vec<f64>;
    let rows: [(&'static str, Pick); 3] = [
        ("participants: write turn that nobody else wants", |size| &size.1),
        ("participants: read turn", |size| &size.2),
        ("participants: write turn that 2 processes fight for", |size| &size.3),
    ];
    for (work, pick) in rows {
        let mut curve = Curve::new(results, "growth", work, "ns");
        let (first, least) = (median(pick(&sizes[0])), sizes[0].0);
        for size in &sizes {
            let each = (median(pick(size)) - first) / (size.0 - least).max(1) as f64;
            let looks = size.0 > least && work.contains("nobody else");
            let note =
                if looks { format!("{each:.2} ns for each slot more that a writer looks at") } else { String::new() };
            curve.add(&size.0.to_string(), pick(size).clone(), &note)?;
        }
    }
    Ok(())
}

/// Write turns that were taken from `start` to `end`, each of which adds 1.
fn stretch(heap: &Heap, counter: Handle<u64>, start: u64, end: u64) -> Result<u64, Failure> {
    while machine::now() < start {
        std::hint::spin_loop();
    }
    let mut turns = 0;
    while machine::now() < end {
        for _ in 0..32 {
            *heap.write()?.get_mut(counter)? += 1;
            turns += 1;
        }
    }
    Ok(turns)
}

/// The other one of the two.
pub fn other(heap: &str) -> Result<(), Failure> {
    let heap = attach(heap)?;
    let counter = heap.read()?.root("counter")?;
    for line in lines() {
        let (start, end) = line.split_once(' ').ok_or("a start and an end")?;
        println!("{}", stretch(&heap, counter, start.parse()?, end.parse()?)?);
    }
    Ok(())
}
