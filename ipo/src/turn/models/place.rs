//! A heap reduced to its control words and two numbers that a writer changes one after the other, and the processes
//! that meet there.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64 as Counter, Ordering as Order};
use std::time::Duration;

use loom::cell::UnsafeCell;
use loom::sync::atomic::AtomicBool;

use crate::error::Error;
use crate::region::layout::{BITMAP_WORDS, Changes, Control, Line, Participant};
use crate::region::options::Wait;
use crate::region::participant::{Me, occupy};
use crate::sync::turn::{self, Condvar, Mutex};
use crate::sync::{AtomicU32, AtomicU64, Ordering};
use crate::turn::lock::{Entered, Turns};
use crate::turn::wait::{Limit, Pace, World};

/// Slots of a model: three for its threads, one for whoever was there before, and one for the look at the end.
const SLOTS: u32 = 5;
/// Whoever was there before.
pub(super) const FORMER: Me = Me { slot: 3, generation: 1 };
/// Who looks at the end.
const LAST: u32 = 4;
/// A sleep takes long enough for everything that depends on time.
const SLEEP: Duration = Duration::from_millis(150);

/// What the processes share.
pub(super) struct Place {
    control: Control,
    slots: Vec<Participant>,
    /// Whether the kernel has dropped a slot's liveness lock.
    unlocked: Vec<AtomicBool>,
    /// Equal, unless a writer is at work or has died at it.
    data: (UnsafeCell<u64>, UnsafeCell<u64>),
    bell: (Mutex<()>, Condvar),
}

// SAFETY: the cells are loom's, which checks every access to them, and that is what the models are for.
unsafe impl Sync for Place {}
// SAFETY: nothing in it belongs to a thread.
unsafe impl Send for Place {}

/// How it was left to those who come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Nobody was there.
    InOrder,
    /// A writer died between the two numbers.
    DeadWriter,
    /// A reader died inside.
    DeadReader,
    /// The word was handed to one who died, or who lives and does not come.
    Handed { alive: bool },
}

fn line<const N: usize>() -> Line<[AtomicU64; N]> {
    Line(std::array::from_fn(|_| AtomicU64::new(0)))
}

impl Place {
    fn new(left: Left) -> Place {
        let number = || Line(AtomicU64::new(0));
        let control = Control {
            turn: number(),
            in_use: line(),
            tickets: line(),
            epoch: number(),
            sent: number(),
            dead: AtomicU64::new(0),
            clean: AtomicU64::new(0),
            opened_boot: [AtomicU64::new(0), AtomicU64::new(0)],
            arrivals: AtomicU64::new(0),
            processors: AtomicU64::new(0),
            changes: Line(Changes { awaited: AtomicU64::new(0), count: AtomicU64::new(0) }),
        };
        let slot = |_| Participant {
            word: number(),
            ticket: AtomicU64::new(0),
            pid: AtomicU32::new(0),
            read_only: AtomicU32::new(0),
            attached: AtomicU64::new(0),
            reserved: line(),
            pins: line(),
        };
        let place = Place {
            control,
            slots: (0..SLOTS).map(slot).collect(),
            unlocked: (0..SLOTS).map(|_| AtomicBool::new(false)).collect(),
            data: (UnsafeCell::new(0), UnsafeCell::new(0)),
            bell: Default::default(),
        };
        if left == Left::InOrder {
            return place;
        }
        assert_eq!(occupy(&place.control, &place.slots, FORMER.slot, false), FORMER);
        let word = &place.control.turn.0;
        // Relaxed: nobody else is there yet.
        match left {
            Left::InOrder => {}
            Left::DeadWriter => {
                word.store(FORMER.word(), Ordering::Relaxed);
                place.data.0.with_mut(|number| write(number, 1));
            }
            Left::DeadReader => place.slots[FORMER.slot as usize].word.0.store(1 << 32 | 1, Ordering::Relaxed),
            Left::Handed { .. } => {
                place.slots[FORMER.slot as usize].ticket.store(FORMER.ticket(1), Ordering::Relaxed);
                word.store(FORMER.word() | crate::turn::word::HAND, Ordering::Relaxed);
            }
        }
        if !matches!(left, Left::Handed { alive: true }) {
            place.unlocked[FORMER.slot as usize].store(true, Ordering::Relaxed);
        }
        place
    }

    /// What a writer does: two stores between which it can die.
    fn change(&self) {
        turn::step();
        let number = self.data.0.with(|number| read(number)) + 1;
        self.data.0.with_mut(|first| write(first, number));
        turn::step();
        self.data.1.with_mut(|second| write(second, number));
        turn::step();
    }

    /// What a recovery does, which can die as well.
    fn repair(&self) {
        turn::step();
        let number = self.data.0.with(|number| read(number));
        self.data.1.with_mut(|second| write(second, number));
        turn::step();
    }

