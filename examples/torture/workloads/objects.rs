//! Objects are put, named, changed and removed; a list of handles for each worker says which there are.

use std::collections::VecDeque;
use std::ops::Range;

use ipo::{Error, Handle, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Parcel {
    number: u64,
    label: String,
    parts: Vec<Vec<u8>>,
    queue: VecDeque<u64>,
    inside: Option<Box<Parcel>>,
}

impl Parcel {
    fn of(n: u64) -> Parcel {
        let inside = (n % 3 == 0).then(|| Box::new(Parcel::of(n + 1)));
        let parts = vec![vec![n as u8; n as usize % 50], vec![1; n as usize % 700]];
        Parcel { number: n, label: format!("a parcel with the number {n}"), parts, queue: (0..n % 9).collect(), inside }
    }
}

/// Parcels that a worker has at most.
const MOST: usize = 12;

#[derive(Debug)]
pub(super) struct Objects {
    seed: u64,
    shelves: Place<Vec<Vec<Handle<Parcel>>>>,
    counts: Place<Vec<u64>>,
    model: Vec<Vec<Parcel>>,
    known: Vec<u64>,
}

impl Objects {
    pub(super) fn new(seed: u64) -> Objects {
        let (shelves, counts) = (Place::new("shelves"), Place::new("shelves: counts"));
        Objects { seed, shelves, counts, model: Vec::new(), known: Vec::new() }
    }

    fn change(&self, tx: &mut Tx<'_>, worker: usize, n: u64) -> Result<(), Fault> {
        let shelf: Vec<Handle<Parcel>> = match tx.get(self.shelves.at())?.get(worker) {
            Some(shelf) => shelf.iter().collect(),
            None => return Err(Fault::broken(format_args!("no shelf of worker {worker}"))),
        };
        match plan(self.seed, worker, n, shelf.len()) {
            Change::Put => {
                let parcel = tx.put(&Parcel::of(n))?;
                // The last one that was put has a name.
                tx.bind(&name(worker), parcel)?;
                self.shelf(tx, worker, |shelf| shelf.push(parcel))
            }
            Change::Remove(at) => {
                tx.remove(shelf[at])?;
                self.shelf(tx, worker, |shelf| shelf.remove(at).map(drop))
            }
            Change::Store(at) => Ok(tx.store(shelf[at], &Parcel::of(n))?),
            Change::Add(at) => {
                let mut parcel = tx.get_mut(shelf[at])?;
                parcel.queue_mut().push_back(n)?;
                parcel.queue_mut().pop_front()?;
                parcel.label_mut().set(&format!("{n}"))?;
                Ok(())
            }
        }
    }

    fn shelf(
        &self,
        tx: &mut Tx<'_>,
        worker: usize,
        change: impl FnOnce(&mut ipo::ListMut<'_, Handle<Parcel>>) -> Result<(), Error>,
    ) -> Result<(), Fault> {
        let mut shelves = tx.get_mut(self.shelves.at())?;
        match shelves.get_mut(worker) {
            Some(mut shelf) => Ok(change(&mut shelf)?),
            None => Err(Fault::broken(format_args!("no shelf of worker {worker}"))),
        }
    }
}

enum Change {
    Put,
    Remove(usize),
    Store(usize),
    Add(usize),
}

fn plan(seed: u64, worker: usize, n: u64, len: usize) -> Change {
    let mut random = Random::new(&[seed, 6, worker as u64, n]);
    if len == 0 {
        return Change::Put;
    }
    let at = random.index(len);
    match random.below(6) {
        0 | 1 if len < MOST => Change::Put,
        0..=2 => Change::Remove(at),
        3 | 4 => Change::Store(at),
        _ => Change::Add(at),
    }
}

fn name(worker: usize) -> String {
    format!("the last parcel of worker {worker}")
}

impl Workload for Objects {
    fn name(&self) -> &'static str {
        "objects"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.model = vec![Vec::new(); workers];
        self.known = vec![0; workers];
        let first = turn.put(&Parcel::of(0))?;
        turn.remove(first)?;
        self.shelves.make(turn, &vec![Vec::new(); workers])?;
        self.counts.make(turn, &vec![0; workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.shelves.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        station.transactions(self.counts.at(), numbers, |tx, n| self.change(tx, station.worker, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        let shelves = turn.load(self.shelves.at())?;
        for (worker, model) in self.model.iter_mut().enumerate() {
            while self.known[worker] < done[worker] {
                let n = self.known[worker];
                match plan(self.seed, worker, n, model.len()) {
                    Change::Put => model.push(Parcel::of(n)),
                    Change::Remove(at) => drop(model.remove(at)),
                    Change::Store(at) => model[at] = Parcel::of(n),
                    Change::Add(at) => {
                        let parcel = &mut model[at];
                        parcel.queue.push_back(n);
                        parcel.queue.pop_front();
                        parcel.label = format!("{n}");
                    }
                }
                self.known[worker] += 1;
            }
            let found: Vec<Parcel> = shelves[worker].iter().map(|at| turn.load(*at)).collect::<Result<_, _>>()?;
            findings.compare(format_args!("the parcels of worker {worker}"), &found, model);
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        2 + self.model.iter().map(|parcels| parcels.len() as u64).sum::<u64>()
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        for (worker, shelf) in turn.load(self.shelves.at())?.into_iter().enumerate() {
            for parcel in shelf {
                turn.remove(parcel)?;
            }
            match turn.unbind(&name(worker)) {
                Ok(()) | Err(Error::NoSuchRoot { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        self.shelves.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
