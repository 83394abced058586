//! The atomics of the shared words, and in `turn` all that the turns are built on, in one place so that a model checker
//! can stand in for it.

pub(crate) use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

#[cfg(all(loom, test))]
#[path = "sync/model.rs"]
pub(crate) mod turn;

/// What control words and turns are made of: std's own, except in a model.
#[cfg(not(all(loom, test)))]
pub(crate) mod turn {
    pub(crate) use std::sync::atomic::{AtomicU32, AtomicU64};
    pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
    pub(crate) use std::thread::sleep;
    pub(crate) use std::time::Instant;

    /// Whether every order of events is tried: then nothing is worth waiting for.
    pub(crate) const MODEL: bool = false;
}
