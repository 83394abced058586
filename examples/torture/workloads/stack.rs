//! One list for all workers: each pushes tickets of its own and pops whatever lies on top. No ticket is there twice, none
//! is missing, and those of one worker lie in the order in which it pushed them.

use std::ops::Range;

use ipo::{Error, SharedStruct, Tx, WriteTurn};

use super::super::findings::{Fault, Findings};
use super::super::random::{Random, mix};
use super::super::station::Station;
use super::{Place, Workload, counted};

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Ticket {
    worker: u64,
    number: u64,
    text: String,
}

#[derive(SharedStruct, Clone, Debug, PartialEq)]
struct Stack {
    tickets: Vec<Ticket>,
    /// Of each worker: tickets pushed, those popped by anyone, and the sum of what they hash to.
    pushed: Vec<u64>,
    popped: Vec<u64>,
    sums: Vec<u64>,
}

const MOST: usize = 80;

#[derive(Debug)]
pub(super) struct Stacks {
    seed: u64,
    stack: Place<Stack>,
    counts: Place<Vec<u64>>,
    /// The sum over all tickets that each worker has pushed, and how many these are.
    sums: Vec<(u64, u64)>,
}

impl Stacks {
    pub(super) fn new(seed: u64) -> Stacks {
        Stacks { seed, stack: Place::new("stack"), counts: Place::new("stack: counts"), sums: Vec::new() }
    }
}

fn hash(worker: u64, number: u64) -> u64 {
    mix(&[3, worker, number])
}

fn text(worker: u64, number: u64) -> String {
    format!("ticket {number} of worker {worker}")
}

impl Stacks {
    fn change(&self, tx: &mut Tx<'_>, worker: usize, n: u64) -> Result<(), Fault> {
        let mut random = Random::new(&[self.seed, 3, worker as u64, n]);
        let mut stack = tx.get_mut(self.stack.at())?;
        for _ in 0..1 + random.below(3) {
            let len = stack.tickets().len();
            if len < MOST && (len == 0 || random.below(2) == 0) {
                let number = stack.pushed().get(worker).unwrap_or_default();
                let me = worker as u64;
                stack.tickets_mut().push(&Ticket { worker: me, number, text: text(me, number) })?;
                stack.pushed_mut().set(worker, number + 1)?;
            } else if let Some(ticket) = stack.tickets_mut().pop()? {
                let whose = ticket.worker as usize;
                let popped = stack.popped().get(whose).unwrap_or_default();
                let sum = stack.sums().get(whose).unwrap_or_default();
                stack.popped_mut().set(whose, popped + 1)?;
                stack.sums_mut().set(whose, sum.wrapping_add(hash(ticket.worker, ticket.number)))?;
                if ticket.text != text(ticket.worker, ticket.number) {
                    return Err(Fault::broken(format_args!("a ticket that nobody wrote: {ticket:?}")));
                }
            }
        }
        Ok(())
    }
}

impl Workload for Stacks {
    fn name(&self) -> &'static str {
        "stack"
    }

    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error> {
        self.sums = vec![(0, 0); workers];
        let none = || vec![0; workers];
        let stack = Stack { tickets: Vec::new(), pushed: none(), popped: none(), sums: none() };
        self.stack.make(turn, &stack)?;
        self.counts.make(turn, &none())
    }

    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.stack.find(turn)?;
        self.counts.find(turn)
    }

    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault> {
        station.transactions(self.counts.at(), numbers, |tx, n| self.change(tx, station.worker, n))
    }

    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault> {
        counted(turn, self.counts.at(), worker)
    }

    fn audit(&mut self, turn: &mut WriteTurn<'_>, _done: &[u64], findings: &mut Findings) -> Result<(), Error> {
        let stack = turn.load(self.stack.at())?;
        for (worker, (sum, count)) in self.sums.iter_mut().enumerate() {
            let pushed = stack.pushed[worker];
            while *count < pushed {
                *sum = sum.wrapping_add(hash(worker as u64, *count));
                *count += 1;
            }
            let own: Vec<u64> =
                stack.tickets.iter().filter(|t| t.worker == worker as u64).map(|ticket| ticket.number).collect();
            let there = own.len() as u64 + stack.popped[worker];
            findings.compare(format_args!("tickets of worker {worker}"), &there, &pushed);
            let sum_there = own.iter().fold(stack.sums[worker], |s, n| s.wrapping_add(hash(worker as u64, *n)));
            findings.compare(format_args!("the sum of the tickets of worker {worker}"), &sum_there, sum);
            if !own.is_sorted_by(|a, b| a < b) {
                findings.broken(format_args!("the tickets of worker {worker} are out of order: {own:?}"));
            }
        }
        if let Some(ticket) = stack.tickets.iter().find(|t| t.text != text(t.worker, t.number)) {
            findings.broken(format_args!("a ticket that nobody wrote: {ticket:?}"));
        }
        Ok(())
    }

    fn objects(&self) -> u64 {
        2
    }

    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        self.stack.take_down(turn)?;
        self.counts.take_down(turn)
    }
}
