//! What is not as it has to be, and how it is counted.

use std::fmt;

use ipo::{Error, Report};

/// Why an operation came to no good end.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Given up on purpose: everything must be as before.
    Refused,
    /// So many operations that were acknowledged are missing.
    Lost(u64, String),
    /// Something else is not as it has to be.
    Broken(String),
    /// The heap says no.
    Heap(Error),
}

impl Fault {
    pub(crate) fn broken(what: impl fmt::Display) -> Fault {
        Fault::Broken(what.to_string())
    }

    /// (lost, broken).
    pub(crate) fn counts(&self) -> (u64, u64) {
        match self {
            Fault::Lost(count, _) => (*count, 0),
            _ => (0, 1),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::Heap(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Refused => f.write_str("a change that was given up was done"),
            Fault::Lost(count, what) => write!(f, "{count} lost: {what}"),
            Fault::Broken(what) => f.write_str(what),
            Fault::Heap(error) => write!(f, "the heap says: {error}"),
        }
    }
}

/// What an audit found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) lost: u64,
    pub(crate) broken: u64,
    pub(crate) leaked: u64,
}

/// Lines that are printed of what was found; the rest is counted.
const SHOWN: u64 = 40;

impl Findings {
    pub(crate) fn count(&self) -> u64 {
        self.lost + self.broken + self.leaked
    }

    fn show(&self, what: fmt::Arguments<'_>) {
        if self.count() < SHOWN {
            eprintln!("{what}");
        }
    }

    pub(crate) fn broken(&mut self, what: impl fmt::Display) {
        self.show(format_args!("broken: {what}"));
        self.broken += 1;
    }

    pub(crate) fn leaked(&mut self, count: u64, what: impl fmt::Display) {
        self.show(format_args!("leaked: {what}"));
        self.leaked += count;
    }

    pub(crate) fn fault(&mut self, at: impl fmt::Display, fault: &Fault) {
        self.show(format_args!("{at}: {fault}"));
        let (lost, broken) = fault.counts();
        (self.lost, self.broken) = (self.lost + lost, self.broken + broken);
    }

    /// A difference between what is there and what has to be there is a finding.
    pub(crate) fn compare<T: PartialEq + fmt::Debug>(&mut self, what: impl fmt::Display, found: &T, expected: &T) {
        if found != expected {
            self.broken(format_args!("{what}: {found:?}, where there must be {expected:?}"));
        }
    }

    /// What the heap says of itself.
    pub(crate) fn verified(&mut self, report: &Report) {
        for finding in &report.findings {
            let what = format_args!("verify: {:#x}: {}", finding.offset, finding.what);
            // Blocks that are in use and nobody's.
            if finding.what.contains("leaked") { self.leaked(1, what) } else { self.broken(what) }
        }
    }
}
