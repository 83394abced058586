//! The worker processes, as the supervisor has them: started, stopped, killed, started again.

use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::ledger::{Ledger, Phase};
use super::options::{Options, WORKER};
use super::worker::Orders;

#[derive(Debug)]
struct Worker {
    process: Child,
    life: u64,
    /// Stopped until then.
    stopped: Option<Instant>,
}

/// All of them. They end when this is dropped.
#[derive(Debug)]
pub(crate) struct Workers {
    orders: Orders,
    pub(crate) ledger: Ledger,
    all: Vec<Worker>,
}

impl Workers {
    /// Starts them.
    pub(crate) fn start(heap: &str, options: &Options) -> io::Result<Workers> {
        let orders = Orders {
            heap: heap.to_owned(),
            supervisor: std::process::id(),
            worker: 0,
            workers: options.workers,
            seed: options.seed,
            life: 1,
        };
        let mut workers = Workers { ledger: Ledger::new(options.workers)?, orders, all: Vec::new() };
        for worker in 0..options.workers {
            let process = workers.spawn(worker, 1)?;
            workers.all.push(Worker { process, life: 1, stopped: None });
        }
        Ok(workers)
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    fn spawn(&self, worker: usize, life: u64) -> io::Result<Child> {
        self.ledger.set_phase(worker, Phase::Coming);
        let orders = Orders { worker, life, ..self.orders.clone() };
        Command::new("/proc/self/exe")
            .arg(WORKER)
            .args(orders.to_args())
            .stdin(self.ledger.hand_over()?)
            .stdout(Stdio::null())
            // Ctrl-C is for the supervisor alone.
            .process_group(0)
            .spawn()
    }

    /// SIGKILL. Returns where the worker was when it died, or how it had ended by itself before.
    pub(crate) fn kill(&mut self, worker: usize) -> io::Result<Result<Phase, ExitStatus>> {
        let Worker { process, life, stopped } = &mut self.all[worker];
        self.ledger.set_killed(worker, *life);
        process.kill()?;
        // From here on all its stores are made and its locks are gone.
        let status = process.wait()?;
        *stopped = None;
        let killed = status.signal() == Some(Signal::KILL.as_raw());
        Ok(if killed { Ok(self.ledger.phase(worker)) } else { Err(status) })
    }

    /// Starts a worker again that was killed or has ended.
    pub(crate) fn start_again(&mut self, worker: usize) -> io::Result<()> {
        let life = self.all[worker].life + 1;
        self.all[worker] = Worker { process: self.spawn(worker, life)?, life, stopped: None };
        Ok(())
    }

    /// Those that have ended by themselves, and how.
    pub(crate) fn ended(&mut self) -> io::Result<Vec<(usize, ExitStatus)>> {
        let mut ended = Vec::new();
        for (i, worker) in self.all.iter_mut().enumerate() {
            if let Some(status) = worker.process.try_wait()? {
                self.ledger.set_killed(i, worker.life);
                ended.push((i, status));
            }
        }
        Ok(ended)
    }

    /// SIGSTOP, for so long. False if it stands already.
    pub(crate) fn stop(&mut self, worker: usize, time: Duration) -> bool {
        let Worker { process, stopped, .. } = &mut self.all[worker];
        let stops = stopped.is_none() && kill_process(Pid::from_child(process), Signal::STOP).is_ok();
        if stops {
            *stopped = Some(Instant::now() + time);
        }
        stops
    }

    /// How many are stopped.
    pub(crate) fn stopped(&self) -> usize {
        self.all.iter().filter(|worker| worker.stopped.is_some()).count()
    }

    /// SIGCONT to those whose time is over, or to all.
    pub(crate) fn go_on(&mut self, all: bool) {
        let now = Instant::now();
        for worker in &mut self.all {
            if worker.stopped.is_some_and(|until| all || until <= now) {
                worker.stopped = None;
                // A process that has ended meanwhile is found by `ended`.
                let _ = kill_process(Pid::from_child(&worker.process), Signal::CONT);
            }
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &mut self.all {
            // Ended by itself, perhaps.
            let _ = worker.process.kill();
            let _ = worker.process.wait();
        }
    }
}
