//! Makes the tables of `BENCHMARKS.md` and the charts of `benches/charts` from the files in `benches/results`:
//! `cargo run -p ipo-report`. What stands between the markers of the page is replaced, the rest stays.
//!
//! `cargo run -p ipo-report -- machine` notes the machine first, in `benches/results/machine.tsv`.

// A private program: its items are documented where that helps, and nobody else prints its types.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub)]

mod chart;
mod machine;
mod page;
mod results;
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use results::Results;

/// What any part of this program may fail with.
type Failure = Box<dyn std::error::Error>;

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files that are made: their paths from the root on, and what is to stand in them.
fn made(root: &Path) -> Result<Vec<(&'static str, String)>, Failure> {
    let results = Results::read(&root.join("benches/results"))?;
    let page = std::fs::read_to_string(root.join("BENCHMARKS.md"))?;
    Ok(vec![
        ("BENCHMARKS.md", page::fill(&page, &results)?),
        ("benches/charts/throughput.svg", chart::throughput(&results)),
        ("benches/charts/increments.svg", chart::increments(&results)),
    ])
}

fn main() -> ExitCode {
    let note_machine = std::env::args().nth(1).is_some_and(|arg| arg == "machine");
    let done = if note_machine { machine::note(&root()) } else { write(&root()) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("report: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn write(root: &Path) -> Result<(), Failure> {
    for (path, content) in made(root)? {
        std::fs::write(root.join(path), content)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_charts_are_those_of_the_results() {
        for (path, content) in made(&root()).unwrap() {
            let committed = std::fs::read_to_string(root().join(path)).unwrap();
            assert_eq!(committed, content, "{path}: run `cargo run -p ipo-report`, and commit what it writes");
        }
    }
}
