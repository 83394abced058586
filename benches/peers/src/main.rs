//! ipo against its peers: the same work in the same run, round by round, one after the other.
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml` prints a table; `… -- messages/` the rows whose names
//! contain that; `… -- --tsv FILE` also writes a line for each party, for other programs. See README.md beside this crate.

mod blocks;
mod boost;
mod common;
mod contest;
mod increments;
mod latest;
mod lists;
mod locks;
#[path = "../../limits/machine.rs"]
mod machine;
mod maps;
mod messages;
#[path = "../../limits/neighbour.rs"]
mod neighbour;
mod pmem;
mod pthread;
mod report;
mod second;
mod transactions;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

/// All rows, in the order of the table.
const FAMILIES: [&[report::Row]; 8] = [
    messages::ROWS,
    latest::ROWS,
    increments::ROWS,
    transactions::ROWS,
    locks::ROWS,
    maps::ROWS,
    blocks::ROWS,
    lists::ROWS,
];

/// No run takes so long, unless a peer hangs.
const LIMIT: Duration = Duration::from_secs(15 * 60);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.split_first() {
        Some((first, job)) if first == second::FLAG => second::run(job),
        _ => pmem::with_settings(&args).and_then(|()| run(args)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("peers: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Vec<String>) -> Result<(), Failure> {
    let (mut filter, mut tsv) = (String::new(), None);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--tsv" => tsv = Some(PathBuf::from(args.next().ok_or("--tsv needs a file")?)),
            _ if arg.starts_with('-') => return Err(format!("unknown option {arg}: [FILTER] [--tsv FILE]").into()),
            _ => filter = arg,
        }
    }
    std::thread::spawn(|| {
        std::thread::sleep(LIMIT);
        eprintln!("peers: the last row hangs");
        std::process::exit(1);
    });
    report::run(&FAMILIES, &filter, tsv.as_deref())
}
