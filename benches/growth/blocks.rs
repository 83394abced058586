//! Fragmentation: 10 M times a block is freed and another one of another size allocated, 100,000 live at a time, beside
//! glibc's allocator in a process of its own on the same trace. Every page of a block is touched.

use ipo::__private::{allocate_block, free_block};
use ipo::Heap;

use super::curve::{Curve, number};
use super::memory::Random;
use super::other::{Other, lines};
use super::process::Status;
use super::results::Results;
use super::{Failure, machine};

const LIVE: usize = 100_000;
const STEPS: usize = 10_000_000;
/// The steps are timed in so many parts.
const PARTS: usize = 10;

/// The trace: which block is replaced, and the size of the new one. 16 bytes to 16 KiB, as many of each power of two.
struct Trace(Random);

impl Trace {
    fn new() -> Trace {
        Trace(Random(7))
    }

    fn size(&mut self) -> u64 {
        let least = 16 << self.0.below(10);
        least + self.0.below(least)
    }

    fn step(&mut self) -> (usize, u64) {
        (self.0.below(LIVE as u64) as usize, self.size())
    }
}

/// What an allocator made of it.
struct Outcome {
    /// Nanoseconds a step, part by part.
    parts: Vec<f64>,
    /// Bytes that were asked for and are live at the end, and bytes of memory that are taken for them.
    live: u64,
    resident: u64,
    /// The same after every second block was freed.
    half_live: u64,
    half_resident: u64,
}

pub fn run(results: &mut Results) -> Result<(), Failure> {
    let (ours, stats) = ours()?;
    let mut glibc = Other::start(&["glibc"])?;
    glibc.tell("go")?;
    let line = glibc.answer()?;
    let numbers: Vec<f64> = line.split(' ').flat_map(str::parse).collect();
    let [live, resident, half_live, half_resident, ref parts @ ..] = numbers[..] else {
        return Err("glibc's process answered with something else".into());
    };
    let theirs = Outcome {
        parts: parts.to_vec(),
        live: live as u64,
        resident: resident as u64,
        half_live: half_live as u64,
        half_resident: half_resident as u64,
    };
    if theirs.live != ours.live {
        return Err("the two had different traces".into());
    }
    let mut curve = Curve::new(results, "growth", "blocks: free one and allocate one", "ns");
    for (i, (ours, theirs)) in ours.parts.iter().zip(&theirs.parts).enumerate() {
        let note = format!("glibc: {} ns", number(*theirs));
        curve.add(&format!("million {}", i + 1), vec![*ours], &note)?;
    }
    let work = "blocks: memory taken for 1 byte that is live";
    let mut curve = Curve::new(results, "growth", work, "bytes");
    let of = |resident: u64, live: u64| vec![resident as f64 / live as f64];
    // What is free and not in the one piece behind all blocks.
    let holes = (stats.free - stats.largest_free) as f64 / ours.live as f64;
    let blocks = stats.used as f64 / ours.live as f64;
    let (largest, free) = (stats.largest_free >> 20, stats.free >> 20);
    let largest = format!(
        "of ours {blocks:.3} are the blocks and {holes:.3} holes between them, the rest was taken ahead; \
         largest free block {largest} MiB of {free} MiB free"
    );
    let glibc = |resident, live| format!("glibc: {:.3}", resident as f64 / live as f64);
    let note = format!("{}; {largest}", glibc(theirs.resident, theirs.live));
    curve.add("after 10 M steps", of(ours.resident, ours.live), &note)?;
    let note = glibc(theirs.half_resident, theirs.half_live);
    curve.add("after half was freed", of(ours.half_resident, ours.half_live), &note)?;
    Ok(())
}

fn ours() -> Result<(Outcome, ipo::Stats), Failure> {
    let heap = Heap::options().capacity(1 << 30).create_anonymous()?;
    let mut turn = heap.write()?;
    let mut trace = Trace::new();
    let mut blocks = Vec::with_capacity(LIVE);
    for _ in 0..LIVE {
        let len = trace.size();
        blocks.push((allocate_block(&mut turn, len)?, len));
    }
    let mut parts = Vec::new();
    for _ in 0..PARTS {
        let start = machine::time_run();
        for _ in 0..STEPS / PARTS {
            let (which, len) = trace.step();
            // SAFETY: the block was allocated here and is freed once.
            unsafe { free_block(&mut turn, blocks[which].0)? };
            blocks[which] = (allocate_block(&mut turn, len)?, len);
        }
        parts.push((machine::time_run() - start) as f64 / (STEPS / PARTS) as f64);
    }
    let live = blocks.iter().map(|block| block.1).sum();
    let stats = turn.stats();
    let half: Vec<_> = blocks.iter().skip(1).step_by(2).collect();
    for block in &half {
        // SAFETY: as above.
        unsafe { free_block(&mut turn, block.0)? };
    }
    let half_live = blocks.iter().step_by(2).map(|block| block.1).sum();
    let half_resident = turn.stats().committed;
    Ok((Outcome { parts, live, resident: stats.committed, half_live, half_resident }, stats))
}

/// The process of glibc.
pub fn other() -> Result<(), Failure> {
    for _ in lines() {
        let Outcome { parts, live, resident, half_live, half_resident } = glibc()?;
        let parts: Vec<String> = parts.iter().map(f64::to_string).collect();
        println!("{live} {resident} {half_live} {half_resident} {}", parts.join(" "));
    }
    Ok(())
}

fn glibc() -> Result<Outcome, Failure> {
    let mut trace = Trace::new();
    let mut blocks: Vec<(*mut u8, u64)> = vec![(std::ptr::null_mut(), 0); LIVE];
    let before = Status::now().resident();
    for block in &mut blocks {
        let len = trace.size();
        *block = (allocate(len), len);
    }
    let mut parts = Vec::new();
    for _ in 0..PARTS {
        let start = machine::time_run();
        for _ in 0..STEPS / PARTS {
            let (which, len) = trace.step();
            // SAFETY: allocated by malloc, and freed once.
            unsafe { libc::free(blocks[which].0.cast()) };
            blocks[which] = (allocate(len), len);
        }
        parts.push((machine::time_run() - start) as f64 / (STEPS / PARTS) as f64);
    }
    let live = blocks.iter().map(|block| block.1).sum();
    let resident = Status::now().resident() - before;
    for block in blocks.iter().skip(1).step_by(2) {
        // SAFETY: as above.
        unsafe { libc::free(block.0.cast()) };
    }
    let half_live = blocks.iter().step_by(2).map(|block| block.1).sum();
    let half_resident = Status::now().resident() - before;
    Ok(Outcome { parts, live, resident, half_live, half_resident })
}

/// A block of glibc's, of which every page is touched.
fn allocate(len: u64) -> *mut u8 {
    // SAFETY: every byte that is written lies below `len`.
    unsafe {
        let block: *mut u8 = libc::malloc(len as usize).cast();
        assert!(!block.is_null(), "glibc has no more memory");
        for at in (0..len as usize).step_by(4096) {
            block.add(at).write_volatile(1);
        }
        block.add(len as usize - 1).write_volatile(1);
        block
    }
}
