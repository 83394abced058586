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
#[path = "messages/other.rs"]
mod other;
#[path = "common/results.rs"]
mod results;
#[path = "messages/wake.rs"]
mod wake;

use std::process::ExitCode;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.split_first() {
        Some((first, job)) if first == other::FLAG => other::run(job),
        _ => all(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("messages: {failure}");
            ExitCode::FAILURE
        }
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
