//! One case through all deaths: of the operation at each of its structural stores, of the recovery from that at each of
//! its own, and of the recovery from that.

use std::collections::HashSet;
use std::time::Duration;

use ipo::__private::fault;

use crate::kill::case::Case;
use crate::kill::heap::{Image, Scratch};
use crate::kill::pool::Outcome;
use crate::kill::process::{End, KILLED, caught, child};
use crate::kill::random::Random;
use crate::kill::reference::{Reference, apply};
use crate::kill::types::seals;

/// The turn of a dead one is had at once; that of a live one would mean that something hangs.
const PATIENCE: Duration = Duration::from_secs(5);
/// Recoveries of one case that are cut off: all, or of more about so many.
const COMPLETE: u64 = 400;
/// Of those, about so many whose own recovery is cut off in turn, at up to `AGAIN` stores.
const SECOND: u64 = 5;
const AGAIN: u64 = 8;
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
    let (out, recoveries, kills) = (Outcome::default(), 0, 0);
    let mut matrix = Matrix { case, scratch, start, reference, stores, seals, full, random, out, recoveries, kills };
    matrix.run();
    let Matrix { stores, recoveries, kills, mut out, .. } = matrix;
    out.line = format!("{} | {} | {recoveries} | {kills}", case.name, stores);
    out
}

impl Matrix<'_> {
    fn run(&mut self) {
        let mut images = Vec::new();
        let mut late = false;
        for n in 0.. {
            self.scratch.view.restore(&self.start);
            let end = self.operate(n);
            if end == End::Exit(SURVIVED) {
                if n != self.stores {
                    self.fail(format!("made {n} stores, and {} in the reference run", self.stores));
                }
                let after = self.check(Comer::Writer, false);
                self.note(format!("after {n} stores and no death"), after.map(|_| ()));
                break;
            }
            if end != KILLED || n > self.stores {
                self.fail(format!("store {n}: the child ended with {end:?}"));
                break;
            }
            self.kills += 1;
            let image = self.scratch.view.capture(Some(&self.start));
            let first = self.check(Comer::Writer, true);
            let mut stores = 0;
            let checked = first.and_then(|(count, is_after)| {
                stores = count;
                if late && !is_after {
                    return Err("undone, although a death one store earlier was not".into());
                }
                late = is_after;
                if !self.full && n % 2 == 0 {
                    return Ok(());
                }
                self.scratch.view.restore(&image);
                self.check(Comer::Reader, true).map(|_| ()).map_err(|e| format!("reading first: {e}"))
            });
            self.note(format!("store {n}"), checked);
            images.push((n, image, stores));
            if self.out.failures.len() >= ENOUGH {
                return;
            }
        }
        self.recover_all(&images);
        // Last: nobody watches over the heap any more.
        self.scratch.abandon();
        let full = self.full;
        for (n, image, _) in images.iter().filter(|(n, ..)| full || n % 3 == 0) {
            self.scratch.view.restore(image);
            let checked = self.check(Comer::First, true);
            self.note(format!("store {n}, attached as the first"), checked.map(|_| ()));
        }
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
    fn recover(&self, m: u64) -> End {
        let scratch = &self.scratch;
        child(|| {
            let heap = scratch.attach();
            fault::kill_at(m);
            let turn = heap.try_write();
            fault::kill_at(u64::MAX);
            i32::from(turn.is_err())
        })
    }

    /// The recoveries from all those deaths, cut off at each of their stores.
    fn recover_all(&mut self, images: &[(u64, Image, u64)]) {
        let product: u64 = images.iter().map(|(_, _, stores)| stores).sum();
        let share = if self.full || product <= COMPLETE { None } else { Some(COMPLETE) };
        // States that were looked at: what a recovery leads to depends on the bytes alone.
        let mut seen = HashSet::new();
        let mut done = HashSet::new();
        for (n, image, stores) in images {
            if !done.insert(image.hash) {
                continue;
            }
            for m in 0..*stores {
                if share.is_some_and(|share| self.random.below(product) >= share) {
                    continue;
                }
                self.scratch.view.restore(image);
                let end = self.recover(m);
                if end != KILLED {
                    self.fail(format!("store {n}, recovery {m} of {stores}: the child ended with {end:?}"));
                    continue;
                }
                (self.kills, self.recoveries) = (self.kills + 1, self.recoveries + 1);
                let broken = self.scratch.view.capture(Some(&self.start));
                if !seen.insert(broken.hash) {
                    continue;
                }
                let checked = self.check(Comer::Writer, true);
                let again = checked.as_ref().map_or(0, |(stores, _)| *stores);
                self.note(format!("store {n}, recovery {m}"), checked.map(|_| ()));
                if again > 0 && (self.full || self.random.below(COMPLETE.min(product)) < SECOND) {
                    self.recover_again(&format!("store {n}, recovery {m}"), &broken, again, &mut seen);
                }
                if self.out.failures.len() >= ENOUGH {
                    return;
                }
            }
        }
    }

    /// The recovery from a death in a recovery, cut off itself.
    fn recover_again(&mut self, at: &str, broken: &Image, stores: u64, seen: &mut HashSet<u64>) {
        let some = if self.full { stores } else { stores.min(AGAIN) };
        for i in 0..some {
            let m = if some == stores { i } else { self.random.below(stores) };
            self.scratch.view.restore(broken);
            let end = self.recover(m);
            if end != KILLED {
                self.fail(format!("{at}, second recovery {m} of {stores}: the child ended with {end:?}"));
                continue;
            }
            (self.kills, self.recoveries) = (self.kills + 1, self.recoveries + 1);
            if seen.insert(self.scratch.view.capture(Some(&self.start)).hash) {
                let checked = self.check(Comer::Writer, true);
                self.note(format!("{at}, second recovery {m}"), checked.map(|_| ()));
            }
        }
    }

    /// Looks at the heap as the next one who comes: (stores of the recovery, whether the operation was done).
    fn check(&self, comer: Comer, died: bool) -> Result<(u64, bool), String> {
        caught(|| {
            let heap = ipo::Heap::attach(&self.scratch.name).map_err(|e| format!("attaching: {e}"))?;
            let mut recovered = false;
            fault::kill_at(u64::MAX);
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
            let stores = fault::count();
            recovered |= turn.recovered();
            if recovered != died {
                return Err(format!("recovered() is {recovered}"));
            }
            let is_after = self.reference.look(self.case, &self.scratch, &self.seals, &mut turn)?;
            drop(turn);
            let turn = heap.try_write().map_err(|e| format!("the next write turn: {e}"))?;
            if turn.recovered() {
                return Err("the next turn tells of a recovery again".into());
            }
            Ok((stores, is_after))
        })
    }

    fn note(&mut self, at: String, checked: Result<(), String>) {
        match checked {
            Ok(()) => {}
            Err(what) => self.fail(format!("{at}: {what}")),
        }
    }

    fn fail(&mut self, what: String) {
        self.out.failures.push(what);
    }
}
