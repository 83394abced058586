//! Turns, messages and conditions awaited in tasks of smol, on one thread.
//!
//! `cargo run --release --features async --example with_smol`; what it does says `examples/awaited/mod.rs`. Ctrl-C ends it.

mod awaited;
mod common;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = awaited::begin() {
        return code;
    }
    awaited::exit(smol::block_on(awaited::work("smol", smol::Timer::after)))
}
