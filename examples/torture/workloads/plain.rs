//! Without transactions: each operation by itself is all or nothing, and stays if the next one is cut off. What each worker's
//! object holds tells exactly how many were done.

use std::ops::Range;

use ipo::{Error, Handle, SharedStruct, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::station::Station;
use super::{Place, Workload};

/// Numbers in a list, or one more.
const LEN: u64 = 30;

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Row {
    /// The last numbers in order.
    numbers: Vec<u64>,
    text: String,
}

#[derive(Debug)]
pub(super) struct Plain {
    rows: Place<Vec<Handle<Row>>>,
    handles: Vec<Handle<Row>>,
}

impl Plain {
    pub(super) fn new() -> Plain {
        Plain { rows: Place::new("rows"), handles: Vec::new() }
    }
}

/// The text after round `n`; the number in front tells the round.
fn text(round: u64) -> String {
    format!("{round} {}", "t".repeat(round as usize * 5 % 60))
}

/// What a row is after so many operations. A round has three: push a number, remove the oldest, set the text.
fn row(done: u64) -> Row {
    let (round, step) = (done / 3, done % 3);
    let (first, last) = match step {
        0 => (round, round + LEN),
        1 => (round, round + LEN + 1),
        _ => (round + 1, round + LEN + 1),
    };
    Row { numbers: (first..last).collect(), text: text(round) }
}

fn operate(turn: &mut WriteTurn<'_>, at: Handle<Row>, n: u64) -> Result<(), Error> {
    let mut row = turn.get_mut(at)?;
    match n % 3 {
        0 => row.numbers_mut().push(n / 3 + LEN),
        1 => row.numbers_mut().remove(0).map(drop),
        _ => row.set_text(&text(n / 3 + 1)),
    }
}

impl Workload for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.handles = (0..workers).map(|_| turn.put(&row(0))).collect::<Result<_, _>>()?;
        self.rows.make(turn, &self.handles)
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.rows.find(turn)?;
        self.handles = turn.load(self.rows.at())?;
        Ok(())
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let own = self.handles[station.worker];
        station.write(|turn| {
            for n in numbers {
                station.begin(n);
                operate(turn, own, n)?;
                // It stays, although the turn goes on.
                station.acknowledge(n);
            }
            Ok(())
        })
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        let found = turn.load(self.handles[worker])?;
        let round: u64 = found.text.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or_default();
        let done = (0..3).map(|step| round * 3 + step).find(|done| row(*done) == found);
        done.ok_or_else(|| Fault::broken(format_args!("the row of worker {worker} is none: {found:?}")))
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        for (worker, handle) in self.handles.iter().enumerate() {
            findings.compare(format_args!("the row of worker {worker}"), &turn.load(*handle)?, &row(done[worker]));
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        self.handles.len() as u64 + 1
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        for handle in std::mem::take(&mut self.handles) {
            turn.remove(handle)?;
        }
        self.rows.take_down(turn)
    }
}
