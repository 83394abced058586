//! Instruction counts of ipo's hot operations, which do not depend on how busy the machine is:
//!
//! ```text
//! cargo run --profile bench -p ipo-counts                counts, compares with counts.txt, names what grew by more than 5 %
//! cargo run --profile bench -p ipo-counts -- map/        the operations whose names contain that
//! cargo run --profile bench -p ipo-counts -- --write     counts and notes the counts in counts.txt
//! cargo run --profile bench -p ipo-counts -- --run NAME  runs one operation once, for a profiler
//! ```
//!
//! Needs valgrind, whose tool callgrind counts. The counts depend on the compiler and the processor's kind.

#![allow(missing_docs, missing_debug_implementations)]

mod operations;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use operations::{ALL, Operation};

type Failure = Box<dyn std::error::Error>;

/// More than this share of the noted count is too much.
const TOLERANCE: f64 = 0.05;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args[..] {
        ["--run", name] => run(name),
        ["--write"] => write(),
        [] => compare(""),
        [filter] if !filter.starts_with('-') => compare(filter),
        _ => Err("usage: [FILTER | --write | --run NAME]".into()),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("counts: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(name: &str) -> Result<bool, Failure> {
    let operation = ALL.iter().find(|operation| operation.name == name).ok_or("no such operation")?;
    (operation.run)(operation.rounds)?;
    Ok(true)
}

/// Instructions that one round of an operation takes.
fn count(operation: &Operation) -> Result<f64, Failure> {
    let program = std::env::current_exe()?;
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            "--collect-atstart=no",
            "--toggle-collect=*counted*",
        ])
        .arg(program)
        .args(["--run", operation.name])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("valgrind cannot be started ({error}): install it"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let collected = text.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim());
    match collected.map(str::parse::<u64>) {
        Some(Ok(count)) if output.status.success() && count > 0 => Ok(count as f64 / operation.rounds as f64),
        _ => Err(format!("callgrind counted nothing for {}:\n{text}", operation.name).into()),
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("counts.txt")
}

fn write() -> Result<bool, Failure> {
    let mut text = String::new();
    for operation in ALL {
        let line = format!("{}: {:.1}", operation.name, count(operation)?);
        println!("{line}");
        writeln!(text, "{line}")?;
    }
    std::fs::write(file(), text)?;
    Ok(true)
}

/// Says whether nothing grew by too much.
fn compare(filter: &str) -> Result<bool, Failure> {
    let text = std::fs::read_to_string(file()).map_err(|error| format!("counts.txt: {error}"))?;
    let noted: BTreeMap<&str, f64> = text
        .lines()
        .filter_map(|line| line.rsplit_once(": "))
        .map(|(name, count)| Ok((name, count.parse()?)))
        .collect::<Result<_, std::num::ParseFloatError>>()?;
    let mut grown = Vec::new();
    println!("operation | noted | now | change");
    for operation in ALL.iter().filter(|operation| operation.name.contains(filter)) {
        let name = operation.name;
        let now = count(operation)?;
        let Some(&before) = noted.get(name) else {
            println!("{name} | - | {now:.1} | new");
            continue;
        };
        let change = now / before - 1.0;
        println!("{name} | {before:.1} | {now:.1} | {:+.1} %", 100.0 * change);
        if change > TOLERANCE {
            grown.push(name);
        }
    }
    if grown.is_empty() {
        println!("nothing grew by more than {:.0} %", 100.0 * TOLERANCE);
    } else {
        println!("grew by more than {:.0} %: {}", 100.0 * TOLERANCE, grown.join(", "));
    }
    Ok(grown.is_empty())
}
