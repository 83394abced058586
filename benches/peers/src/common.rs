//! What rows share: heaps, and the time that work takes.

use std::sync::atomic::{AtomicU32, Ordering};

use ipo::{Heap, Lifetime};

use super::{Failure, machine};

/// A name that nothing else on this machine has.
pub fn name(row: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("ipo-peers-{row}-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A heap for one row; its name goes with it.
pub fn heap(row: &str) -> Result<(String, Heap), Failure> {
    let name = name(row);
    let heap = Heap::options().capacity(512 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    Ok((name, heap))
}

/// Nanoseconds per operation of `work`, which makes `operations` of them and never sleeps. What counts is the time that
/// this thread ran: others that take the core away in between then cost nothing but warm caches.
pub fn time(operations: usize, work: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let start = machine::time_run();
    work()?;
    Ok((machine::time_run() - start) as f64 / operations as f64)
}

/// The same numbers in every run.
pub struct Random(pub u64);

impl Random {
    /// One of 0 to `limit` - 1.
    pub fn below(&mut self, limit: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ z >> 31) % limit
    }
}
