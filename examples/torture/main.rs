//! Six processes that work on one heap and are killed all the time. Nothing may be lost, broken or leaked by that.
//!
//! `cargo run --release --example torture -- --seconds 60`: the workers move money between accounts in transactions, push
//! and pop lists, insert and remove entries of maps, put and remove objects, send and take messages, and read. Every few
//! milliseconds a supervisor kills one of them with SIGKILL and starts it again, and it stops others for a while. Now and
//! then it kills them all, so that the next one comes to a heap without anybody in it.
//!
//! What must be in the heap is known from outside of it: which operations began and which were acknowledged stands in a
//! ledger that is no part of the heap, and what an operation does follows from its number. So every worker that comes back,
//! and the supervisor every now and then, can say what the heap has to contain. The last line is
//! `kills K recovered R lost 0 broken 0 leaked 0`: how many workers were killed; how often a dead owner's turn was taken
//! over; operations that were acknowledged and are missing; anything else that is not as it has to be; objects and blocks
//! without an owner.
//!
//! Options: `--seconds N` (10), `--seed N` for the random choices, `--workers N` (6).

mod findings;
mod ledger;
mod options;
mod random;
mod station;
mod supervisor;
mod tally;
mod worker;
mod workers;
mod workload;

use std::process::ExitCode;

use options::{Options, WORKER};

#[allow(dead_code, reason = "the test of the same name has its own")]
pub(crate) fn main() -> ExitCode {
    run(10)
}

/// The whole program; `seconds` is for how long if nobody says.
pub(crate) fn run(seconds: u64) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some((WORKER, rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return worker::run(rest);
    }
    match Options::parse(&args, seconds) {
        Ok(options) => supervisor::run(&options),
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}