    /// What a reader sees.
    fn look(&self) -> u64 {
        let numbers = (self.data.0.with(|number| read(number)), self.data.1.with(|number| read(number)));
        assert_eq!(numbers.0, numbers.1, "a turn shows a change that is half made");
        numbers.0
    }
}

fn read(number: *const u64) -> u64 {
    // SAFETY: loom has checked that nobody writes, and panics otherwise.
    unsafe { *number }
}

fn write(number: *mut u64, value: u64) {
    // SAFETY: loom has checked that nobody else reads or writes, and panics otherwise.
    unsafe { *number = value };
}

/// One process at the place.
pub(super) struct Process {
    place: Arc<Place>,
    me: Me,
    /// Whether it sleeps until it is woken, instead of until its time is over.
    patient: bool,
}

impl World for Process {
    type Seat = Participant;

    fn turn(&self) -> &AtomicU64 {
        &self.place.control.turn.0
    }

    fn in_use(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.place.control.in_use.0
    }

    fn tickets(&self) -> &[AtomicU64; BITMAP_WORDS] {
        &self.place.control.tickets.0
    }

    fn seats(&self) -> &[Participant] {
        &self.place.slots
    }

    fn count_recovery(&self) {
        // Release: as in `TurnWorld`.
        self.place.control.epoch.0.fetch_add(1, Ordering::Release);
    }

    fn recoveries(&self) -> u64 {
        // Acquire: as in `TurnWorld`.
        self.place.control.epoch.0.load(Ordering::Acquire)
    }

    fn pace(&self) -> Pace {
        Pace::of(Wait::SaveCpu, 1)
    }

    fn participants(&self) -> &[Participant] {
        &self.place.slots
    }

    fn me(&self) -> Me {
        self.me
    }

    fn is_alive(&self, who: Me) -> bool {
        // Acquire, the two: as in `Region::is_alive`, and as the kernel's list of locks orders its users.
        let current = (self.place.slots[who.slot as usize].word.0.load(Ordering::Acquire) >> 32) as u32;
        current == who.generation && !self.place.unlocked[who.slot as usize].load(Ordering::Acquire)
    }

    fn sleep(&self, word: &AtomicU64, low: u32, _timeout: Duration) {
        turn::pass(SLEEP);
        if !self.patient {
            return turn::yield_now();
        }
        let (bell, heard) = (&self.place.bell.0, &self.place.bell.1);
        let guard = bell.lock().unwrap();
        // Relaxed: the lock orders it after the change of whoever woke before.
        if word.load(Ordering::Relaxed) as u32 == low {
            drop(heard.wait(guard).unwrap());
        }
    }

    fn wake(&self, _word: &AtomicU64) {
        turn::step();
        if self.patient {
            let _guard = self.place.bell.0.lock().unwrap();
            self.place.bell.1.notify_all();
        }
    }
}

/// What a process does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Read,
    Write,
    TryWrite,
    /// Reads, but could not repair anything.
    ReadOnly,
}

/// One thread of a model: the process in a slot, what it does, and before which access it dies.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) slot: u32,
    pub(super) acts: Vec<Act>,
    pub(super) dies_at: Option<u64>,
}

impl Role {
    pub(super) fn new(slot: u32, acts: &[Act]) -> Role {
        Role { slot, acts: acts.to_vec(), dies_at: None }
    }

    pub(super) fn dies_at(self, access: u64) -> Role {
        Role { dies_at: Some(access), ..self }
    }
}

impl Process {
    fn do_write(turns: &Turns<Process>, limit: Limit) -> Result<(), Error> {
        let repair = || {
            turns.world.place.repair();
            Ok(())
        };
        let entered = turns.write(turns.write_at_once(), limit, &repair)?;
        turns.world.place.look();
        let _: Entered = entered;
        turns.world.place.change();
        turns.release_word();
        Ok(())
    }

    fn do_read(turns: &Turns<Process>, can_repair: bool) -> Result<(), Error> {
        let repair = || {
            turns.world.place.repair();
            Ok(())
        };
        let repair: &dyn Fn() -> Result<(), Error> = &repair;
        if !turns.read_at_once() {
            turns.read(Limit::Never, can_repair.then_some(repair))?;
        }
        turns.world.place.look();
        turns.leave_read();
        Ok(())
    }

    fn act(turns: &Turns<Process>, act: Act) {
        let done = match act {
            Act::Read => Process::do_read(turns, true),
            Act::ReadOnly => Process::do_read(turns, false),
            Act::Write => Process::do_write(turns, Limit::Never),
            Act::TryWrite => Process::do_write(turns, Limit::Try),
        };
        match done {
            Ok(()) => {}
            Err(Error::WouldBlock { .. }) if act == Act::TryWrite => {}
            Err(Error::NeedsRecovery) if act == Act::ReadOnly => {}
            Err(error) => panic!("{act:?}: {error}"),
        }
    }
}

