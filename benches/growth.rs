//! How the cost of an operation grows with the size of what it works on, and what a heap and a process cost at the start:
//! `cargo bench --bench growth`, or `… -- map` for the rows whose names contain that. `--tsv FILE` writes the results for
//! `BENCHMARKS.md` too.
//!
//! One line per size: the time, its ratio to the time of the row's smallest size, and whether the row is straight so far.
//! A row whose times cannot be equal says beside them what was measured to explain it: page faults, and the same accesses
//! to plain memory of the same size.

// A private program: its items are documented where that helps, and nobody else prints its types.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

#[path = "growth/blocks.rs"]
mod blocks;
#[path = "growth/capacity.rs"]
mod capacity;
#[path = "growth/curve.rs"]
mod curve;
#[path = "growth/footprint.rs"]
mod footprint;
#[path = "limits/machine.rs"]
mod machine;
#[path = "growth/maps.rs"]
mod maps;
#[path = "growth/memory.rs"]
mod memory;
#[path = "growth/messages.rs"]
mod messages;
#[path = "growth/objects.rs"]
mod objects;
#[path = "common/other.rs"]
mod other;
#[path = "growth/participants.rs"]
mod participants;
#[path = "growth/process.rs"]
mod process;
#[path = "common/results.rs"]
mod results;
#[path = "growth/startup.rs"]
mod startup;

use std::process::ExitCode;

use results::Results;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

/// A part of this program.
struct Part {
    /// What the filter is looked for in.
    name: &'static str,
    /// Bytes of /dev/shm that it needs.
    needs: u64,
    run: fn(&mut Results) -> Result<(), Failure>,
}

const PARTS: &[Part] = &[
    Part { name: "startup", needs: 4 << 20, run: startup::run },
    Part { name: "footprint", needs: 600 << 20, run: footprint::run },
    Part { name: "capacity", needs: 16 << 20, run: capacity::run },
    Part { name: "participants", needs: 16 << 20, run: participants::run },
    Part { name: "message", needs: 600 << 20, run: messages::run },
    Part { name: "objects", needs: 2 << 30, run: objects::run },
    Part { name: "map", needs: 2 << 30, run: maps::run },
    Part { name: "blocks", needs: 1 << 30, run: blocks::run },
];

fn main() -> ExitCode {
    other::program("growth", job, all)
}

/// What another process does.
fn job(job: &[&str]) -> Result<(), Failure> {
    match job {
        ["stay", heap] => other::stay(heap),
        ["contend", heap] => participants::other(heap),
        ["footprint", heap] => footprint::other(heap),
        ["glibc"] => blocks::other(),
        _ => Err("no such job".into()),
    }
}

fn all(mut args: Vec<String>) -> Result<(), Failure> {
    let mut results = Results::take_from(&mut args)?;
    // Cargo adds `--bench`.
    let filter = args.iter().find(|arg| !arg.starts_with('-')).map_or("", String::as_str);
    machine::pin(other::CORES.0);
    println!("work | size | per operation | min to max | to the smallest | straight or not | what else was seen");
    for part in PARTS.iter().filter(|part| part.name.contains(filter)) {
        let free = memory::free_shared();
        if free < part.needs {
            println!("{} | not measured: /dev/shm has {} MiB, {} needed", part.name, free >> 20, part.needs >> 20);
            continue;
        }
        let watch = machine::Watch::start();
        (part.run)(&mut results)?;
        let note = watch.note();
        if !note.is_empty() {
            println!("{} |{}", part.name, note.trim_start_matches(';'));
        }
    }
    Ok(())
}
