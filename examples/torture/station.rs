//! Where a worker does its operations: the heap, and the ledger in which it says what it is doing.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use ipo::{Error, Handle, Heap, ReadTurn, Tx, WriteTurn};

use super::findings::Fault;
use super::ledger::{Ledger, Phase};

/// A turn that is not to be had for so long is a finding: nobody holds one for more than a moment, or is stopped for long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// Of so many operations one is given up first, and one panics first.
const GIVEN_UP: u64 = 8;

pub(crate) struct Station<'a> {
    name: &'a str,
    heap: RefCell<Heap>,
    ledger: &'a Ledger,
    pub(crate) worker: usize,
    /// How often this worker was started.
    life: u64,
    /// Whose operations are being done.
    pub(crate) workload: Cell<usize>,
}

impl<'a> Station<'a> {
    pub(crate) fn new(name: &'a str, ledger: &'a Ledger, worker: usize, life: u64) -> Result<Station<'a>, Error> {
        let heap = RefCell::new(Heap::attach(name)?);
        ledger.set_phase(worker, Phase::Outside);
        Ok(Station { name, heap, ledger, worker, life, workload: Cell::new(0) })
    }

    /// Works with the heap outside of turns, or in turns of its own.
    pub(crate) fn with_heap<R, E>(&self, work: impl FnOnce(&Heap) -> Result<R, E>) -> Result<R, E> {
        work(&self.heap.borrow())
    }

    fn phase(&self, phase: Phase) {
        self.ledger.set_phase(self.worker, phase);
    }

    /// Leaves the heap and comes again.
    pub(crate) fn come_again(&self) -> Result<(), Error> {
        self.phase(Phase::Coming);
        // The new one first: of two slots one is given up.
        *self.heap.borrow_mut() = Heap::attach(self.name)?;
        self.phase(Phase::Outside);
        Ok(())
    }

    /// Before the first store of operation `n`.
    pub(crate) fn begin(&self, n: u64) {
        self.ledger.set_begun(self.worker, self.workload.get(), n + 1);
    }

    /// When operation `n` is done: from here on it must not be lost.
    pub(crate) fn acknowledge(&self, n: u64) {
        self.ledger.set_done(self.worker, self.workload.get(), n + 1);
    }

    /// At the start of a worker: what is in the heap fits what the ledger says of its last life.
    pub(crate) fn resume(&self, workload: usize, done: u64) -> Result<(), Fault> {
        check_progress(self.ledger, self.worker, workload, done)?;
        self.ledger.set_begun(self.worker, workload, done);
        self.ledger.set_done(self.worker, workload, done);
        Ok(())
    }

    /// Works in the write turn.
    pub(crate) fn write<R>(&self, work: impl FnOnce(&mut WriteTurn<'_>) -> Result<R, Fault>) -> Result<R, Fault> {
        let heap = self.heap.borrow();
        self.phase(Phase::Waiting);
        let mut turn = heap.write_timeout(PATIENCE)?;
        self.phase(Phase::Writing);
        if let Some(other) = self.ledger.enter_write(self.worker, self.life) {
            return Err(Fault::broken(format_args!("workers {other} and {} are in the write turn", self.worker)));
        }
        let result = work(&mut turn)?;
        if !self.ledger.leave_write(self.worker, self.life) {
            return Err(Fault::broken(format_args!("worker {} was not alone in its write turn", self.worker)));
        }
        self.phase(Phase::Outside);
        drop(turn);
        Ok(result)
    }

    /// Works in a read turn.
    pub(crate) fn read<R>(&self, work: impl FnOnce(&ReadTurn<'_>) -> Result<R, Fault>) -> Result<R, Fault> {
        let heap = self.heap.borrow();
        self.phase(Phase::Waiting);
        let turn = heap.read_timeout(PATIENCE)?;
        self.phase(Phase::Reading);
        if let Some(other) = self.ledger.writer() {
            return Err(Fault::broken(format_args!("worker {} reads while {other} writes", self.worker)));
        }
        let result = work(&turn)?;
        self.phase(Phase::Outside);
        drop(turn);
        Ok(result)
    }

    /// Runs a transaction.
    fn transaction(
        &self,
        turn: &mut WriteTurn<'_>,
        change: impl FnOnce(&mut Tx<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.phase(Phase::Transaction);
        let result = turn.transaction(change);
        self.phase(Phase::Writing);
        result
    }

    /// Operations that are a transaction each, all in one turn. Every one counts itself in `counts`, a number per worker. A few
    /// are done twice: the first time they are given up at the end, by an error or a panic.
    pub(crate) fn transactions(
        &self,
        counts: Handle<Vec<u64>>,
        numbers: Range<u64>,
        mut change: impl FnMut(&mut Tx<'_>, u64) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.write(|turn| {
            for n in numbers {
                self.begin(n);
                let mut counted = |tx: &mut Tx<'_>| -> Result<(), Fault> {
                    change(tx, n)?;
                    tx.get_mut(counts)?.set(self.worker, n + 1)?;
                    Ok(())
                };
                match n % GIVEN_UP {
                    3 => self.refused(turn, &mut counted)?,
                    6 => self.panicked(turn, &mut counted)?,
                    _ => {}
                }
                self.transaction(turn, &mut counted)?;
                self.acknowledge(n);
            }
            Ok(())
        })
    }

    fn refused(
        &self,
        turn: &mut WriteTurn<'_>,
        change: &mut dyn FnMut(&mut Tx<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let refused = self.transaction(turn, |tx| {
            change(tx)?;
            Err(Fault::Refused)
        });
        match refused {
            Err(Fault::Refused) => Ok(()),
            Err(fault) => Err(fault),
            Ok(()) => Err(Fault::Refused),
        }
    }

    fn panicked(
        &self,
        turn: &mut WriteTurn<'_>,
        change: &mut dyn FnMut(&mut Tx<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let caught = catch_unwind(AssertUnwindSafe(|| {
            self.transaction(turn, |tx| {
                change(tx)?;
                // Without a message.
                resume_unwind(Box::new(Fault::Refused))
            })
        }));
        self.phase(Phase::Writing);
        match caught {
            Err(payload) if payload.is::<Fault>() => Ok(()),
            Err(payload) => resume_unwind(payload),
            Ok(Err(fault)) => Err(fault),
            Ok(Ok(())) => Err(Fault::Refused),
        }
    }
}

/// Whether the number of operations that the heap shows lies between what was acknowledged and what was begun.
pub(crate) fn check_progress(ledger: &Ledger, worker: usize, workload: usize, done: u64) -> Result<(), Fault> {
    let (acknowledged, begun) = (ledger.done(worker, workload), ledger.begun(worker, workload));
    if done < acknowledged {
        let what = format!("worker {worker} has done {acknowledged} operations, the heap shows {done}");
        return Err(Fault::Lost(acknowledged - done, what));
    }
    if done > begun {
        return Err(Fault::broken(format_args!(
            "the heap shows {done} operations of worker {worker}, which began {begun}"
        )));
    }
    Ok(())
}
