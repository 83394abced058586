//! Runs the trials in a few processes of one thread each, and tells how they ended.

use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::kill::heap;
use crate::kill::process::{Board, End, caught, fork, wait};

/// What became of a trial.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) line: String,
    pub(crate) failures: Vec<String>,
    pub(crate) kills: u64,
}

impl Outcome {
    pub(crate) fn failed(what: String) -> Outcome {
        Outcome { failures: vec![what], ..Outcome::default() }
    }
}

/// A test by name.
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) run: Box<dyn Fn() -> Outcome>,
}

impl Trial {
    /// One that passes or not.
    pub(crate) fn plain(name: &str, run: impl Fn() -> Result<(), String> + 'static) -> Trial {
        Trial {
            name: name.to_owned(),
            run: Box::new(move || match caught(&run) {
                Ok(()) => Outcome::default(),
                Err(what) => Outcome::failed(what),
            }),
        }
    }
}

/// The parts of names that were given as arguments. Of options, `--skip` has a value, which is for tests with the usual harness.
pub(crate) fn wanted() -> Vec<String> {
    let mut wanted = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--skip" => drop(args.next()),
            option if option.starts_with("--") => {}
            _ => wanted.push(arg),
        }
    }
    wanted
}

/// The word of the board that says which trial is next.
const NEXT: usize = 0;

struct Worker {
    pid: i32,
    pipe: std::fs::File,
    /// Half a line.
    rest: Vec<u8>,
    open: bool,
}

static STOPPED: AtomicBool = AtomicBool::new(false);

extern "C" fn stop(_: libc::c_int) {
    STOPPED.store(true, Ordering::Relaxed);
}

/// Runs them all, each once; gives up after `limit`.
pub(crate) fn run(trials: &[Trial], limit: Duration) -> ExitCode {
    let start = Instant::now();
    let board = Board::new(1);
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let mut workers: Vec<Worker> = (0..workers).map(|_| spawn(trials, &board)).collect();
    // Behind the forks: the workers die of a signal, and this process outlives it to clean up.
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
        // SAFETY: the handler makes one store to an atomic.
        unsafe { libc::signal(signal, stop as extern "C" fn(libc::c_int) as libc::sighandler_t) };
    }
    let (mut ended, mut kills, mut failures) = (0, 0, Vec::new());
    while workers.iter().any(|w| w.open) {
        if STOPPED.load(Ordering::Relaxed) || start.elapsed() > limit {
            failures.push(format!("stopped after {:?}", start.elapsed()));
            for worker in &workers {
                // SAFETY: a child of this process that was not waited for yet.
                unsafe { libc::kill(worker.pid, libc::SIGKILL) };
            }
        }
        for worker in &mut workers {
            worker.hear(&mut |line| match line.split_once(' ') {
                Some(("passed", line)) => {
                    ended += 1;
                    println!("{line}");
                }
                Some(("kills", count)) => kills += count.parse::<u64>().unwrap_or(0),
                Some(("failed", what)) => {
                    println!("FAILED {what}");
                    failures.push(what.replace('\u{1f}', "\n"));
                }
                _ => {}
            });
        }
    }
    for worker in &workers {
        let end = wait(worker.pid);
        if end != End::Exit(0) {
            failures.push(format!("the process of the tests ended with {end:?}"));
        }
        heap::sweep(|pid| pid == worker.pid);
    }
    for failure in &failures {
        println!("\nfailed: {failure}");
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("\n{ended} passed, {} failed; {kills} processes killed; {seconds:.1} s", failures.len());
    if failures.is_empty() && ended == trials.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn spawn(trials: &[Trial], board: &Board) -> Worker {
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    let made = unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) };
    assert_eq!(made, 0, "pipe2: {}", std::io::Error::last_os_error());
    // SAFETY: two fresh descriptors, each owned once.
    let (read, write) = unsafe { (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
    let mut write = std::fs::File::from(write);
    let pid = fork(|| {
        loop {
            let index = board.word(NEXT).fetch_add(1, Ordering::SeqCst) as usize;
            let Some(trial) = trials.get(index) else { return 0 };
            let start = Instant::now();
            let out = (trial.run)();
            let mut lines = String::new();
            for what in &out.failures {
                lines += &format!("failed {}: {}\n", trial.name, what.replace('\n', "\u{1f}"));
            }
            if out.failures.is_empty() {
                let line = if out.line.is_empty() { format!("{} | ok", trial.name) } else { out.line };
                lines += &format!("passed {line} | {:.1} s\n", start.elapsed().as_secs_f64());
            }
            lines += &format!("kills {}\n", out.kills);
            if write.write_all(lines.as_bytes()).is_err() {
                return 1;
            }
        }
    });
    Worker { pid, pipe: std::fs::File::from(read), rest: Vec::new(), open: true }
}

impl Worker {
    /// Hears what the worker says within a moment.
    fn hear(&mut self, line: &mut dyn FnMut(&str)) {
        if !self.open {
            return;
        }
        let mut poll = libc::pollfd { fd: self.pipe.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one pollfd.
        if unsafe { libc::poll(&mut poll, 1, 50) } <= 0 {
            return;
        }
        let mut bytes = [0; 4096];
        match self.pipe.read(&mut bytes) {
            Ok(0) | Err(_) => self.open = false,
            Ok(n) => self.rest.extend(&bytes[..n]),
        }
        while let Some(end) = self.rest.iter().position(|b| *b == b'\n') {
            let whole: Vec<u8> = self.rest.drain(..=end).collect();
            line(String::from_utf8_lossy(&whole).trim_end());
        }
    }
}
