//! Waking, fan-out and futures: `cargo bench --bench messages`, with `--features async` for the last part,
//! and `-- --tsv FILE` for a file for `BENCHMARKS.md`.
//!
//! Each line names what it is compared with; the two alternate, round by round. Two real processes where the line is about
//! processes: this program starts itself.

#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

#[path = "messages/awaited.rs"]
#[cfg(feature = "async")]
mod awaited;
#[path = "messages/fan_out.rs"]
mod fan_out;
#[path = "limits/machine.rs"]
#[allow(dead_code, reason = "this program needs a part of it")]
mod machine;
#[path = "common/other.rs"]
#[allow(dead_code, reason = "this program needs a part of it")]
mod other;
#[path = "common/results.rs"]
mod results;
#[path = "messages/wake.rs"]
mod wake;

use std::process::ExitCode;

use ipo::{Heap, Lifetime};

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    other::program("messages", job, all)
}

/// What another process does.
fn job(job: &[&str]) -> Result<(), Failure> {
    match job {
        ["wake", heap, path] => wake::other(heap, path),
        ["fan-out", heap] => fan_out::other(heap),
        #[cfg(feature = "async")]
        ["echo", heap] => awaited::other(heap),
        _ => Err("no such job".into()),
    }
}

fn all(mut args: Vec<String>) -> Result<(), Failure> {
    let mut results = results::Results::take_from(&mut args)?;
    let watch = machine::Watch::start();
    wake::print(&mut results)?;
    fan_out::print(&mut results)?;
    #[cfg(feature = "async")]
    awaited::print(&mut results)?;
    let note = watch.note();
    println!("the machine was {}", if note.is_empty() { "idle otherwise" } else { note.trim_start_matches("; ") });
    Ok(())
}

/// Nanoseconds of all rounds, as a line of the file.
fn line(results: &mut results::Results, work: &str, name: &str, times: &[u64]) -> Result<(), Failure> {
    let measured = results::Measured::of(times.iter().map(|&time| time as f64).collect());
    Ok(results.write(["messages", work, name], measured, "ns", "")?)
}

/// The value below which so many per cent of them lie.
fn percentile(values: &mut [u64], per_cent: usize) -> u64 {
    values.sort_unstable();
    values.get(values.len() * per_cent / 100).copied().unwrap_or_default()
}

/// A heap for one part of this program.
fn heap(part: &str) -> Result<(String, Heap), Failure> {
    let name = format!("ipo-messages-{part}-{}", std::process::id());
    let heap = Heap::options().capacity(64 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    Ok((name, heap))
}
