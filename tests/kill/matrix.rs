//! One case through all deaths: of the operation at each of its structural stores, of the recovery from that at each of
//! its own, and of the recovery from that.
//!
//! What a recovery leads to depends on the heap's bytes alone. So whoever recovers to the end notes what the bytes are
//! before each of its stores; a death there is had in fact, by SIGKILL, for bytes that nobody has died at yet.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ptr::null;
use std::time::Duration;

use ipo::__private::fault;

use crate::kill::case::Case;
use crate::kill::heap::{Image, Scratch, View};
use crate::kill::pool::Outcome;
use crate::kill::process::{End, KILLED, caught, child};
use crate::kill::random::Random;
use crate::kill::reference::{Reference, apply};
use crate::kill::types::seals;

/// The turn of a dead one is had at once; that of a live one would mean that something hangs.
const PATIENCE: Duration = Duration::from_secs(5);
/// Of operations with fewer stores, recoveries are cut off wherever the bytes differ; of longer ones, about `SAMPLE`.
const COMPLETE: u64 = 200;
const SAMPLE: u64 = 150;
/// Of those, about so many whose own recovery is cut off in turn, at up to `AGAIN` stores.
const SECOND: u64 = 5;
const AGAIN: usize = 8;
/// Failures after which a case stops.
const ENOUGH: usize = 5;
/// Exit codes of children: the operation came to its end, or gave another result than in the reference run.
const SURVIVED: i32 = 0;
const OTHER_RESULT: i32 = 3;

/// How the survivor comes to the heap.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Comer {
    /// Attached before, or while others are: takes the write turn.
    Writer,
    /// The same, but reads first.
    Reader,
    /// Attaches where nobody lives.
    First,
}

/// A dead one's heap, and the bytes that the recovery from it passes through, one hash before each store.
struct Dead {
    at: String,
    image: Image,
    passes: Vec<u64>,
}

struct Matrix<'a> {
    case: &'a Case,
    scratch: Scratch,
    start: Image,
    reference: Reference,
    /// Structural stores of the operation.
    stores: u64,
    seals: Vec<u64>,
    full: bool,
    random: Random,
    out: Outcome,
    /// Where the recovery can die of each death of the operation.
    pairs: u64,
    /// Recoveries that were cut off.
    recoveries: u64,
    kills: u64,
}

/// Runs a case; the seed decides what is sampled.
pub(crate) fn run(case: &Case, seed: u64, full: bool) -> Outcome {
    let prepared = caught(|| {
        let scratch = Scratch::new(case.capacity);
        scratch.write(|turn| (case.prepare)(turn)).map_err(|e| format!("preparing: {e}"))?;
        let start = scratch.view.capture(None);
        let seals = seals();
        let reference = Reference::of(case, &scratch, &start)?;
        let stores = scratch.write(|turn| {
            fault::kill_at(u64::MAX);
            let _ = (case.change)(turn);
            fault::count()
        });
        Ok((scratch, start, seals, reference, stores))
    });
    let (scratch, start, seals, reference, stores) = match prepared {
        Ok(prepared) => prepared,
        Err(why) => return Outcome::failed(format!("the run without deaths: {why}")),
    };
    let random = Random::new(seed, &case.name);
    let (out, pairs, recoveries, kills) = (Outcome::default(), 0, 0, 0);
    let mut matrix =
        Matrix { case, scratch, start, reference, stores, seals, full, random, out, pairs, recoveries, kills };
    matrix.run();
    let Matrix { stores, pairs, recoveries, kills, mut out, .. } = matrix;
    out.line = format!("{} | {stores} | {pairs} | {recoveries} | {kills}", case.name);
    out.kills = kills;
    out
}

