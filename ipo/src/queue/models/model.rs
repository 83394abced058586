//! What participants do in a model, and running it through every order of events.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64 as Counter, Ordering};

use super::place::{Done, Kind, LAST, Participant, Place};
use crate::sync::turn::{self, Fences, Weak, with_rules};

/// What a participant does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Send,
    SendLong,
    /// Behind the ring if it has no room.
    SendAnyhow,
    Take,
    /// As one who has waited for long: looks at every cell.
    TakeFromAll,
    TakeFromAllInTurn,
    TakeLast,
    /// Claims a message and puts it back.
    Return,
    Look,
    Recover,
    /// Hints of one that was stopped so many messages ago.
    OldHead(u64),
    OldTail(u64),
    /// Another one claims a cell, or a message, and is gone.
    DieSending,
    DieTaking,
    /// Another one sends a message in a buffer, and is gone.
    DieAfterSendingLong,
}

/// One thread of a model: what a participant does, and before which access it dies.
#[derive(Debug, Clone)]
struct Role {
    acts: Vec<Act>,
    dies_at: Option<u64>,
}

/// A queue, and who comes.
#[derive(Debug, Clone)]
pub(super) struct Model {
    kind: Kind,
    /// What is done before the others come.
    before: Vec<Act>,
    roles: Vec<Role>,
    /// How often at most a thread is interrupted where it could go on.
    interruptions: usize,
}

/// What was seen of a model that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Orders of events.
    pub(super) runs: u64,
    /// Of those, the ones in which somebody died, found nothing, found no room, and in which a message was returned.
    pub(super) deaths: u64,
    pub(super) empty: u64,
    pub(super) full: u64,
    pub(super) returns: u64,
}

impl Seen {
    fn add(&mut self, other: Seen) {
        self.runs += other.runs;
        self.deaths += other.deaths;
        self.empty += other.empty;
        self.full += other.full;
        self.returns += other.returns;
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Seen { runs, deaths, empty, full, returns } = self;
        write!(
            f,
            "{runs} orders of events: {empty} with nothing, {full} with no room, {returns} with returns, {deaths} deaths"
        )
    }
}

impl Model {
    /// A ring of two cells without a bound; twice may each be interrupted.
    pub(super) fn new(roles: &[&[Act]]) -> Model {
        let role = |acts: &&[Act]| Role { acts: acts.to_vec(), dies_at: None };
        Model {
            kind: Kind { cells: 2, buffers: 0, bounded: false, first: 1 << 20 },
            before: Vec::new(),
            roles: roles.iter().map(role).collect(),
            interruptions: 2,
        }
    }

    pub(super) fn cells(mut self, cells: u64) -> Model {
        self.kind.cells = cells;
        self
    }

    pub(super) fn buffers(mut self, buffers: u64) -> Model {
        self.kind.buffers = buffers;
        self
    }

    pub(super) fn bounded(mut self) -> Model {
        self.kind.bounded = true;
        self
    }

    pub(super) fn first(mut self, first: u64) -> Model {
        self.kind.first = first;
        self
    }

    pub(super) fn before(mut self, acts: &[Act]) -> Model {
        self.before = acts.to_vec();
        self
    }

    pub(super) fn interruptions(self, most: usize) -> Model {
        Model { interruptions: most, ..self }
    }

    /// Runs it through every order of events; tells how much there was to see.
    ///
    /// # Panics
    /// If one of them is wrong.
    pub(super) fn holds(&self, what: &str) -> Seen {
        let seen = self.check();
        println!("{what}: {seen}");
        assert!(seen.runs > 10, "too few to say anything");
        seen
    }

    /// Kills the first one before each access that it makes, until it makes no more.
    pub(super) fn holds_at_each_death(&self, what: &str) -> Seen {
        let mut all = Seen::default();
        for access in 0.. {
            let mut model = self.clone();
            model.roles[0].dies_at = Some(access);
            let seen = model.check();
            all.add(seen);
            if seen.deaths == 0 {
                assert!(access > 3, "there was nothing to die at");
                println!("{what}: {all}");
                return all;
            }
        }
        unreachable!("some thread never ends")
    }

