//! Money moves between accounts, several moves in one transaction. The sum stays the same, and every balance follows from
//! the numbers of transactions alone, whatever the order.

use std::ops::Range;

use ipo::{Error, Handle, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::Random;
use super::super::station::Station;
use super::{Place, Workload, counted};

pub(super) const ACCOUNTS: usize = 24;
/// On each account at the start.
const MONEY: i64 = 1_000;
/// On all accounts together, at any time.
pub(super) const TOTAL: i64 = ACCOUNTS as i64 * MONEY;
pub(super) const ROOT: &str = "accounts";

#[derive(SharedStruct, Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub(super) balance: i64,
    moves: u64,
    /// The last move of each worker.
    notes: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Accounts {
    seed: u64,
    all: Place<Vec<Handle<Account>>>,
    counts: Place<Vec<u64>>,
    /// The accounts, in each process.
    handles: Vec<Handle<Account>>,
    /// What they must be after so many transactions of each worker.
    model: Vec<Account>,
    known: Vec<u64>,
}

struct Move {
    from: usize,
    to: usize,
    amount: i64,
}

impl Accounts {
    pub(super) fn new(seed: u64) -> Accounts {
        let (all, counts) = (Place::new(ROOT), Place::new("accounts: counts"));
        Accounts { seed, all, counts, handles: Vec::new(), model: Vec::new(), known: Vec::new() }
    }
}

/// What transaction `n` of a worker moves.
fn moves(seed: u64, worker: usize, n: u64) -> Vec<Move> {
    let mut random = Random::new(&[seed, 1, worker as u64, n]);
    (0..1 + random.below(5))
        .map(|_| Move { from: random.index(ACCOUNTS), to: random.index(ACCOUNTS), amount: random.below(500) as i64 })
        .collect()
}

fn note(worker: usize, n: u64, amount: i64) -> String {
    format!("{amount} by transaction {n} of worker {worker}")
}

fn change(tx: &mut Tx<'_>, handles: &[Handle<Account>], (seed, worker): (u64, usize), n: u64) -> Result<(), Fault> {
    for Move { from, to, amount } in moves(seed, worker, n) {
        for (account, amount) in [(from, -amount), (to, amount)] {
            let mut account = tx.get_mut(handles[account])?;
            account.set_balance(account.balance() + amount);
            account.set_moves(account.moves() + 1);
            account.notes_mut().set(worker, &note(worker, n, amount))?;
        }
    }
    Ok(())
}

impl Workload for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        let account = Account { balance: MONEY, moves: 0, notes: vec![String::new(); workers] };
        self.model = vec![account.clone(); ACCOUNTS];
        self.known = vec![0; workers];
        self.handles = (0..ACCOUNTS).map(|_| turn.put(&account)).collect::<Result<_, _>>()?;
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
        let who = (self.seed, station.worker);
        station.transactions(self.counts.at(), numbers, |tx, n| change(tx, &self.handles, who, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        for (worker, (known, done)) in self.known.iter_mut().zip(done).enumerate() {
            for n in *known..*done {
                for Move { from, to, amount } in moves(self.seed, worker, n) {
                    for (account, amount) in [(from, -amount), (to, amount)] {
                        let account = &mut self.model[account];
                        account.balance += amount;
                        account.moves += 1;
                        account.notes[worker] = note(worker, n, amount);
                    }
                }
            }
            *known = (*known).max(*done);
        }
        let mut total = 0;
        for (i, (handle, expected)) in self.handles.iter().zip(&self.model).enumerate() {
            let found = turn.load(*handle)?;
            total += found.balance;
            findings.compare(format_args!("account {i}"), &found, expected);
        }
        findings.compare("all money", &total, &TOTAL);
        Ok(())
    }

    fn objects(&self) -> u64 {
        ACCOUNTS as u64 + 2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        for handle in std::mem::take(&mut self.handles) {
            turn.remove(handle)?;
        }
        self.all.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
