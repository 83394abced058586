//! Several processes multiply two matrices that lie in one heap.
//!
//! `cargo run --release --example matmul`: the inputs are put once and frozen, so that every worker reads them without a turn
//! and without a copy. A queue hands out rows; a worker computes them, writes them into the result where it lies, and says in
//! the same turn that they are done. One worker is killed in the middle: the rows that it had leased go to another one. At the
//! end the result is compared with that of one process.
//!
//! Options: `--size N` (640), `--workers N` (one per processor, two at least). Ctrl-C ends all of it.

#[path = "../common/mod.rs"]
mod common;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use common::{has_parent, start, stopped, watch_signals};
use ipo::{Error, FrozenHandle, Handle, Heap, Ix2, Lifetime, NdArray, SharedStruct};

type Matrix = NdArray<f64, Ix2>;

/// Rows that are handed out at a time.
const ROWS: usize = 8;
/// Between two looks whether somebody pressed Ctrl-C.
const LOOK: Duration = Duration::from_millis(100);

/// Where everything is.
#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Work {
    left: Handle<Matrix>,
    right: Handle<Matrix>,
    product: Handle<Matrix>,
    rows_done: u64,
    redone: u64,
}

fn main() -> ExitCode {
    watch_signals();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.first().map(String::as_str) {
        Some("worker") => worker(&args[1], args[2].parse().unwrap_or(0)).map(|()| true),
        _ => all(number(&args, "--size", 640), number(&args, "--workers", 0)),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn number(args: &[String], name: &str, default: usize) -> usize {
    let given = args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    given.and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Small whole numbers, so that sums are exact in whatever order they are made.
fn input(size: usize, salt: usize) -> Result<Matrix, Error> {
    let element = |i: usize| ((i * 31 + i / size * 17 + salt) % 13) as f64 - 6.0;
    NdArray::from_vec([size, size], (0..size * size).map(element).collect())
}

/// Rows of the product.
fn multiply(left: &[f64], right: &[f64], size: usize, product: &mut [f64]) {
    for (left, product) in left.chunks(size).zip(product.chunks_mut(size)) {
        product.fill(0.0);
        for (factor, right) in left.iter().zip(right.chunks(size)) {
            for (sum, right) in product.iter_mut().zip(right) {
                *sum += factor * right;
            }
        }
    }
}

fn all(size: usize, workers: usize) -> Result<bool, Box<dyn std::error::Error>> {
    let processors = std::thread::available_parallelism()?.get();
    let (size, workers) = (size.max(ROWS), if workers == 0 { processors.max(2) } else { workers });
    let name = format!("matmul-{}", std::process::id());
    let capacity = 4 * (size * size * size_of::<f64>()) as u64 + (16 << 20);
    let heap = Heap::options().capacity(capacity).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    let (left, right) = (input(size, 1)?, input(size, 5)?);
    let work = {
        let mut turn = heap.write()?;
        let (left, right) = (turn.put(&left)?, turn.put(&right)?);
        turn.freeze(left)?;
        turn.freeze(right)?;
        let product = turn.put(&Matrix::zeros([size, size])?)?;
        let work = turn.put(&Work { left, right, product, rows_done: 0, redone: 0 })?;
        turn.bind("work", work)?;
        work
    };
    let queue = heap.queue::<(u64, u64)>("rows")?;
    for first in (0..size).step_by(ROWS) {
        queue.send(&(first as u64, ROWS.min(size - first) as u64))?;
    }
    // From here on nobody adds rows; a worker that finds none has nothing left to do.
    let begin = Instant::now();
    let me = std::process::id().to_string();
    let mut parts = Vec::new();
    for _ in 0..workers {
        parts.push(start("worker", &[&name, &me])?);
    }
    let done = |rows: u64| move |work: u64| work >= rows;
    let wait = |rows: u64| -> Result<bool, Error> {
        loop {
            let enough = done(rows);
            match heap.wait_for_timeout(LOOK, |turn| Ok(enough(turn.get(work)?.rows_done()))) {
                Err(Error::TimedOut { .. }) if stopped() => return Ok(false),
                Err(Error::TimedOut { .. }) => {}
                other => return other.map(|()| true),
            }
        }
    };
    let finished = wait(size as u64 / 4)? && {
        parts.swap_remove(0).kill();
        wait(size as u64)?
    };
    let took = begin.elapsed();
    queue.close(if finished { "all rows are done" } else { "interrupted" })?;
    let ended_well = parts.into_iter().map(common::Part::ended_well).filter(|well| !well).count() == 0;
    if !finished {
        println!("interrupted");
        return Ok(ended_well);
    }

    let begin = Instant::now();
    let mut expected = vec![0.0; size * size];
    multiply(left.as_slice(), right.as_slice(), size, &mut expected);
    let alone = begin.elapsed();
    let turn = heap.read()?;
    let right = turn.get(turn.get(work)?.product())?.as_slice() == expected;
    let redone = turn.get(work)?.redone();
    println!("{size} × {size} by {workers} processes, one of which was killed: {took:.2?}; by one: {alone:.2?}");
    println!("rows that were handed out again: {redone}");
    println!("the product is {}", if right { "right" } else { "WRONG" });
    Ok(right && ended_well)
}

fn worker(name: &str, parent: u32) -> Result<(), Box<dyn std::error::Error>> {
    let heap = Heap::options().timeout(Duration::from_secs(10)).attach(name)?;
    let root: Handle<Work> = heap.read()?.root("work")?;
    let work = heap.read()?.load(root)?;
    let (left, right) = (heap.pin(FrozenHandle::from(work.left))?, heap.pin(FrozenHandle::from(work.right))?);
    let queue = heap.queue::<(u64, u64)>("rows")?;
    let size = left.get().shape()[1];
    let mut rows = vec![0.0; ROWS * size];
    while !stopped() && has_parent(parent) {
        let lease = match queue.lease_timeout(LOOK) {
            Err(Error::TimedOut { .. }) => continue,
            Err(Error::Closed { .. }) => break,
            lease => lease?,
        };
        let (first, count) = *lease;
        let (from, to) = (first as usize * size, (first + count) as usize * size);
        // Without a turn: as many processes as there are do this at the same time.
        multiply(&left.get().as_slice()[from..to], right.get().as_slice(), size, &mut rows[..to - from]);
        let mut turn = heap.write()?;
        turn.get_mut(work.product)?.as_mut_slice()[from..to].copy_from_slice(&rows[..to - from]);
        let again = u64::from(lease.redelivered());
        // What is done and that it is done become true at once.
        turn.transaction(|tx| {
            let mut progress = tx.get_mut(root)?;
            progress.set_rows_done(progress.rows_done() + count);
            progress.set_redone(progress.redone() + again);
            lease.done_in(tx)
        })?;
    }
    Ok(())
}