/// A model: how the place was left, and who comes.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) left: Left,
    pub(super) roles: Vec<Role>,
    /// How often at most a thread is interrupted where it could go on; `None`: as often as you like.
    pub(super) interruptions: Option<usize>,
    pub(super) patient: bool,
}

/// What was seen of a model that holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Orders of events.
    pub(super) runs: u64,
    /// Of those, the ones in which a process died.
    pub(super) deaths: u64,
    /// Of those, the ones in which somebody repaired something.
    pub(super) recoveries: u64,
}

impl Model {
    pub(super) fn new(left: Left, roles: &[Role]) -> Model {
        Model { left, roles: roles.to_vec(), interruptions: Some(2), patient: false }
    }

    pub(super) fn interruptions(self, most: Option<usize>) -> Model {
        Model { interruptions: most, ..self }
    }

    pub(super) fn patient(self) -> Model {
        Model { patient: true, ..self }
    }

    /// Runs it through every order of events.
    ///
    /// # Panics
    /// If one of them is wrong: two at the data that must not be, a half-made change that is seen, a wait without end.
    pub(super) fn check(&self) -> Seen {
        let (runs, deaths, recoveries) = <(Arc<Counter>, Arc<Counter>, Arc<Counter>)>::default();
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = self.interruptions;
        builder.max_branches = 20_000;
        let (model, counts) = (self.clone(), (runs.clone(), deaths.clone(), recoveries.clone()));
        builder.check(move || {
            let (died, recovered) = model.run();
            counts.0.fetch_add(1, Order::Relaxed);
            counts.1.fetch_add(died.into(), Order::Relaxed);
            counts.2.fetch_add(recovered.into(), Order::Relaxed);
        });
        let count = |count: &Counter| count.load(Order::Relaxed);
        Seen { runs: count(&runs), deaths: count(&deaths), recoveries: count(&recoveries) }
    }

    /// What is wrong with it.
    pub(super) fn fault(&self) -> Option<String> {
        let fault = catch_unwind(AssertUnwindSafe(|| self.check())).err()?;
        let text = fault.downcast_ref::<String>().cloned();
        match text.or_else(|| fault.downcast_ref::<&str>().map(|text| (*text).to_owned())) {
            Some(text) => Some(text),
            None => resume_unwind(fault),
        }
    }

    /// One order of events: whether a process died in it, and whether somebody repaired something.
    fn run(&self) -> (bool, bool) {
        let place = Arc::new(Place::new(self.left));
        let threads: Vec<_> = self
            .roles
            .iter()
            .map(|role| {
                let (place, role, patient) = (place.clone(), role.clone(), self.patient);
                // Before anyone starts, except for one who comes to a slot that was another's.
                let ahead = (role.slot != FORMER.slot).then(|| occupy(&place.control, &place.slots, role.slot, false));
                let body = move || {
                    let gone = &place.unlocked[role.slot as usize];
                    let survived = turn::survives(role.dies_at, || {
                        let me = ahead.unwrap_or_else(|| {
                            // The lock first: only now is it taken again.
                            gone.store(false, Ordering::SeqCst);
                            occupy(&place.control, &place.slots, role.slot, false)
                        });
                        let turns = Turns::new(Process { place: place.clone(), me, patient });
                        role.acts.iter().for_each(|act| Process::act(&turns, *act));
                    });
                    if !survived {
                        // The kernel's part: after all that the process did.
                        gone.store(true, Ordering::Release);
                    }
                    survived
                };
                loom::thread::Builder::new().spawn(body).unwrap()
            })
            .collect();
        let survived: Vec<bool> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();

        // Whatever happened, the next one gets its turn, and finds all that was done.
        let me = occupy(&place.control, &place.slots, LAST, false);
        let turns = Turns::new(Process { place: place.clone(), me, patient: false });
        Process::act(&turns, Act::Write);
        let number = place.look();
        let writes = |role: &Role| role.acts.iter().filter(|act| **act == Act::Write).count() as u64;
        let optional = |role: &Role| role.acts.iter().filter(|act| **act == Act::TryWrite).count() as u64;
        let done = self.roles.iter().zip(&survived).filter(|(_, survived)| **survived);
        let least = 1 + u64::from(self.left == Left::DeadWriter) + done.map(|(role, _)| writes(role)).sum::<u64>();
        let most = 1
            + u64::from(self.left == Left::DeadWriter)
            + self.roles.iter().map(|role| writes(role) + optional(role)).sum::<u64>();
        assert!((least..=most).contains(&number), "{number} changes are there, not {least} to {most}");
        // Of those who died while they waited nothing is left: the word is handed to each once, and taken back.
        for _ in 0..=2 * self.roles.len() {
            Process::act(&turns, Act::Write);
        }
        // Relaxed: as below.
        let marked = place.control.tickets.0[0].load(Ordering::Relaxed);
        assert_eq!(marked, 0, "somebody seems to wait");
        // Relaxed: everybody else is gone.
        (survived.contains(&false), place.control.epoch.0.load(Ordering::Relaxed) != 0)
    }
}
