//! What the workers do. One file per workload; `all` lists them.

#[path = "workloads/accounts.rs"]
mod accounts;
#[path = "workloads/lists.rs"]
mod lists;
#[path = "workloads/maps.rs"]
mod maps;
#[path = "workloads/messages.rs"]
mod messages;
#[path = "workloads/objects.rs"]
mod objects;
#[path = "workloads/orders.rs"]
mod orders;
#[path = "workloads/outside.rs"]
mod outside;
#[path = "workloads/plain.rs"]
mod plain;
#[path = "workloads/readers.rs"]
mod readers;
#[path = "workloads/stack.rs"]
mod stack;
#[path = "workloads/ticks.rs"]
mod ticks;

use std::ops::Range;

use ipo::{Error, Handle, Heap, WriteTurn};

use super::findings::{Fault, Findings};
use super::station::Station;

/// A kind of work, as each process knows it. What operation `n` of a worker does follows from the seed, the worker and `n`, or
/// from what it finds in the heap; nothing is remembered in the worker, which may be killed and started again at any time.
pub(crate) trait Workload {
    fn name(&self) -> &'static str;

    /// Makes or opens what has a name and is used outside of turns. In the supervisor, whenever it comes to the heap.
    fn come(&mut self, _heap: &Heap) -> Result<(), Error> {
        Ok(())
    }

    /// Lets go of what `come` has opened: the supervisor is not attached while it does not look.
    fn leave(&mut self) {}

    /// Makes the objects, and uses each type once so that the heap knows it.
    fn prepare(&mut self, turn: &mut WriteTurn<'_>, workers: usize) -> Result<(), Error>;

    /// Finds the objects. In each worker, before anything else.
    fn open(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error>;

    /// Does these operations, in one turn if it takes any. Each is begun and acknowledged at the station.
    fn work(&mut self, station: &Station<'_>, numbers: Range<u64>) -> Result<(), Fault>;

    /// How many operations of a worker the heap shows.
    fn done(&self, turn: &WriteTurn<'_>, worker: usize) -> Result<u64, Fault>;

    /// Compares what is in the heap with what so many operations of each worker lead to. In the supervisor; with each audit
    /// `done` grows.
    fn audit(&mut self, turn: &mut WriteTurn<'_>, done: &[u64], findings: &mut Findings) -> Result<(), Error>;

    /// Objects that there must be, after an audit.
    fn objects(&self) -> u64;

    /// Removes everything that it put into the heap.
    fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error>;
}

pub(crate) fn all(seed: u64) -> Vec<Box<dyn Workload>> {
    vec![
        Box::new(accounts::Accounts::new(seed)),
        Box::new(lists::Lists::new(seed)),
        Box::new(stack::Stacks::new(seed)),
        Box::new(maps::Maps::new(seed)),
        Box::new(messages::Messages::new(seed)),
        Box::new(objects::Objects::new(seed)),
        Box::new(plain::Plain::new()),
        Box::new(readers::Readers::new()),
        Box::new(orders::Orders::new(seed)),
        Box::new(ticks::Ticks::new()),
        Box::new(outside::Outside::new(seed)),
    ]
}

/// A root object of a workload: made under a name, found by it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<T> {
    name: &'static str,
    handle: Option<Handle<T>>,
}

impl<T: ipo::Shared> Place<T> {
    pub(crate) const fn new(name: &'static str) -> Place<T> {
        Place { name, handle: None }
    }

    pub(crate) fn make(&mut self, turn: &mut WriteTurn<'_>, value: &T) -> Result<(), Error> {
        let handle = turn.put(value)?;
        turn.bind(self.name, handle)?;
        self.handle = Some(handle);
        Ok(())
    }

    pub(crate) fn find(&mut self, turn: &WriteTurn<'_>) -> Result<(), Error> {
        self.handle = Some(turn.root(self.name)?);
        Ok(())
    }

    pub(crate) fn take_down(&mut self, turn: &mut WriteTurn<'_>) -> Result<(), Error> {
        turn.unbind(self.name)?;
        turn.remove(self.at())
    }

    pub(crate) fn at(&self) -> Handle<T> {
        self.handle.expect("a workload is prepared or opened first")
    }
}

/// The operations that a worker has done, where each counts itself.
pub(crate) fn counted(turn: &WriteTurn<'_>, counts: Handle<Vec<u64>>, worker: usize) -> Result<u64, Fault> {
    turn.get(counts)?.get(worker).ok_or_else(|| Fault::broken(format_args!("no count of worker {worker}")))
}
