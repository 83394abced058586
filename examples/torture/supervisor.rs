//! The supervisor: makes the heap, kills and stops the workers, audits, and says how it went.

use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ipo::{Error, Heap, HeapState, WriteTurn};

use super::findings::Findings;
use super::ledger::WORKLOADS;
use super::options::Options;
use super::random::Random;
use super::station::{PATIENCE, check_progress};
use super::tally::Tally;
use super::worker::REPORTED;
use super::workers::Workers;
use super::workload::{self, Workload};

const PREFIX: &str = "torture-";
/// Between two kills or stops, in microseconds.
const PAUSE: (u64, u64) = (500, 12_000);
/// How long a worker is stopped, in microseconds; and how long one in `LONG_STOPS` is.
const STOP: u64 = 6_000;
const LONG_STOP: u64 = 60_000;
const LONG_STOPS: u64 = 25;
/// An aimed kill looks for a target so long.
const AIM: Duration = Duration::from_millis(2);
/// Workers that are stopped at a time, at most.
const STOPPED: usize = 2;
/// Of so many kills one is of all workers.
const ALL_AT_ONCE: u64 = 60;
/// Of so many workers one is killed again while it is just coming, within so many microseconds.
const ON_ARRIVAL: u64 = 8;
const ARRIVAL: u64 = 4_000;
/// Findings after which it is enough.
const ENOUGH: u64 = 50;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

extern "C" fn interrupt(_: libc::c_int) {
    // Relaxed: a flag.
    INTERRUPTED.store(true, Ordering::Relaxed);
}

fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// The name of the heap, which goes with it.
struct Name(String);

impl Drop for Name {
    fn drop(&mut self) {
        // Not there if it could not be created.
        let _ = Heap::remove(&self.0);
    }
}

/// Removes what runs left that were killed themselves.
fn sweep() -> Result<(), Error> {
    for heap in Heap::list()? {
        let Some(pid) = heap.name.strip_prefix(PREFIX) else { continue };
        if heap.state == HeapState::Idle && !std::path::Path::new("/proc").join(pid).exists() {
            let _ = Heap::remove(&heap.name); // another run may sweep, too
        }
    }
    Ok(())
}

pub(crate) fn run(options: &Options) -> ExitCode {
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
        // SAFETY: the handler makes one store to an atomic.
        unsafe { libc::signal(signal, interrupt as extern "C" fn(libc::c_int) as libc::sighandler_t) };
    }
    match torture(options) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("torture: {error}");
            ExitCode::FAILURE
        }
    }
}

fn torture(options: &Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    sweep()?;
    let Options { time, seed, workers } = options;
    println!("{workers} workers for {} s, seed {seed}", time.as_secs_f64());
    let name = Name(format!("{PREFIX}{}", std::process::id()));
    let mut workloads = workload::all(*seed);
    assert!(workloads.len() <= WORKLOADS, "the ledger has no room for so many workloads");
    let heap = Heap::options().capacity(32 << 20).journal(1 << 20).participants(32).create(&name.0)?;
    prepare(&heap, &mut workloads, *workers)?;
    workloads.iter_mut().for_each(|workload| workload.leave());
    // Nobody watches over the heap between audits: whoever comes after everyone was killed is the first.
    drop(heap);
    let workers = Workers::start(&name.0, options)?;
    let random = Random::new(&[*seed, 0xDEAD]);
    let (tally, findings) = (Tally::default(), Findings::default());
    let mut torture = Torture { name: &name.0, workloads, workers, random, tally, findings, recovered: 0 };
    torture.run(Instant::now() + *time)?;
    if interrupted() {
        return Ok(ExitCode::from(130));
    }
    torture.finish(options.workers)?;
    Ok(torture.say())
}

fn prepare(heap: &Heap, workloads: &mut [Box<dyn Workload>], workers: usize) -> Result<(), Error> {
    workloads.iter_mut().try_for_each(|workload| workload.come(heap))?;
    let mut turn = heap.write()?;
    workloads.iter_mut().try_for_each(|workload| workload.prepare(&mut turn, workers))
}

