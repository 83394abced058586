//! `ipo`: which heaps exist, is one sound, what is in it, away with the dead ones.

mod list;
mod remove;
mod show;
mod verify;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use ipo::{Error, Heap, HeapOptions, OwnerRule};

/// Everything is as it should be.
const FINE: u8 = 0;
/// The heap was looked at, and is not sound.
const UNSOUND: u8 = 1;
// 2 is clap's: the command line is wrong.
/// It could not be done: no such heap, not a heap, not allowed, or it took too long.
const FAILED: u8 = 3;

/// Looks at the heaps of ipo on this machine.
#[derive(Debug, Parser)]
#[command(name = "ipo", version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str =
    "Exit status: 0 all is well, 1 a heap is not sound, 2 the command line is wrong, 3 it could not be done.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the heaps of a directory, with their state; names of heaps that are over for everybody are cleared away
    #[command(alias = "list")]
    Ls(list::Options),
    /// Walks through everything in a heap and says what does not fit together
    Verify(verify::Options),
    /// Shows who is attached to a heap, how full it is, and what is in it
    Show(show::Options),
    /// Removes dead heaps, or heaps by name
    #[command(alias = "remove")]
    Rm(remove::Options),
}

/// Where heaps are looked for.
#[derive(Debug, Args)]
struct Place {
    /// The directory of the heaps
    #[arg(long, value_name = "PATH", default_value = "/dev/shm")]
    dir: PathBuf,
}

/// One heap, to be looked at.
#[derive(Debug, Args)]
struct Target {
    /// The heap's name; with a slash in it, the path of its file
    name: String,
    #[command(flatten)]
    place: Place,
    /// How many seconds to wait for a turn that others hold
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds)]
    timeout: f64,
    /// Attach for writing: if a process died in the middle of a change, undo it
    #[arg(long)]
    repair: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(number) if Duration::try_from_secs_f64(number).is_ok() => Ok(number),
        _ => Err("a number of seconds is wanted, like 10 or 0.5".into()),
    }
}

impl Target {
    /// Attaches without changing anything, unless a repair is asked for, and without checking anything: that is what the
    /// look is for.
    fn attach(&self) -> Result<Heap, Error> {
        let options = HeapOptions::new()
            .directory(&self.place.dir)
            .owner(OwnerRule::Anyone)
            .timeout(self.limit())
            .read_only(!self.repair)
            .trust(true);
        // A `timeout` would also wait for a creator; nobody creates the heap that is to be looked at.
        let exists = if self.is_path() { self.path().exists() } else { self.file().exists() };
        if !exists {
            return Err(Error::NoSuchHeap { name: self.name.clone() });
        }
        if self.is_path() { options.attach_file(self.path()) } else { options.attach(&self.name) }
    }

    fn is_path(&self) -> bool {
        self.name.contains('/')
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(&self.name)
    }

    /// The file of a heap with this name.
    fn file(&self) -> PathBuf {
        self.place.dir.join(format!("ipo.{}", self.name))
    }

    fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.timeout)
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Written at once, so that a reader that has seen enough (`head`) is no error.
    let mut out = String::new();
    let done = match &cli.command {
        Command::Ls(options) => list::run(options, &mut out),
        Command::Verify(options) => verify::run(options, &mut out),
        Command::Show(options) => show::run(options, &mut out),
        Command::Rm(options) => remove::run(options, &mut out),
    };
    let _ = std::io::stdout().write_all(out.as_bytes());
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("ipo: {error}");
            if matches!(error, Error::NeedsRecovery) {
                eprintln!("ipo: with --repair, this command undoes the change that the dead process was in");
            }
            ExitCode::from(FAILED)
        }
    }
}

/// Bytes, to be read by people.
fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut unit = 0;
    let mut size = n as f64;
    while size >= 1024.0 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{n} B") } else { format!("{size:.1} {}", UNITS[unit]) }
}

/// A length of time, to be read by people: its two largest units.
fn age(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0, s) => format!("{s} s"),
        (0, 0, m, s) => format!("{m} min {s} s"),
        (0, h, m, _) => format!("{h} h {m} min"),
        (d, h, _, _) => format!("{d} d {h} h"),
    }
}
