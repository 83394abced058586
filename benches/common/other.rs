//! Other processes of a bench: this program again, on a core of its own. Each reads lines and answers with lines. And what the
//! programs begin with, since each is also its own other process.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::time::Duration;

use ipo::Heap;

use super::{Failure, machine};

/// First argument of another process.
const FLAG: &str = "other-process";
/// The core of the first process, and of the others.
pub const CORES: (usize, usize) = (0, 1);

/// A running process. Ends when dropped: its input ends.
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

/// The lines that this process is told, after it has said that it is ready.
pub fn lines() -> impl Iterator<Item = String> {
    println!("ready");
    std::io::stdin().lines().map_while(Result::ok)
}

/// Attaches to a heap of the first process.
pub fn attach(heap: &str) -> Result<Heap, Failure> {
    Ok(Heap::options().timeout(Duration::from_secs(10)).attach(heap)?)
}

/// Attaches, and does nothing more than that.
pub fn stay(heap: &str) -> Result<(), Failure> {
    let _heap = attach(heap)?;
    lines().for_each(drop);
    Ok(())
}

/// The program: the first process does `all`, with its arguments; another one does its job, on its core.
pub fn program(
    name: &str,
    job: impl FnOnce(&[&str]) -> Result<(), Failure>,
    all: impl FnOnce(Vec<String>) -> Result<(), Failure>,
) -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = match args.split_first() {
        Some((first, rest)) if first == FLAG => {
            machine::pin(CORES.1);
            job(&rest.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => all(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{name}: {failure}");
            ExitCode::FAILURE
        }
    }
}