impl Matrix<'_> {
    fn run(&mut self) {
        let mut dead = Vec::new();
        let mut late = false;
        for n in 0.. {
            self.scratch.view.restore(&self.start);
            let end = self.operate(n);
            if end == End::Exit(SURVIVED) {
                if n != self.stores {
                    self.fail(format!("made {n} stores, and {} in the reference run", self.stores));
                }
                let after = self.check(Comer::Writer, Some(false));
                self.note(&format!("after {n} stores and no death"), after.map(|_| ()));
                break;
            }
            if end != KILLED || n > self.stores {
                self.fail(format!("store {n}: the child ended with {end:?}"));
                break;
            }
            self.kills += 1;
            let image = self.scratch.view.capture(Some(&self.start));
            let first = self.check(Comer::Writer, Some(true));
            let mut passes = Vec::new();
            let checked = first.and_then(|(passed, is_after)| {
                passes = passed;
                if late && !is_after {
                    return Err("undone, although a death one store earlier was not".into());
                }
                late = is_after;
                if !self.full && n % 2 == 0 {
                    return Ok(());
                }
                self.scratch.view.restore(&image);
                self.check(Comer::Reader, Some(true)).map(|_| ()).map_err(|e| format!("reading first: {e}"))
            });
            let at = format!("store {n}");
            self.note(&at, checked);
            dead.push(Dead { at, image, passes });
            if self.out.failures.len() >= ENOUGH {
                return;
            }
        }
        self.recover_all(&dead);
        // Last: nobody watches over the heap any more.
        self.scratch.abandon();
        self.come_first(&dead);
    }

    /// The operation in a child that dies at store `n`.
    fn operate(&self, n: u64) -> End {
        let (case, scratch) = (self.case, &self.scratch);
        child(|| {
            let heap = scratch.attach();
            let mut turn = heap.write_timeout(PATIENCE).expect("a write turn");
            fault::kill_at(n);
            let result = apply(case, &mut turn);
            fault::kill_at(u64::MAX);
            if result == self.reference.result() { SURVIVED } else { OTHER_RESULT }
        })
    }

    /// A recovery in a child that dies at store `m`.
    fn recover(&self, comer: Comer, m: u64) -> End {
        let scratch = &self.scratch;
        child(|| {
            if comer == Comer::First {
                fault::kill_at(m);
            }
            let heap = scratch.attach();
            if comer != Comer::First {
                fault::kill_at(m);
            }
            let turn = heap.try_write();
            fault::kill_at(u64::MAX);
            i32::from(turn.is_err())
        })
    }

    /// The recoveries from all those deaths, cut off wherever nobody has died at such bytes yet, or with `full` at each
    /// store.
    fn recover_all(&mut self, all: &[Dead]) {
        self.pairs = all.iter().map(|dead| dead.passes.len() as u64).sum();
        let mut seen: HashSet<u64> = all.iter().map(|dead| dead.image.hash).collect();
        let mut known = seen.clone();
        let new = all.iter().flat_map(|dead| &dead.passes).filter(|hash| known.insert(**hash)).count() as u64;
        let most = if self.full || self.stores < COMPLETE { u64::MAX } else { SAMPLE };
        for dead in all {
            for m in 0..dead.passes.len() {
                let known = seen.contains(&dead.passes[m]);
                if known && !self.full || new > most && self.random.below(new) >= most {
                    continue;
                }
                let Some(again) = self.cut_off(dead, m, &mut seen) else { continue };
                if self.full || self.random.below(new.min(most)) < SECOND {
                    self.recover_again(&again, &mut seen);
                }
                if self.out.failures.len() >= ENOUGH {
                    return;
                }
            }
        }
    }

    /// The recovery from a death in a recovery, cut off itself.
    fn recover_again(&mut self, dead: &Dead, seen: &mut HashSet<u64>) {
        let stores = dead.passes.len();
        for i in 0..if self.full { stores } else { stores.min(AGAIN) } {
            let m = if self.full || stores <= AGAIN { i } else { self.random.below(stores as u64) as usize };
            if !seen.contains(&dead.passes[m]) {
                self.cut_off(dead, m, seen);
            }
        }
    }

    /// Cuts off the recovery from a death at its store `m`. A state that was not seen before is looked at and given back.
    fn cut_off(&mut self, dead: &Dead, m: usize, seen: &mut HashSet<u64>) -> Option<Dead> {
        let at = format!("{}, recovery {m} of {}", dead.at, dead.passes.len());
        self.scratch.view.restore(&dead.image);
        let end = self.recover(Comer::Writer, m as u64);
        if end != KILLED {
            self.fail(format!("{at}: the child ended with {end:?}"));
            return None;
        }
        (self.kills, self.recoveries) = (self.kills + 1, self.recoveries + 1);
        let image = self.scratch.view.capture(Some(&self.start));
        if image.hash != dead.passes[m] {
            self.fail(format!("{at}: the bytes are not those that a whole recovery passes through"));
        }
        if !seen.insert(image.hash) {
            return None;
        }
        match self.check(Comer::Writer, Some(true)) {
            Ok((passes, _)) => Some(Dead { at, image, passes }),
            Err(what) => {
                self.fail(format!("{at}: {what}"));
                None
            }
        }
    }

    /// The same deaths, found by one who attaches where nobody lives, and who may die of it as well.
    fn come_first(&mut self, dead: &[Dead]) {
        let mut seen = HashSet::new();
        for (n, Dead { at, image, .. }) in dead.iter().enumerate() {
            if !self.full && n % 3 != 0 {
                continue;
            }
            self.scratch.view.restore(image);
            let at = format!("{at}, attached as the first");
            let passes = match self.check(Comer::First, Some(true)) {
                Ok((passes, _)) => passes,
                Err(what) => {
                    self.fail(format!("{at}: {what}"));
                    continue;
                }
            };
            for (m, hash) in (0..).zip(passes) {
                // Enough of them: the repair is the same as that of one who waits.
                if !seen.insert(hash) || !self.full && self.random.below(8) != 0 {
                    continue;
                }
                self.scratch.view.restore(image);
                let end = self.recover(Comer::First, m);
                let at = format!("{at}, dead at {m}");
                if end != KILLED {
                    self.fail(format!("{at}: the child ended with {end:?}"));
                    continue;
                }
                (self.kills, self.recoveries) = (self.kills + 1, self.recoveries + 1);
                // One who died behind the repair has told nobody of it, and nobody else was there to be told.
                let checked = self.check(Comer::First, None);
                self.note(&at, checked.map(|_| ()));
            }
            if self.out.failures.len() >= ENOUGH {
                return;
            }
        }
    }

    /// Looks at the heap as the next one who comes: what its recovery passes through, and whether the operation was done.
    /// `died`: whether it is told of a death, if that is certain.
    fn check(&self, comer: Comer, died: Option<bool>) -> Result<(Vec<u64>, bool), String> {
        caught(|| {
            let watch = Watch::start(&self.scratch.view);
            let heap = ipo::Heap::attach(&self.scratch.name).map_err(|e| format!("attaching: {e}"))?;
            let mut recovered = false;
            if comer != Comer::First {
                watch.forget();
            }
            if comer == Comer::Reader {
                let turn = heap.read_timeout(PATIENCE).map_err(|e| format!("the read turn: {e}"))?;
                recovered = turn.recovered();
                let report = turn.verify();
                if !report.is_sound() {
                    return Err(format!("verify: {:?}", report.findings));
                }
            }
            // The kernel has dropped the dead one's lock: its parent has heard of its end.
            let mut turn = heap.try_write().map_err(|e| format!("the write turn: {e}"))?;
            let passes = watch.end();
            recovered |= turn.recovered();
            if died.is_some_and(|died| recovered != died) {
                return Err(format!("recovered() is {recovered}"));
            }
            let is_after = self.reference.look(self.case, &self.scratch, &self.seals, &mut turn)?;
            drop(turn);
            let turn = heap.try_write().map_err(|e| format!("the next write turn: {e}"))?;
            if turn.recovered() {
                return Err("the next turn tells of a recovery again".into());
            }
            Ok((passes, is_after))
        })
    }

    fn note(&mut self, at: &str, checked: Result<(), String>) {
        match checked {
            Ok(()) => {}
            Err(what) => self.fail(format!("{at}: {what}")),
        }
    }

    fn fail(&mut self, what: String) {
        self.out.failures.push(what);
    }
}

thread_local! {
    static WATCHED: Cell<*const View> = const { Cell::new(null()) };
    static PASSED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Notes what the bytes of a heap are before each store of this process.
struct Watch<'a> {
    _view: &'a View,
}

impl<'a> Watch<'a> {
    fn start(view: &'a View) -> Watch<'a> {
        WATCHED.set(view);
        PASSED.take();
        fault::kill_at(u64::MAX);
        fault::watch(Some(|_| {
            // SAFETY: `Watch` borrows the view, and takes the pointer away before it ends.
            let hash = unsafe { (*WATCHED.get()).hash() };
            PASSED.with_borrow_mut(|passed| passed.push(hash));
        }));
        Watch { _view: view }
    }

    /// What was noted so far does not count.
    fn forget(&self) {
        PASSED.take();
    }

    fn end(self) -> Vec<u64> {
        PASSED.take()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        fault::watch(None);
        WATCHED.set(null());
    }
}
