//! A list of texts for each worker: pushed, popped, inserted, removed, set, cut. What it holds follows from the number of
//! changes.

use std::ops::Range;

use ipo::{Error, Handle, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Lines {
    lines: Vec<String>,
    numbers: Vec<u64>,
}

/// Elements that a list has at most.
const MOST: usize = 60;

#[derive(Debug)]
pub(super) struct Lists {
    seed: u64,
    all: Place<Vec<Handle<Lines>>>,
    counts: Place<Vec<u64>>,
    handles: Vec<Handle<Lines>>,
    model: Vec<Lines>,
    known: Vec<u64>,
}

impl Lists {
    pub(super) fn new(seed: u64) -> Lists {
        let (all, counts) = (Place::new("lists"), Place::new("lists: counts"));
        Lists { seed, all, counts, handles: Vec::new(), model: Vec::new(), known: Vec::new() }
    }
}

enum Change {
    Push(String),
    Pop,
    Insert(usize, String),
    Remove(usize),
    Set(usize, String),
    Append(usize, String),
    Truncate(usize),
    /// Of the numbers.
    Extend(u64, usize),
    Cut(usize),
}

/// Change `n` of a worker, whose lists have so many elements.
fn plan(seed: u64, worker: usize, n: u64, len: usize, numbers: usize) -> Change {
    let mut random = Random::new(&[seed, 2, worker as u64, n]);
    let text = |random: &mut Random| {
        let len = random.index(90);
        format!("{n} {}", "x".repeat(len))
    };
    if len >= MOST {
        return Change::Truncate(random.index(MOST));
    }
    match random.below(9) {
        0 | 1 => Change::Push(text(&mut random)),
        2 if len > 0 => Change::Pop,
        3 => Change::Insert(random.index(len + 1), text(&mut random)),
        4 if len > 0 => Change::Remove(random.index(len)),
        5 if len > 0 => Change::Set(random.index(len), text(&mut random)),
        6 if len > 0 => Change::Append(random.index(len), text(&mut random)),
        7 if numbers >= MOST => Change::Cut(random.index(numbers)),
        _ => Change::Extend(n, 1 + random.index(12)),
    }
}

fn change(tx: &mut Tx<'_>, handle: Handle<Lines>, (seed, worker): (u64, usize), n: u64) -> Result<(), Fault> {
    let mut lists = tx.get_mut(handle)?;
    let planned = plan(seed, worker, n, lists.lines().len(), lists.numbers().len());
    let mut lines = lists.lines_mut();
    match planned {
        Change::Push(text) => lines.push(&text)?,
        Change::Pop => drop(lines.pop()?),
        Change::Insert(at, text) => lines.insert(at, &text)?,
        Change::Remove(at) => drop(lines.remove(at)?),
        Change::Set(at, text) => lines.set(at, &text)?,
        Change::Append(at, text) => match lines.get_mut(at) {
            Some(mut line) => {
                line.truncate(20.min(line.len()))?;
                line.push_str(&text)?;
            }
            None => return Err(Fault::broken(format_args!("a list of worker {worker} has no line {at}"))),
        },
        Change::Truncate(len) => lines.truncate(len)?,
        Change::Extend(n, count) => lists.numbers_mut().extend_from_slice(&vec![n; count])?,
        Change::Cut(len) => lists.numbers_mut().truncate(len)?,
    }
    Ok(())
}

impl Lines {
    fn apply(&mut self, change: Change) {
        match change {
            Change::Push(text) => self.lines.push(text),
            Change::Pop => drop(self.lines.pop()),
            Change::Insert(at, text) => self.lines.insert(at, text),
            Change::Remove(at) => drop(self.lines.remove(at)),
            Change::Set(at, text) => self.lines[at] = text,
            Change::Append(at, text) => {
                let line = &mut self.lines[at];
                line.truncate(20);
                line.push_str(&text);
            }
            Change::Truncate(len) => self.lines.truncate(len),
            Change::Extend(n, count) => self.numbers.extend(vec![n; count]),
            Change::Cut(len) => self.numbers.truncate(len),
        }
    }
}

impl Workload for Lists {
    fn name(&self) -> &'static str {
        "lists"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        let empty = Lines { lines: Vec::new(), numbers: Vec::new() };
        self.model = vec![empty.clone(); workers];
        self.known = vec![0; workers];
        self.handles = (0..workers).map(|_| turn.put(&empty)).collect::<Result<_, _>>()?;
        self.all.make(turn, &self.handles)?;
        self.counts.make(turn, &vec![0; workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.all.find(turn)?;
        self.counts.find(turn)?;
        self.handles = turn.load(self.all.at())?;
        Ok(())
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let (own, who) = (self.handles[station.worker], (self.seed, station.worker));
        station.transactions(self.counts.at(), numbers, |tx, n| change(tx, own, who, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        for (worker, model) in self.model.iter_mut().enumerate() {
            while self.known[worker] < done[worker] {
                let planned = plan(self.seed, worker, self.known[worker], model.lines.len(), model.numbers.len());
                model.apply(planned);
                self.known[worker] += 1;
            }
            let found = turn.load(self.handles[worker])?;
            findings.compare(format_args!("the lists of worker {worker}"), &found, model);
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        self.handles.len() as u64 + 2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        for handle in std::mem::take(&mut self.handles) {
            turn.remove(handle)?;
        }
        self.all.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
