//! A map and an ordered map for all workers, in which each inserts and removes entries of its own. What they hold follows
//! from the numbers of changes.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use ipo::{Error, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

/// Keys that each worker has.
const KEYS: u64 = 40;

#[derive(SharedStruct, Clone, Debug, PartialEq, Default)]
struct Both {
    texts: HashMap<String, String>,
    numbers: BTreeMap<u64, u64>,
}

#[derive(Debug)]
pub(super) struct Maps {
    seed: u64,
    maps: Place<Both>,
    counts: Place<Vec<u64>>,
    model: Both,
    known: Vec<u64>,
}

impl Maps {
    pub(super) fn new(seed: u64) -> Maps {
        let (maps, counts) = (Place::new("maps"), Place::new("maps: counts"));
        Maps { seed, maps, counts, model: Both::default(), known: Vec::new() }
    }
}

/// Changes of one transaction: of this key to this value, or to none.
fn plan(seed: u64, worker: usize, n: u64) -> Vec<(u64, Option<u64>)> {
    let mut random = Random::new(&[seed, 4, worker as u64, n]);
    (0..1 + random.below(4))
        .map(|_| {
            let key = random.below(KEYS);
            (key, (random.below(3) > 0).then_some(n))
        })
        .collect()
}

fn text_key(worker: usize, key: u64) -> String {
    format!("key {key} of worker {worker}")
}

fn text(key: u64, n: u64) -> String {
    format!("{n} {}", "v".repeat((key * 3 + n % 7) as usize))
}

/// Keys of different workers lie beside each other.
fn number_key(worker: usize, key: u64) -> u64 {
    key << 8 | worker as u64
}

fn change(tx: &mut Tx<'_>, at: ipo::Handle<Both>, (seed, worker): (u64, usize), n: u64) -> Result<(), Fault> {
    let mut maps = tx.get_mut(at)?;
    for (key, value) in plan(seed, worker, n) {
        match value {
            Some(n) => {
                maps.texts_mut().insert(&text_key(worker, key), &text(key, n))?;
                maps.numbers_mut().insert(number_key(worker, key), n)?;
            }
            None => {
                let one = maps.texts_mut().remove(&text_key(worker, key))?.is_some();
                let two = maps.numbers_mut().remove(number_key(worker, key))?.is_some();
                if one != two {
                    return Err(Fault::broken(format_args!("key {key} of worker {worker} is in one map only")));
                }
            }
        }
    }
    Ok(())
}

impl Workload for Maps {
    fn name(&self) -> &'static str {
        "maps"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.known = vec![0; workers];
        self.maps.make(turn, &Both::default())?;
        self.counts.make(turn, &vec![0; workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.maps.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        let (at, who) = (self.maps.at(), (self.seed, station.worker));
        station.transactions(self.counts.at(), numbers, |tx, n| change(tx, at, who, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        for (worker, (known, done)) in self.known.iter_mut().zip(done).enumerate() {
            for n in *known..*done {
                for (key, value) in plan(self.seed, worker, n) {
                    let (text_key, number_key) = (text_key(worker, key), number_key(worker, key));
                    if let Some(n) = value {
                        self.model.texts.insert(text_key, text(key, n));
                        self.model.numbers.insert(number_key, n);
                    } else {
                        self.model.texts.remove(&text_key);
                        self.model.numbers.remove(&number_key);
                    }
                }
            }
            *known = (*known).max(*done);
        }
        let found = turn.load(self.maps.at())?;
        findings.compare("the ordered map", &found.numbers, &self.model.numbers);
        findings.compare("the map", &found.texts, &self.model.texts);
        // Also by look-up, not only by a walk.
        let maps = turn.get(self.maps.at())?;
        for (key, value) in &self.model.texts {
            findings.compare(key, &maps.texts().get(key), &Some(value.as_str()));
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.maps.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
