//! One case: its instructions counted once, then a death after each of them, or after some.

use std::time::Duration;

use crate::kill::case::Case;
use crate::kill::heap::{Image, Scratch};
use crate::kill::pool::Outcome;
use crate::kill::process::caught;
use crate::kill::random::Random;
use crate::kill::reference::{Reference, apply};
use crate::kill::types::seals;
use crate::stepping::deaths::Deaths;
use crate::stepping::server::Server;

/// Where the turn word lies in a heap's file.
const TURN: usize = 4096;

/// Cases of every kind of operation, for a run that nobody told which: the sampled run stays short.
const CHOSEN: &[&str] = &[
    "put: another of a type",
    "put: into holes",
    "remove: one that owns blocks",
    "alloc: one that waits",
    "free: to wait",
    "list: numbers: push with room",
    "list: numbers: push from the slot to a block",
    "list: numbers: insert",
    "list: strings: remove",
    "list: structs: push",
    "string: set, block to block in place, as long",
    "string: set, block to block in place, longer",
    "string: set, slot to block",
    "tuple: set of wide numbers",
    "option: set of a box over a box",
    "map: insert",
    "map: insert into a full table",
    "map: texts: remove",
    "map: set: insert",
    "deque: ",
    "tree: ",
    "value: set to text",
    "value: enum list: text",
    "message: send",
    "message: take",
    "message: take and send in a transaction",
    "transaction: some changes",
    "transaction: nothing",
];

/// Whether a run of a few cases takes this one.
pub(crate) fn is_chosen(name: &str) -> bool {
    CHOSEN.iter().any(|chosen| match chosen.strip_suffix(": ") {
        // All of them.
        Some(kind) => name.starts_with(kind),
        None => name == *chosen,
    })
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    /// A death after every instruction.
    pub(crate) full: bool,
}

/// Has the process make the table in which it notes what a transaction has saved: a long loop over memory of its own, which
/// would be most of the instructions.
fn warm_up(heap: &ipo::Heap) {
    let undone: Result<(), ipo::Error> = heap.transaction(|tx| {
        let number = tx.put(&0_u64)?;
        *tx.get_mut(number)? = 1;
        Err(ipo::Error::NoMessages)
    });
    assert!(undone.is_err());
}

/// A case that is ready.
pub(crate) struct Steps<'a> {
    case: &'a Case,
    scratch: Scratch,
    start: Image,
    reference: Reference,
    seals: Vec<u64>,
}

pub(crate) fn run(case: &Case, plan: Plan) -> Outcome {
    let prepared = caught(|| {
        let scratch = Scratch::new(case.capacity);
        scratch.write(|turn| (case.prepare)(turn)).map_err(|e| format!("preparing: {e}"))?;
        let start = scratch.view.capture(None);
        let reference = Reference::of(case, &scratch, &start)?;
        Ok(Steps { case, scratch, start, reference, seals: seals() })
    });
    match prepared.and_then(|steps| steps.run(plan)) {
        Ok(outcome) => outcome,
        Err(what) => Outcome::failed(what),
    }
}

impl Steps<'_> {
    fn server(&self) -> Server {
        let (case, name, expected) = (self.case, &self.scratch.name, self.reference.result());
        Server::start(
            || {
                let heap = ipo::Heap::attach(name).expect("attaching");
                if case.name.contains("transaction") {
                    warm_up(&heap);
                }
                heap
            },
            |heap| {
                // Without a time limit, which would make it look at the clock.
                let mut turn = heap.write().expect("nobody else is there");
                let result = apply(case, &mut turn);
                drop(turn);
                // Leaving is not stepped.
                let good = result == expected;
                std::mem::forget((heap, result));
                i32::from(!good)
            },
        )
    }

    fn run(&self, plan: Plan) -> Result<Outcome, String> {
        let mut server = self.server();
        self.restore();
        let count = server.count()?;
        self.check(false).map_err(|e| format!("without a death: {e}"))?;

        let mut deaths = Deaths::new(self, server, count);
        match plan.full {
            true => deaths.all()?,
            false => deaths.sample(&mut Random::new(plan.seed, self.name()))?,
        }
        Ok(deaths.outcome())
    }

    pub(crate) fn name(&self) -> &str {
        &self.case.name
    }

    /// Back to the state before the operation.
    pub(crate) fn restore(&self) {
        self.scratch.view.restore(&self.start);
    }

    /// What a death has left: a hash of the heap, and whether the turn is held.
    pub(crate) fn state(&self) -> (u64, bool) {
        let image = self.scratch.view.capture(Some(&self.start));
        (image.hash, self.scratch.view.word(TURN) != 0)
    }

    /// Looks at the heap as the next one who comes; says whether the operation was done. `held`: the dead one had the turn.
    pub(crate) fn check(&self, held: bool) -> Result<bool, String> {
        caught(|| {
            let heap = ipo::Heap::attach(&self.scratch.name).map_err(|e| format!("attaching: {e}"))?;
            let mut turn = heap.write_timeout(Duration::from_secs(10)).map_err(|e| format!("the write turn: {e}"))?;
            if turn.recovered() != held {
                return Err(format!("recovered() is {}, and the turn word was {held}", turn.recovered()));
            }
            self.reference.look(self.case, &self.scratch, &self.seals, &mut turn)
        })
    }
}
