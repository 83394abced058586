//! Other processes: this program again. Each reads lines and answers with lines.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use ipo::Heap;

use super::{Failure, blocks, footprint, machine, participants};

/// First argument of another process.
pub const FLAG: &str = "other-process";
/// The core of the first process, and of the others.
pub const CORES: (usize, usize) = (0, 1);

/// Ends when dropped: its input ends.
pub struct Other {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Other {
    /// Starts this program again with that job; returns when it says that it is ready.
    pub fn start(job: &[&str]) -> Result<Other, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg(FLAG).args(job).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut other = Other { child, input, output };
        other.answer()?;
        Ok(other)
    }

    pub fn tell(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.input.as_mut().ok_or("no input")?, "{line}")?)
    }

    pub fn answer(&mut self) -> Result<String, Failure> {
        Ok(self.output.next().ok_or("the other process ended")??)
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

pub fn run(job: &[String]) -> Result<(), Failure> {
    machine::pin(CORES.1);
    let job: Vec<&str> = job.iter().map(String::as_str).collect();
    match job[..] {
        ["stay", heap] => stay(heap),
        ["contend", heap] => participants::other(heap),
        ["footprint", heap] => footprint::other(heap),
        ["glibc"] => blocks::other(),
        _ => Err("no such job".into()),
    }
}

pub fn attach(heap: &str) -> Result<Heap, Failure> {
    Ok(Heap::options().timeout(Duration::from_secs(10)).attach(heap)?)
}

/// Attaches, and does nothing more than that.
fn stay(heap: &str) -> Result<(), Failure> {
    let _heap = attach(heap)?;
    lines().for_each(drop);
    Ok(())
}

/// The lines that this process is told.
pub fn lines() -> impl Iterator<Item = String> {
    println!("ready");
    std::io::stdin().lines().map_while(Result::ok)
}
