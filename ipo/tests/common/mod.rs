//! Heaps that go away with their test, and processes that die where they are told to.

#![allow(dead_code, reason = "not every test file uses all of it")]

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ipo::{Heap, HeapOptions};

/// How long anything may take.
pub(crate) const LONG: Duration = Duration::from_secs(30);

const JOB: &str = "IPO_TEST_JOB";
const NAME: &str = "IPO_TEST_HEAP";

/// A name that no other test has; what has it is removed at the end.
pub(crate) struct Name(pub(crate) String);

impl Name {
    pub(crate) fn new() -> Name {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Name(format!("test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    pub(crate) fn options(&self) -> HeapOptions {
        Heap::options().capacity(1 << 20).journal(128 << 10).timeout(Duration::ZERO)
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // A foreign file, or gone already.
        if Heap::remove(&self.0).is_err() {
            let _ = std::fs::remove_file(format!("/dev/shm/ipo.{}", self.0));
        }
    }
}

/// A process that does one job with a heap; killed when dropped.
pub(crate) struct Other {
    process: Child,
}

impl Other {
    /// Starts this test program once more, for the job, and waits until it says that it has come so far.
    pub(crate) fn start(job: &str, name: &Name) -> Other {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_entry", "--nocapture", "--test-threads=1"])
            .env(JOB, job)
            .env(NAME, &name.0)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = [0; 1];
        process.stderr.as_mut().unwrap().read_exact(&mut said).expect("the other process says that it is ready");
        Other { process }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill(); // ended already
        let _ = self.process.wait();
    }
}

/// What a process is started for: it gets the heap's name, and a function that says "ready" and stays.
pub(crate) type Job = fn(&str, &dyn Fn());

/// The body of the test `child_entry`: does the job that this process was started for, if it was, and stays until it is
/// killed, or its parent is gone.
pub(crate) fn run_job(jobs: &[(&str, Job)]) {
    let Ok(job) = std::env::var(JOB) else { return };
    let name = std::env::var(NAME).unwrap();
    let (_, work) = jobs.iter().find(|(known, _)| *known == job).unwrap();
    work(&name, &|| {
        eprint!(".");
        // Until the parent's end of it is gone.
        let _ = std::io::stdin().read(&mut [0; 1]);
    });
}
