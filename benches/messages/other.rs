//! The second process: this program again. It reads numbers, one a line, and answers with lines.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ipo::{Heap, Lifetime};

use super::{Failure, fan_out, machine, wake};

pub const FLAG: &str = "other-process";

/// Ends when dropped: its input ends.
pub struct Other {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Other {
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
    machine::pin(1);
    let job: Vec<&str> = job.iter().map(String::as_str).collect();
    match job[..] {
        ["wake", heap, path] => wake::other(heap, path),
        ["fan-out", heap] => fan_out::other(heap),
        #[cfg(feature = "async")]
        ["echo", heap] => super::awaited::other(heap),
        _ => Err("no such job".into()),
    }
}

/// A heap for one part of this program.
pub fn heap(part: &str) -> Result<(String, Heap), Failure> {
    let name = format!("ipo-messages-{part}-{}", std::process::id());
    let heap = Heap::options().capacity(64 << 20).lifetime(Lifetime::UntilLastLeaves).create(&name)?;
    Ok((name, heap))
}

/// The lines that this process is told.
pub fn lines() -> impl Iterator<Item = String> {
    println!("ready");
    std::io::stdin().lines().map_while(Result::ok)
}
