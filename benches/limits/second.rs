//! The second process of a row: this program again, on a core of its own. It reads lines and answers with lines.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use ipo::Heap;

use super::{Failure, increments, latest, machine, messages, race};

/// First argument of the second process.
pub const FLAG: &str = "second-process";
/// The core of the first process, and of the second.
pub const CORES: (usize, usize) = (0, 1);

/// A running second process. Ends when dropped: its input ends.
pub struct Second {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Second {
    /// Starts this program again with that job; returns when it says that it is ready.
    pub fn start(job: &[&str]) -> Result<Second, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(FLAG)
            .args(job)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut second = Second { child, input, output };
        second.answer()?;
        Ok(second)
    }

    pub fn tell(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.input.as_mut().ok_or("no input")?, "{line}")?)
    }

    pub fn answer(&mut self) -> Result<String, Failure> {
        Ok(self.output.next().ok_or("the second process ended")??)
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

/// What the second process does.
pub fn run(job: &[String]) -> Result<(), Failure> {
    machine::pin(CORES.1);
    let job: Vec<&str> = job.iter().map(String::as_str).collect();
    match job[..] {
        ["stay", heap] => stay(heap),
        ["increments", heap] => increments::second(heap),
        ["latest", heap, path] => latest::second(heap, path),
        ["messages", heap, raw] => messages::second(heap, raw),
        ["race", heap, mutex] => race::second(heap, mutex),
        _ => Err("no such job".into()),
    }
}

/// Attaches, and does nothing more than that.
fn stay(heap: &str) -> Result<(), Failure> {
    let _heap = Heap::options().timeout(Duration::from_secs(10)).attach(heap)?;
    println!("ready");
    for line in std::io::stdin().lines() {
        line?;
    }
    Ok(())
}
