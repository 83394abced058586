//! The atomics of the shared words, and in `turn` what waiting is built on, in one place so that a model checker can stand in
//! for it.

#[cfg(not(all(loom, test)))]
pub(crate) use std::sync::atomic::{AtomicU32, AtomicU64};
pub(crate) use std::sync::atomic::{Ordering, fence};
#[cfg(all(loom, test))]
pub(crate) use turn::{AtomicU32, AtomicU64};

#[cfg(all(loom, test))]
#[path = "sync/model.rs"]
pub(crate) mod turn;

/// What waiting is built on: std's own, except in a model.
#[cfg(not(all(loom, test)))]
pub(crate) mod turn {
    pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
    pub(crate) use std::thread::sleep;
    pub(crate) use std::time::Instant;

    /// Whether every order of events is tried: then nothing is worth waiting for.
    pub(crate) const MODEL: bool = false;
}
