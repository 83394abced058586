//! Shared by the integration tests: heaps that go away with their test, child processes, bounded waits.

mod child;
mod name;
mod raw;

pub use child::{Child, Job, child, fork, hear, run_job, say};
pub use name::Name;
pub use raw::RawHeap;

use std::time::{Duration, Instant};

/// How long anything may take before a test fails: far more than it needs, and an end all the same.
pub const LONG: Duration = Duration::from_secs(30);

/// Waits until `condition` holds.
///
/// # Panics
/// If that takes too long.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LONG, "waited {LONG:?} in vain: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Runs `work`, which must not take longer than `limit`. It has to end by itself: give its waits time limits.
///
/// # Panics
/// If it took longer.
#[track_caller]
pub fn in_time<R>(limit: Duration, what: &str, work: impl FnOnce() -> R) -> R {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    assert!(took <= limit, "{what} took {took:?}, more than {limit:?}");
    result
}

/// The examples of the README, which `cargo test` compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