struct Torture<'a> {
    name: &'a str,
    workloads: Vec<Box<dyn Workload>>,
    workers: Workers,
    random: Random,
    tally: Tally,
    findings: Findings,
    /// Recoveries that the heap counts.
    recovered: u64,
}

impl Torture<'_> {
    fn run(&mut self, end: Instant) -> Result<(), Box<dyn std::error::Error>> {
        let between = (end.saturating_duration_since(Instant::now()) / 20)
            .clamp(Duration::from_millis(500), Duration::from_secs(3));
        let mut audit = Instant::now() + between;
        while Instant::now() < end && !interrupted() && self.findings.count() < ENOUGH {
            let pause = PAUSE.0 + self.random.below(PAUSE.1 - PAUSE.0);
            std::thread::sleep(Duration::from_micros(pause));
            self.workers.go_on(false);
            self.see_to_ended()?;
            match self.random.below(4) {
                0 => self.stop_one(),
                _ => self.kill()?,
            }
            if Instant::now() > audit {
                self.audit()?;
                audit = Instant::now() + between;
            }
        }
        Ok(())
    }

    /// A worker that ends by itself has found something.
    fn see_to_ended(&mut self) -> io::Result<()> {
        for (worker, status) in self.workers.ended()? {
            self.ended(worker, status);
            self.workers.start_again(worker)?;
        }
        Ok(())
    }

    fn ended(&mut self, worker: usize, status: std::process::ExitStatus) {
        // What it has reported is counted at the end.
        if status.code() != Some(i32::from(REPORTED)) {
            self.findings.broken(format_args!("worker {worker} ended by itself: {status}"));
        }
        let (lost, broken) = self.workers.ledger.reported();
        if lost + broken > ENOUGH {
            self.findings.broken("enough was reported");
        }
    }

    fn stop_one(&mut self) {
        if self.workers.stopped() < STOPPED {
            let worker = self.random.index(self.workers.len());
            let long = self.random.below(LONG_STOPS) == 0;
            let time = self.random.below(if long { LONG_STOP } else { STOP });
            self.tally.stops += u64::from(self.workers.stop(worker, Duration::from_micros(time)));
        }
    }

    fn kill(&mut self) -> io::Result<()> {
        if self.random.below(ALL_AT_ONCE) == 0 {
            self.tally.all_at_once += 1;
            return self.kill_all();
        }
        let start = self.random.index(self.workers.len());
        let aimed = self.random.below(2) == 0;
        match if aimed { self.somebody_inside(start) } else { None } {
            Some(target) => self.kill_one(target, true)?,
            None => self.kill_one(start, false)?,
        }
        Ok(())
    }

    /// A worker that is seen in a turn, waiting a little for one.
    fn somebody_inside(&self, start: usize) -> Option<usize> {
        let (begin, all) = (Instant::now(), self.workers.len());
        let inside = |worker: &usize| self.workers.ledger.phase(*worker).is_inside();
        loop {
            let seen = (0..all).map(|i| (start + i) % all).find(inside);
            if seen.is_some() || begin.elapsed() > AIM {
                return seen;
            }
        }
    }

    fn kill_all(&mut self) -> io::Result<()> {
        for worker in 0..self.workers.len() {
            self.kill_only(worker, false)?;
        }
        (0..self.workers.len()).try_for_each(|worker| self.workers.start_again(worker))
    }

    fn kill_one(&mut self, worker: usize, aimed: bool) -> io::Result<()> {
        self.kill_only(worker, aimed)?;
        self.workers.start_again(worker)?;
        if self.random.below(ON_ARRIVAL) == 0 {
            std::thread::sleep(Duration::from_micros(self.random.below(ARRIVAL)));
            self.kill_only(worker, false)?;
            self.workers.start_again(worker)?;
        }
        Ok(())
    }

    fn kill_only(&mut self, worker: usize, aimed: bool) -> io::Result<()> {
        match self.workers.kill(worker)? {
            Ok(phase) => self.tally.killed(phase, aimed),
            Err(status) => self.ended(worker, status),
        }
        Ok(())
    }

    /// Compares the whole heap with the ledger, in the middle of it all.
    fn audit(&mut self) -> Result<(), Error> {
        self.tally.audits += 1;
        // Nobody stopped: their turns end.
        self.workers.go_on(true);
        let heap = Heap::attach(self.name)?;
        self.workloads.iter_mut().try_for_each(|workload| workload.come(&heap))?;
        let mut turn = heap.write_timeout(PATIENCE)?;
        let Torture { workers, findings, workloads, .. } = self;
        if let Some(worker) = workers.ledger.writer() {
            findings.broken(format_args!("worker {worker} is in the write turn beside the supervisor"));
        }
        findings.verified(&turn.verify());
        let mut objects = 0;
        for (i, workload) in workloads.iter_mut().enumerate() {
            let mut done = Vec::new();
            for worker in 0..workers.len() {
                // What is acknowledged meanwhile was done before this turn.
                let checked = workload
                    .done(&turn, worker)
                    .and_then(|n| check_progress(&workers.ledger, worker, i, n).map(|()| n));
                if let Err(fault) = &checked {
                    findings.fault(workload.name(), fault);
                }
                done.push(checked.unwrap_or_default());
            }
            workload.audit(&mut turn, &done, findings)?;
            objects += workload.objects();
        }
        let found = turn.stats().objects;
        if found != objects {
            findings.leaked(found.abs_diff(objects), format_args!("{found} objects, where there must be {objects}"));
        }
        self.recovered = heap.recoveries();
        drop(turn);
        workloads.iter_mut().for_each(|workload| workload.leave());
        Ok(())
    }

    /// Kills all for the last time, audits, removes everything, and compares what is left with a heap that nobody was
    /// killed in.
    fn finish(&mut self, workers: usize) -> Result<(), Error> {
        for worker in 0..self.workers.len() {
            if let Err(error) = self.kill_only(worker, false) {
                self.findings.broken(format_args!("killing worker {worker}: {error}"));
            }
        }
        self.audit()?;
        let (lost, broken) = self.workers.ledger.reported();
        (self.findings.lost, self.findings.broken) = (self.findings.lost + lost, self.findings.broken + broken);
        if self.recovered > self.tally.kills() {
            let (recovered, kills) = (self.recovered, self.tally.kills());
            self.findings.broken(format_args!("{recovered} turns were taken over, and {kills} workers killed"));
        }
        let bare = Heap::options().capacity(32 << 20).create_anonymous()?;
        let mut fresh = workload::all(0);
        prepare(&bare, &mut fresh, workers)?;
        let expected = take_down(&mut bare.write()?, &mut fresh)?;
        let heap = Heap::attach(self.name)?;
        self.workloads.iter_mut().try_for_each(|workload| workload.come(&heap))?;
        let mut turn = heap.write()?;
        let left = take_down(&mut turn, &mut self.workloads)?;
        self.findings.verified(&turn.verify());
        if left != expected {
            let what = format_args!("{left} blocks are left of nothing, and {expected} in a heap without deaths");
            self.findings.leaked(left.abs_diff(expected), what);
        }
        Ok(())
    }

    fn operations(&self) -> Vec<(&'static str, u64)> {
        let done = |i| (0..self.workers.len()).map(|worker| self.workers.ledger.done(worker, i)).sum();
        self.workloads.iter().enumerate().map(|(i, workload)| (workload.name(), done(i))).collect()
    }

    fn say(&self) -> ExitCode {
        let operations = self.operations();
        let all: u64 = operations.iter().map(|(_, n)| n).sum();
        let each: Vec<String> = operations.iter().map(|(name, n)| format!("{name} {n}")).collect();
        println!("operations {all}: {}", each.join(", "));
        self.tally.print();
        let Findings { lost, broken, leaked } = self.findings;
        let (kills, recovered) = (self.tally.kills(), self.recovered);
        println!("kills {kills} recovered {recovered} lost {lost} broken {broken} leaked {leaked}");
        if lost + broken + leaked == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Removes all objects; the blocks that are left.
fn take_down(turn: &mut WriteTurn<'_>, workloads: &mut [Box<dyn Workload>]) -> Result<u64, Error> {
    for workload in workloads {
        workload.take_down(turn)?;
    }
    Ok(turn.stats().blocks)
}
