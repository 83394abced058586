//! Child processes: the running test binary once more, which then does one job instead of the tests.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::LONG;

const JOB: &str = "IPO_TEST_JOB";
const ARGS: &str = "IPO_TEST_ARGS";
/// Between arguments.
const BETWEEN: &str = "\u{1f}";
/// Before each line that a child says, to tell it from what the test harness prints.
const MARK: &str = "@";
/// A child whose test is gone ends by itself after so many seconds.
const LIFE: u32 = 120;

/// Something that a child process can be started for.
pub type Job = fn(&[&str]);

/// The body of the test `child_entry` that every file with child processes has: does the job that this process was
/// started for, if it was.
///
/// # Panics
/// If the job is not in the list.
pub fn run_job(jobs: &[(&str, Job)]) {
    let Ok(wanted) = std::env::var(JOB) else { return };
    end_later();
    let args = std::env::var(ARGS).unwrap_or_default();
    let args: Vec<&str> = if args.is_empty() { Vec::new() } else { args.split(BETWEEN).collect() };
    let job = jobs.iter().find(|(name, _)| *name == wanted);
    job.unwrap_or_else(|| panic!("there is no job {wanted}")).1(&args);
}

fn end_later() {
    // SAFETY: sets this process's timer, nothing else.
    unsafe { libc::alarm(LIFE) };
}

/// Tells the parent something.
///
/// # Panics
/// If the parent does not listen any more.
pub fn say(text: impl std::fmt::Display) {
    // One write, so that lines of a child and of its forked child do not mix.
    let line = format!("\n{MARK}{text}\n");
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).expect("the parent listens");
}

/// Waits for the parent to tell something; an empty text if it has gone.
pub fn hear() -> String {
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
    line.trim_end().to_owned()
}

/// Forks this process, without an exec. The child runs `work`, ends with status 0, or 101 if that panics. Returns the
/// child's process id.
///
/// # Panics
/// If there is no fork to be had.
pub fn fork(work: impl FnOnce()) -> i32 {
    // SAFETY: the jobs that fork have no other threads, so the child may do whatever the parent may.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "fork: {}", std::io::Error::last_os_error());
    if pid == 0 {
        end_later();
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        // SAFETY: ends the child without running what belongs to the parent.
        unsafe { libc::_exit(if done.is_ok() { 0 } else { 101 }) };
    }
    pid
}

/// A child process. Killed when dropped.
#[derive(Debug)]
pub struct Child {
    job: String,
    process: std::process::Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
}

/// Starts this test binary once more, for a job of its `child_entry`.
///
/// # Panics
/// If it cannot be started.
pub fn child(job: &str, args: &[&str]) -> Child {
    let program = std::env::current_exe().expect("the test binary has a path");
    let mut process = Command::new(program)
        .args(["--exact", "child_entry", "--nocapture", "--test-threads=1"])
        .env(JOB, job)
        .env(ARGS, args.join(BETWEEN))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the test binary can be started");
    let (sender, lines) = channel();
    let stdout = process.stdout.take().expect("stdout is a pipe");
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some(text) = line.strip_prefix(MARK) {
                if sender.send(text.to_owned()).is_err() {
                    return;
                }
            }
        }
    });
    let stdin = process.stdin.take();
    Child { job: job.to_owned(), process, stdin, lines }
}

impl Child {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The next thing that it says.
    ///
    /// # Panics
    /// If it says nothing for long, or ends.
    #[track_caller]
    pub fn hear(&self) -> String {
        self.hear_within(LONG)
    }

    /// As [`hear`](Self::hear), with a time limit of its own.
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn hear_within(&self, limit: Duration) -> String {
        match self.lines.recv_timeout(limit) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => panic!("the child `{}` said nothing for {limit:?}", self.job),
            Err(RecvTimeoutError::Disconnected) => panic!("the child `{}` ended without a word", self.job),
        }
    }

    /// What it has said and nobody has heard yet.
    pub fn try_hear(&self) -> Option<String> {
        self.lines.try_recv().ok()
    }

    /// Waits for exactly this.
    ///
    /// # Panics
    /// If it says something else, or as [`hear`](Self::hear).
    #[track_caller]
    pub fn expect(&self, text: &str) {
        assert_eq!(self.hear(), text, "from the child `{}`", self.job);
    }

    /// Tells it something.
    ///
    /// # Panics
    /// If it has ended.
    #[track_caller]
    pub fn tell(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        writeln!(stdin, "{text}")
            .and_then(|()| stdin.flush())
            .unwrap_or_else(|e| panic!("telling `{}`: {e}", self.job));
    }

    /// Waits for its end, which must be a good one.
    ///
    /// # Panics
    /// If it ends badly, or not at all.
    #[track_caller]
    pub fn finish(self) {
        self.finish_within(LONG);
    }

    /// As [`finish`](Self::finish), with a time limit of its own.
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn finish_within(mut self, limit: Duration) {
        self.stdin = None;
        let start = Instant::now();
        loop {
            if let Some(status) = self.status() {
                assert!(status.success(), "the child `{}` ended with {status}", self.job);
                return;
            }
            assert!(start.elapsed() < limit, "the child `{}` does not end within {limit:?}", self.job);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// How it ended, if it has.
    ///
    /// # Panics
    /// If the system does not say.
    pub fn status(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().expect("a child's status can be had")
    }

    /// SIGKILL, and waits until it is gone.
    ///
    /// # Panics
    /// If it ended by itself before.
    #[track_caller]
    pub fn kill(mut self) {
        let ended = self.status();
        assert!(ended.is_none(), "the child `{}` ended before it was killed: {ended:?}", self.job);
        self.end();
    }

    /// SIGKILL without waiting for the end.
    pub fn kill_soon(&mut self) {
        self.signal(libc::SIGKILL);
    }

    /// SIGSTOP, and waits until it stands.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    pub fn stop(&self) {
        self.signal(libc::SIGSTOP);
        super::wait_until("the child stops", || {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap_or_default();
            stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
        });
    }

    /// SIGCONT.
    pub fn go_on(&self) {
        self.signal(libc::SIGCONT);
    }

    fn signal(&self, signal: i32) {
        // SAFETY: the process is our child and has not been waited for, so the id is still its own.
        unsafe { libc::kill(self.pid() as i32, signal) };
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            self.end();
        }
    }
}
