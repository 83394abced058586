//! Turns, messages and conditions awaited in tasks of tokio, on one thread.
//!
//! `cargo run --release --features async --example with_tokio`; what it does says `examples/awaited/mod.rs`. Ctrl-C ends it.

mod awaited;
mod common;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = awaited::begin() {
        return code;
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => return awaited::exit(Err(error.into())),
    };
    awaited::exit(runtime.block_on(awaited::work("tokio", tokio::time::sleep)))
}
