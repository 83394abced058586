//! Waking, fan-out and futures: `cargo bench --bench messages`, with `--features async` for the last part.
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
#[path = "messages/wake.rs"]
mod wake;

use std::process::ExitCode;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.split_first() {
        Some((first, job)) if first == other::FLAG => other::run(job),
        // Cargo adds `--bench`.
        _ => all(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("messages: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Result<(), Failure> {
    let watch = machine::Watch::start();
    wake::print()?;
    fan_out::print()?;
    #[cfg(feature = "async")]
    awaited::print()?;
    let note = watch.note();
    println!("the machine was {}", if note.is_empty() { "idle otherwise" } else { note.trim_start_matches("; ") });
    Ok(())
}

/// The value below which so many per cent of them lie.
fn percentile(values: &mut [u64], per_cent: usize) -> u64 {
    values.sort_unstable();
    values.get(values.len() * per_cent / 100).copied().unwrap_or_default()
}
