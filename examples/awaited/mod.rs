//! What the examples for executors share: jobs that tasks await, while another process holds turns for long.
//!
//! This process works on jobs in several tasks on one thread. A second process sends the jobs; a third one takes the write turn
//! again and again and keeps it for 30 ms. A ticker beside the tasks wants to run every millisecond: the longest time that it
//! did not is how long the thread was kept by anything.

use std::cell::Cell;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use futures_lite::future::{or, zip};
use ipo::{Error, Handle, Heap, Lifetime};

use super::common::{Part, has_parent, start, stopped, watch_signals};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const JOBS: u64 = 2_000;
const HELD: Duration = Duration::from_millis(30);
const TICK: Duration = Duration::from_millis(1);

/// The part of this process that is none of the executor's; `true` if this was the whole process.
pub(crate) fn begin() -> Option<ExitCode> {
    watch_signals();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [part, name, parent] = &args[..] else { return None };
    let parent = parent.parse().unwrap_or(0);
    let result = if part == "sender" { send(name, parent) } else { hold(name, parent) };
    Some(exit(result.map(|()| true)))
}

pub(crate) fn exit(result: Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Sends the jobs, with pauses.
fn send(name: &str, parent: u32) -> Result<()> {
    let heap = Heap::attach(name)?;
    let jobs = heap.queue::<String>("jobs")?;
    for n in 0..JOBS {
        let job = format!("add {n} to what there is");
        while let Err(error) = jobs.send_timeout(&job, Duration::from_millis(100)) {
            match error {
                Error::TimedOut { .. } if has_parent(parent) => {}
                Error::Closed { .. } | Error::TimedOut { .. } => return Ok(()),
                error => return Err(error.into()),
            }
        }
        if n % 50 == 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    Ok(())
}

/// Keeps the write turn for long, again and again.
fn hold(name: &str, parent: u32) -> Result<()> {
    let heap = Heap::attach(name)?;
    let jobs = heap.queue::<String>("jobs")?;
    while jobs.close_reason().is_none() && has_parent(parent) {
        let turn = heap.write()?;
        std::thread::sleep(HELD);
        drop(turn);
        std::thread::sleep(3 * HELD);
    }
    Ok(())
}

/// Works on all jobs, in tasks of the executor that runs this.
pub(crate) async fn work<S: Future>(executor: &str, sleep: impl Fn(Duration) -> S) -> Result<bool> {
    let name = format!("{executor}-{}", std::process::id());
    let heap = Heap::options().capacity(8 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    let jobs = heap.queue_options().bounded(64).open::<String>("jobs")?;
    let done = heap.write()?.put(&(0_u64, 0_u64))?;
    let me = std::process::id().to_string();
    let mut parts = Vec::new();
    for part in ["sender", "holder"] {
        parts.push(start(part, &[&name, &me])?);
    }
    let (begin, gap, finished) = (Instant::now(), Cell::new(Duration::ZERO), Cell::new(false));
    let ticker = async {
        loop {
            let slept = Instant::now();
            sleep(TICK).await;
            gap.set(gap.get().max(slept.elapsed()));
            if stopped() {
                return Ok(());
            }
        }
    };
    let worker = || async {
        loop {
            match jobs.take_async().await {
                Ok(job) => add(&heap, done, &job).await?,
                Err(Error::Closed { .. }) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    };
    let end = async {
        heap.wait_for_async(|turn| Ok(turn.get(done)?.0 == JOBS)).await?;
        finished.set(true);
        jobs.close("all is done")
    };
    let tasks = async {
        let (one, two) = zip(zip(worker(), worker()), zip(worker(), end)).await;
        one.0.and(one.1).and(two.0).and(two.1)
    };
    or(ticker, tasks).await?;
    let took = begin.elapsed();
    if !finished.get() {
        jobs.close("interrupted")?;
    }
    let ended_well = parts.into_iter().map(Part::ended_well).filter(|well| !well).count() == 0;
    if !finished.get() {
        println!("interrupted");
        return Ok(ended_well);
    }
    let (count, sum) = heap.read()?.load(done)?;
    println!("{executor}: {count} jobs in {took:.2?}, while another process kept the heap for {HELD:?} at a time");
    println!("worst gap of the ticker beside them: {:.2?}", gap.get());
    Ok(ended_well && sum == (0..JOBS).sum::<u64>())
}

/// Does one job. The turn is the task's: others on this thread go on while it waits.
async fn add(heap: &Heap, done: Handle<(u64, u64)>, job: &str) -> std::result::Result<(), Error> {
    let number = job.split(' ').nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or_default();
    let mut turn = heap.write_async().await?;
    turn.transaction(|tx| {
        let (count, sum) = tx.get_mut(done)?;
        *count += 1;
        *sum += number;
        Ok(())
    })
}
