//! The second process of a row: this program again, on a core of its own. It reads lines and answers with lines.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{BufRead, BufReader, Lines, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::{Failure, increments, latest, locks, machine, messages};

/// First argument of the second process.
pub const FLAG: &str = "second-process";
/// The core of the first process, and of the second.
pub const CORES: (usize, usize) = (0, 1);

/// A running second process. Ends when dropped: its input ends.
pub struct Second {
    child: Child,
    io: RefCell<(Option<ChildStdin>, Lines<BufReader<ChildStdout>>)>,
}

impl Second {
    /// Starts this program again with that job; returns when it says that it is ready.
    pub fn start(job: &[&dyn Display]) -> Result<Second, Failure> {
        let second = Second::begin(job)?;
        second.answer()?;
        Ok(second)
    }

    /// The same, without waiting until it is ready.
    pub fn begin(job: &[&dyn Display]) -> Result<Second, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(FLAG).args(job.iter().map(ToString::to_string)).stdin(Stdio::piped()).stdout(Stdio::piped());
        let dies_with_us = || {
            // SAFETY: changes a flag of the process that is about to be.
            match unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) } {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            }
        };
        // SAFETY: the closure makes one system call and touches no memory.
        let mut child = unsafe { command.pre_exec(dies_with_us) }.spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        Ok(Second { child, io: RefCell::new((input, output)) })
    }

    pub fn tell(&self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.io.borrow_mut().0.as_mut().ok_or("no input")?, "{line}")?)
    }

    pub fn answer(&self) -> Result<String, Failure> {
        let line = self.io.borrow_mut().1.next().ok_or("its second process ended")??;
        match line.strip_prefix("failed: ") {
            Some(why) => Err(format!("in its second process: {why}").into()),
            None => Ok(line),
        }
    }

    /// Tells it a line, and waits for what it says.
    pub fn ask(&self, line: &str) -> Result<String, Failure> {
        self.tell(line)?;
        self.answer()
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.io.borrow_mut().0 = None;
        let _ = self.child.wait();
    }
}

/// What the second process does. What goes wrong there is its last answer.
pub fn run(job: &[String]) -> Result<(), Failure> {
    machine::pin(CORES.1);
    let job: Vec<&str> = job.iter().map(String::as_str).collect();
    let result = match job[..] {
        ["increments", heap] => increments::second(heap),
        ["latest", kind, name] => latest::second(kind, name),
        ["locks", kind, name] => locks::second(kind, name),
        ["messages", work, link, name] => messages::second(work, link, name),
        _ => Err("no such job".into()),
    };
    if let Err(failure) = result {
        println!("failed: {}", failure.to_string().replace('\n', " "));
    }
    Ok(())
}

/// The lines that this process is told.
pub fn lines() -> impl Iterator<Item = String> {
    println!("ready");
    std::io::stdin().lines().map_while(Result::ok)
}
