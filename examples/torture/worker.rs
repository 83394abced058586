//! A worker: does operations of all workloads at random until it is killed.

use std::process::ExitCode;

use rustix::process::{Signal, getppid, set_parent_process_death_signal};

use super::findings::Fault;
use super::ledger::Ledger;
use super::random::Random;
use super::station::Station;
use super::workload;

/// What the supervisor tells a worker.
#[derive(Debug, Clone)]
pub(crate) struct Orders {
    pub(crate) heap: String,
    pub(crate) supervisor: u32,
    pub(crate) worker: usize,
    pub(crate) workers: usize,
    pub(crate) seed: u64,
    /// How often this worker was started, this time included.
    pub(crate) life: u64,
}

impl Orders {
    pub(crate) fn to_args(&self) -> [String; 6] {
        let numbers = [u64::from(self.supervisor), self.worker as u64, self.workers as u64, self.seed, self.life];
        let [a, b, c, d, e] = numbers.map(|n| n.to_string());
        [self.heap.clone(), a, b, c, d, e]
    }

    fn of(args: &[String]) -> Option<Orders> {
        let [heap, numbers @ ..] = args else { return None };
        let numbers: Vec<u64> = numbers.iter().map(|n| n.parse().ok()).collect::<Option<_>>()?;
        let [supervisor, worker, workers, seed, life] = numbers[..] else { return None };
        let (worker, workers) = (worker as usize, workers as usize);
        Some(Orders { heap: heap.clone(), supervisor: supervisor as u32, worker, workers, seed, life })
    }
}

/// The whole life of a worker.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let Some(orders) = Orders::of(args) else {
        eprintln!("a worker is started by the supervisor only");
        return ExitCode::from(2);
    };
    // A worker whose supervisor is gone ends, also if that was killed before this call.
    let dies = set_parent_process_death_signal(Some(Signal::KILL));
    if dies.is_err() || getppid().is_none_or(|parent| parent.as_raw_nonzero().get() as u32 != orders.supervisor) {
        return ExitCode::from(2);
    }
    let ledger = match Ledger::inherited(orders.workers) {
        Ok(ledger) => ledger,
        Err(error) => {
            eprintln!("worker {}: the ledger: {error}", orders.worker);
            return ExitCode::from(2);
        }
    };
    let Err(fault) = work(&orders, &ledger);
    eprintln!("worker {}: {fault}", orders.worker);
    let (lost, broken) = fault.counts();
    ledger.report(orders.worker, lost, broken);
    ExitCode::from(REPORTED)
}

/// The exit code of a worker that has reported what it found.
pub(crate) const REPORTED: u8 = 3;
/// Operations in one turn, at most: in a short one, in a longer one, in a long one.
const BATCHES: [u64; 3] = [5, 50, 400];
/// Of so many turns it leaves the heap after one.
const LEAVES: u64 = 150;

/// Works until it is killed or finds something.
fn work(orders: &Orders, ledger: &Ledger) -> Result<std::convert::Infallible, Fault> {
    let Orders { worker, seed, life, .. } = *orders;
    let station = Station::new(&orders.heap, ledger, worker, life)?;
    let mut workloads = workload::all(seed);
    let mut next = Vec::new();
    station.write(|turn| {
        for (i, workload) in workloads.iter_mut().enumerate() {
            workload.open(turn)?;
            let done = workload.done(turn, worker)?;
            station.resume(i, done)?;
            next.push(done);
        }
        Ok(())
    })?;
    let mut random = Random::new(&[seed, worker as u64, life]);
    loop {
        let i = random.index(workloads.len());
        let batch = BATCHES[random.index(BATCHES.len())];
        let numbers = next[i]..next[i] + 1 + random.below(batch);
        station.workload.set(i);
        next[i] = numbers.end;
        workloads[i].work(&station, numbers)?;
        if random.below(LEAVES) == 0 {
            station.come_again()?;
        }
    }
}
