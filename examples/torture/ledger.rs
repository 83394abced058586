//! The ground truth outside of the heap: what each worker has begun, what it has acknowledged, and where it is just now.
//! Memory that the supervisor shares with the workers; like a heap, it keeps every store that a killed process made.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

use memmap2::{MmapOptions, MmapRaw};
use rustix::fs::{MemfdFlags, memfd_create};

/// Where a worker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Phase {
    /// Being started, attaching or leaving.
    Coming,
    /// Attached, and in no turn.
    Outside,
    /// Asking for a turn.
    Waiting,
    /// In a read turn.
    Reading,
    /// In the write turn, but in no transaction.
    Writing,
    /// In a transaction.
    Transaction,
}

impl Phase {
    pub(crate) const ALL: [Phase; 6] =
        [Phase::Coming, Phase::Outside, Phase::Waiting, Phase::Reading, Phase::Writing, Phase::Transaction];

    /// Whether that is inside of a turn.
    pub(crate) fn is_inside(self) -> bool {
        matches!(self, Phase::Reading | Phase::Writing | Phase::Transaction)
    }
}

/// Words of a worker: its phase, what it found, and two for each workload.
const STRIDE: usize = 64;
const PHASE: usize = 0;
const LOST: usize = 1;
const BROKEN: usize = 2;
/// The life in which the worker was last killed.
const KILLED: usize = 3;
const FIRST: usize = 8;
/// Workloads that there is room for.
pub(crate) const WORKLOADS: usize = (STRIDE - FIRST) / 2;
/// In the row behind those of the workers: {life, worker + 1} of who is in the write turn, or 0.
const OWNER: usize = 0;

fn bytes(workers: usize) -> usize {
    (workers + 1) * STRIDE * 8
}

#[derive(Debug)]
pub(crate) struct Ledger {
    map: MmapRaw,
    file: File,
    workers: usize,
}

impl Ledger {
    /// A fresh one.
    pub(crate) fn new(workers: usize) -> io::Result<Ledger> {
        let file = File::from(memfd_create("torture ledger", MemfdFlags::CLOEXEC)?);
        file.set_len(bytes(workers) as u64)?;
        Ledger::of(file, workers)
    }

    /// The one that the supervisor handed over as the standard input.
    pub(crate) fn inherited(workers: usize) -> io::Result<Ledger> {
        Ledger::of(File::from(io::stdin().as_fd().try_clone_to_owned()?), workers)
    }

    fn of(file: File, workers: usize) -> io::Result<Ledger> {
        let map = MmapOptions::new().len(bytes(workers)).map_raw(&file)?;
        if file.metadata()?.len() < map.len() as u64 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the ledger is too short"));
        }
        Ok(Ledger { map, file, workers })
    }

    /// What a worker gets as its standard input.
    pub(crate) fn hand_over(&self) -> io::Result<Stdio> {
        Ok(self.file.try_clone()?.into())
    }

    fn word(&self, worker: usize, at: usize) -> &AtomicU64 {
        assert!(worker <= self.workers && at < STRIDE);
        // SAFETY: the mapping starts at a page, is writable, lives as long as `self`, and holds `bytes(workers)` bytes (the
        // file is as long, and nobody cuts it off); the index was just checked. All processes use the words as atomics only.
        unsafe { &*self.map.as_mut_ptr().cast::<AtomicU64>().add(worker * STRIDE + at) }
    }

    // SeqCst, here and below: no store to the heap may move past these, and the supervisor, which reads the words after it
    // has heard of the worker's death or while it holds the write turn, sees them in the order in which they were made.
    fn load(&self, worker: usize, at: usize) -> u64 {
        self.word(worker, at).load(Ordering::SeqCst)
    }

    fn store(&self, worker: usize, at: usize, value: u64) {
        self.word(worker, at).store(value, Ordering::SeqCst);
    }

    pub(crate) fn phase(&self, worker: usize) -> Phase {
        Phase::ALL[self.load(worker, PHASE) as usize % Phase::ALL.len()]
    }

    pub(crate) fn set_phase(&self, worker: usize, phase: Phase) {
        self.store(worker, PHASE, phase as u64);
    }

    /// How many operations of a workload a worker has begun; all but the last one are over.
    pub(crate) fn begun(&self, worker: usize, workload: usize) -> u64 {
        self.load(worker, FIRST + 2 * workload)
    }

    pub(crate) fn set_begun(&self, worker: usize, workload: usize, count: u64) {
        self.store(worker, FIRST + 2 * workload, count);
    }

    /// How many of them it knows to be done.
    pub(crate) fn done(&self, worker: usize, workload: usize) -> u64 {
        self.load(worker, FIRST + 2 * workload + 1)
    }

    pub(crate) fn set_done(&self, worker: usize, workload: usize, count: u64) {
        self.store(worker, FIRST + 2 * workload + 1, count);
    }

    /// Before a worker is killed in this life of its.
    pub(crate) fn set_killed(&self, worker: usize, life: u64) {
        self.store(worker, KILLED, life);
    }

    /// A worker has the write turn. Whoever had it before must have left it or been killed; if not, that worker is returned.
    pub(crate) fn enter_write(&self, worker: usize, life: u64) -> Option<usize> {
        self.still_inside(self.word(self.workers, OWNER).swap(owner(worker, life), Ordering::SeqCst))
    }

    /// A worker is about to give the write turn back; false if somebody else has entered meanwhile.
    pub(crate) fn leave_write(&self, worker: usize, life: u64) -> bool {
        let word = self.word(self.workers, OWNER);
        word.compare_exchange(owner(worker, life), 0, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// The worker that is in the write turn and lives.
    pub(crate) fn writer(&self) -> Option<usize> {
        self.still_inside(self.load(self.workers, OWNER))
    }

    fn still_inside(&self, owner: u64) -> Option<usize> {
        let (life, worker) = (owner >> 8, (owner as u8 as usize).checked_sub(1)?);
        (self.load(worker, KILLED) < life).then_some(worker)
    }

    /// Notes what a worker found.
    pub(crate) fn report(&self, worker: usize, lost: u64, broken: u64) {
        self.word(worker, LOST).fetch_add(lost, Ordering::SeqCst);
        self.word(worker, BROKEN).fetch_add(broken, Ordering::SeqCst);
    }

    /// What the workers found: (lost, broken).
    pub(crate) fn reported(&self) -> (u64, u64) {
        let sum = |at| (0..self.workers).map(|worker| self.load(worker, at)).sum();
        (sum(LOST), sum(BROKEN))
    }
}

/// Lives count from 1.
fn owner(worker: usize, life: u64) -> u64 {
    life << 8 | (worker as u64 + 1)
}
