//! Read turns: the money of all accounts is always the same, so nobody sees half a transaction. What readers change is one
//! atomic number each.

use std::ops::Range;

use ipo::{Atomic, Error, Handle, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::station::Station;
use super::accounts::{self, Account};
use super::{Place, Workload};

/// Looks at all accounts in each operation.
const LOOKS: u64 = 8;

#[derive(Debug)]
pub(super) struct Readers {
    counts: Place<Vec<Atomic<u64>>>,
    accounts: Vec<Handle<Account>>,
}

impl Readers {
    pub(super) fn new() -> Readers {
        Readers { counts: Place::new("readers: counts"), accounts: Vec::new() }
    }
}

impl Workload for Readers {
    fn name(&self) -> &'static str {
        "readers"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.counts.make(turn, &vec![Atomic(0); workers])
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.counts.find(turn)?;
        let all: Handle<Vec<Handle<Account>>> = turn.root(accounts::ROOT)?;
        self.accounts = turn.load(all)?;
        Ok(())
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        station.read(|turn| {
            for n in numbers {
                for _ in 0..LOOKS {
                    let mut total = 0;
                    for account in &self.accounts {
                        total += turn.get(*account)?.balance();
                    }
                    if total != accounts::TOTAL {
                        return Err(Fault::broken(format_args!("a reader finds {total} on all accounts")));
                    }
                }
                let counts = turn.get(self.counts.at())?;
                let own = counts.get(station.worker).ok_or_else(|| Fault::broken("no count of a reader"))?;
                station.begin(n);
                let before = own.fetch_add(1)?;
                station.acknowledge(n);
                if before != n {
                    return Err(Fault::broken(format_args!("read turn {n} finds the count {before}")));
                }
            }
            Ok(())
        })
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        let count = turn.get(self.counts.at())?.get(worker).map(|count| count.load());
        count.ok_or_else(|| Fault::broken(format_args!("no count of reader {worker}")))
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        let found: Vec<u64> = turn.load(self.counts.at())?.into_iter().map(|count| count.0).collect();
        findings.compare("the counts of readers", &found, &done.to_vec());
        Ok(())
    }

    fn objects(&self) -> u64 {
        1
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.counts.take_down(turn)
    }
}