    /// What is wrong with it when these lines are weak, and how often they were met.
    pub(super) fn fault(&self, weak: &[Weak]) -> (Option<String>, u64) {
        with_rules(Fences::Neither, weak, || {
            let fault = catch_unwind(AssertUnwindSafe(|| self.run())).err()?;
            let text = fault.downcast_ref::<String>().cloned();
            match text.or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned())) {
                Some(text) => Some(text),
                None => resume_unwind(fault),
            }
        })
    }

    /// SeqCst counts for no more than Acquire and Release here.
    fn check(&self) -> Seen {
        with_rules(Fences::Neither, &[], || self.run()).0
    }

    fn run(&self) -> Seen {
        let counters: Arc<[Counter; 5]> = Arc::default();
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = Some(self.interruptions);
        builder.max_branches = 20_000;
        let (model, counts) = (self.clone(), counters.clone());
        builder.check(move || {
            let seen = model.run_once();
            let seen = [seen.runs, seen.deaths, seen.empty, seen.full, seen.returns];
            for (count, seen) in counts.iter().zip(seen) {
                count.fetch_add(seen.min(1), Ordering::Relaxed);
            }
        });
        let [runs, deaths, empty, full, returns] = counters.each_ref().map(|count| count.load(Ordering::Relaxed));
        Seen { runs, deaths, empty, full, returns }
    }

    /// One order of events.
    fn run_once(&self) -> Seen {
        let place = loom::sync::Arc::new(Place::new(self.kind));
        let before = Participant::new(&place, LAST);
        for act in &self.before {
            self.act(&before, *act);
        }
        drop(before);
        place.log.borrow_mut().tell_all(LAST);
        let threads: Vec<_> = self
            .roles
            .iter()
            .enumerate()
            .map(|(who, role)| {
                let (place, role, model) = (place.clone(), role.clone(), self.clone());
                loom::thread::spawn(move || {
                    let mut seen = Seen { runs: 1, ..Seen::default() };
                    let survived = turn::survives(role.dies_at, || {
                        let participant = Participant::new(&place, who);
                        for act in &role.acts {
                            match model.act(&participant, *act) {
                                Done::Done => {}
                                Done::Empty => seen.empty += 1,
                                Done::Full => seen.full += 1,
                            }
                        }
                    });
                    if !survived {
                        place.died(who);
                        seen.deaths = 1;
                    }
                    seen
                })
            })
            .collect();
        let mut all = Seen::default();
        threads.into_iter().for_each(|thread| all.add(thread.join().unwrap()));
        // A new handle, as of the next process.
        Participant::new(&place, LAST).close();
        all.returns = place.log.borrow().returns();
        all
    }

    fn act(&self, participant: &Participant<'_>, act: Act) -> Done {
        match act {
            Act::Send => participant.send(),
            Act::SendLong => participant.send_long(),
            Act::SendAnyhow => participant.send_anyhow(),
            Act::Take => participant.take(),
            Act::TakeFromAll => participant.take_from_all(),
            Act::TakeFromAllInTurn => participant.take_from_all_in_turn(),
            Act::TakeLast => participant.take_last(),
            Act::Return => participant.claim_and_return(),
            Act::Look => participant.look(),
            Act::Recover => participant.recover(),
            Act::DieAfterSendingLong => participant.die_after_sending(),
            Act::DieSending => participant.die(|ring, me| ring.claim_empty(me)),
            Act::DieTaking => {
                participant.die(|ring, me| ring.first_full().and_then(|found| ring.claim_full(me, found)))
            }
            Act::OldHead(age) => participant.hint(Some(self.kind.first - age), None),
            Act::OldTail(age) => participant.hint(None, Some(self.kind.first - age)),
        }
    }
}
