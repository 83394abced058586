//! The table of figures that ipo must reach: `cargo bench --bench limits`, or `… -- turn/` for the rows whose names
//! contain that; with `--tsv FILE` into a file for `BENCHMARKS.md` too.
//!
//! Every row is a ratio to a reference that is measured in the same run: the two alternate, round by round, and the
//! median of the rounds' ratios counts. Times per operation are printed for orientation and decide nothing. Rows about
//! processes run in two real ones (this program starts itself), each pinned to a core of its own.

// A private program: its items are documented where that helps, and nobody else prints its types.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

#[path = "limits/blocks.rs"]
mod blocks;
#[path = "limits/increments.rs"]
mod increments;
#[path = "limits/latest.rs"]
mod latest;
#[path = "limits/least.rs"]
mod least;
#[path = "limits/lists.rs"]
mod lists;
#[path = "limits/machine.rs"]
mod machine;
#[path = "limits/maps.rs"]
mod maps;
#[path = "limits/messages.rs"]
mod messages;
#[path = "limits/neighbour.rs"]
mod neighbour;
#[path = "limits/ordered.rs"]
mod ordered;
#[path = "common/other.rs"]
mod other;
#[path = "limits/players.rs"]
mod players;
#[path = "limits/race.rs"]
mod race;
#[path = "limits/raw.rs"]
mod raw;
#[path = "common/results.rs"]
mod results;
#[path = "limits/robust.rs"]
mod robust;
#[path = "limits/strings.rs"]
mod strings;
#[path = "limits/table.rs"]
mod table;
#[path = "limits/transactions.rs"]
mod transactions;
#[path = "limits/turns.rs"]
mod turns;

use std::process::ExitCode;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

/// All rows, in the order of the table.
const FAMILIES: [&[table::Row]; 11] = [
    increments::ROWS,
    turns::ROWS,
    race::ROWS,
    blocks::ROWS,
    strings::ROWS,
    lists::ROWS,
    maps::ROWS,
    transactions::ROWS,
    ordered::ROWS,
    latest::ROWS,
    messages::ROWS,
];

fn main() -> ExitCode {
    other::program("limits", job, all)
}

/// What another process does.
fn job(job: &[&str]) -> Result<(), Failure> {
    match job {
        ["stay", heap] => other::stay(heap),
        ["increments", heap] => increments::second(heap),
        ["latest", heap, path] => latest::second(heap, path),
        ["messages", heap, raw] => messages::second(heap, raw),
        ["race", heap, mutex] => race::second(heap, mutex),
        _ => Err("no such job".into()),
    }
}

fn all(mut args: Vec<String>) -> Result<(), Failure> {
    let mut results = results::Results::take_from(&mut args)?;
    // Cargo adds `--bench`.
    let filter = args.iter().find(|arg| !arg.starts_with('-')).map_or("", String::as_str);
    table::print(&FAMILIES, filter, &mut results)
}
