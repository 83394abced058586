//! What shared words and waiting are built on, in a model: loom's atomics and locks; a clock that a thread moves by sleeping;
//! death before any access; a witness of every change; and orders that can be weakened, to see that a model notices.
//!
//! Loom gives SeqCst accesses no order among themselves beyond Acquire and Release, only fences. So a fence stands on one
//! side of each of them, as in the code that compilers make of them. There are two such rules. Both are stronger than what
//! the language promises, at different places: what fails under either of them is wrong. By a third rule no fence stands
//! there: what holds under it needs no SeqCst.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use loom::thread::yield_now;

/// See the other `turn`.
pub(crate) const MODEL: bool = true;

/// Lets the others go on, as a sleep does.
pub(crate) fn sleep(_: Duration) {
    yield_now();
}

/// On which side of a SeqCst access the fence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fences {
    Before,
    After,
    /// On none.
    Neither,
}

/// A line of the shipped source whose orders are one step weaker than written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weak {
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

impl Weak {
    /// The line of a source, given by its file and its text, that has this text: the first one behind `after`.
    pub(crate) fn line((file, source): (&'static str, &'static str), after: &str, text: &str) -> Weak {
        let mut lines = (1..).zip(source.lines()).skip_while(|(_, line)| !line.contains(after));
        let found = lines.find(|(_, line)| line.contains(text));
        let (line, _) = found.unwrap_or_else(|| panic!("{file}: behind {after:?} there is no {text:?} any more"));
        Weak { file, line }
    }
}

// Of the thread of the system that runs a model, with all of the model's own threads.
std::thread_local! {
    static FENCES: Cell<Fences> = const { Cell::new(Fences::After) };
    static WEAK: RefCell<Vec<Weak>> = const { RefCell::new(Vec::new()) };
    static WEAKENED: Cell<u64> = const { Cell::new(0) };
}

/// Runs `work`, models and all, by these rules; also says how often a weak line was met.
pub(crate) fn with_rules<R>(fences: Fences, weak: &[Weak], work: impl FnOnce() -> R) -> (R, u64) {
    FENCES.set(fences);
    WEAK.set(weak.to_vec());
    WEAKENED.set(0);
    let result = work();
    FENCES.set(Fences::After);
    WEAK.take();
    (result, WEAKENED.get())
}

/// What is told of every change: the word's address and its new value.
type Witness = Rc<dyn Fn(usize, u64)>;

std::thread_local! {
    static WITNESS: RefCell<Option<Witness>> = const { RefCell::new(None) };
}

/// Tells `witness` of each change of a word from now on, in the order in which they are made. It accesses none itself.
pub(crate) fn witnessed_by(witness: Option<Witness>) {
    WITNESS.set(witness);
}

fn witness<T>(word: &T, value: u64) {
    let witness = WITNESS.with_borrow(Clone::clone);
    if let Some(witness) = witness {
        witness(std::ptr::from_ref(word).addr(), value);
    }
}

/// The order to use, and whether it is to be as good as a SeqCst one.
fn order(written: Ordering, at: &Location<'_>) -> (Ordering, bool) {
    let is_here = |weak: &Weak| weak.line == at.line() && at.file().ends_with(weak.file);
    let weak = WEAK.with_borrow(|weak| weak.iter().any(is_here));
    if !weak {
        return (written, written == Ordering::SeqCst);
    }
    WEAKENED.set(WEAKENED.get() + 1);
    // SeqCst to what orders one word alone, where it counts for more; anything else to nothing.
    let counts = written == Ordering::SeqCst && FENCES.get() != Fences::Neither;
    (if counts { Ordering::AcqRel } else { Ordering::Relaxed }, false)
}

// ---- a thread of a model -------------------------------------------------------------------------------------------

#[derive(Default)]
struct Life {
    /// Accesses until death.
    left: Cell<Option<u64>>,
    dead: Cell<bool>,
    now: Cell<Duration>,
}

loom::thread_local! {
    static LIFE: Life = Life::default();
}

/// What a death unwinds with.
struct Died;

/// Runs `work` in a process that dies before its access number `at`; says whether it came to its end.
pub(crate) fn survives(at: Option<u64>, work: impl FnOnce()) -> bool {
    LIFE.with(|life| life.left.set(at));
    let end = catch_unwind(AssertUnwindSafe(work));
    LIFE.with(|life| life.left.set(None));
    match end {
        Ok(()) => true,
        Err(what) if what.is::<Died>() => false,
        Err(what) => resume_unwind(what),
    }
}

/// A place where the process may die.
pub(crate) fn step() {
    let dies = LIFE.with(|life| match life.left.get() {
        Some(0) => !life.dead.replace(true),
        Some(left) => {
            life.left.set(Some(left - 1));
            false
        }
        None => false,
    });
    if dies {
        // Destructors run, but those of a dead process reach nothing that others see: see `reaches`.
        resume_unwind(Box::new(Died));
    }
}

/// Before an access: dies, or says whether the access is still made.
fn reaches() -> bool {
    step();
    !LIFE.with(|life| life.dead.get())
}

/// Lets time pass, for this thread alone.
pub(crate) fn pass(time: Duration) {
    LIFE.with(|life| life.now.set(life.now.get() + time));
}

/// The thread's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(Duration);

impl Instant {
    pub(crate) fn now() -> Instant {
        Instant(LIFE.with(|life| life.now.get()))
    }

    pub(crate) fn elapsed(&self) -> Duration {
        Instant::now().saturating_duration_since(*self)
    }

    pub(crate) fn checked_add(self, time: Duration) -> Option<Instant> {
        self.0.checked_add(time).map(Instant)
    }

    pub(crate) fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

// ---- atomics -------------------------------------------------------------------------------------------------------

/// Makes an access between the fences that its order asks for.
fn access<R>(written: Ordering, at: &Location<'_>, work: impl FnOnce(Ordering) -> R) -> R {
    let (order, seq_cst) = order(written, at);
    let fence = |side| {
        if seq_cst && FENCES.get() == side {
            loom::sync::atomic::fence(Ordering::SeqCst);
        }
    };
    fence(Fences::Before);
    let result = work(order);
    fence(Fences::After);
    result
}

/// Loads take no Release, and stores no Acquire.
fn of_load(order: Ordering) -> Ordering {
    if order == Ordering::AcqRel { Ordering::Acquire } else { order }
}

fn of_store(order: Ordering) -> Ordering {
    if order == Ordering::AcqRel { Ordering::Release } else { order }
}

macro_rules! atomic {
    ($name:ident, $int:ty) => {
        #[derive(Debug)]
        pub(crate) struct $name(loom::sync::atomic::$name);

        #[allow(dead_code, reason = "both types have all that either needs")]
        impl $name {
            pub(crate) fn new(value: $int) -> Self {
                Self(loom::sync::atomic::$name::new(value))
            }

            #[track_caller]
            pub(crate) fn load(&self, order: Ordering) -> $int {
                let at = Location::caller();
                if reaches() { access(order, at, |order| self.0.load(of_load(order))) } else { 0 }
            }

            #[track_caller]
            pub(crate) fn store(&self, value: $int, order: Ordering) {
                let at = Location::caller();
                if reaches() {
                    access(order, at, |order| self.0.store(value, of_store(order)));
                    witness(self, value.into());
                }
            }

            #[track_caller]
            pub(crate) fn swap(&self, value: $int, order: Ordering) -> $int {
                let at = Location::caller();
                if !reaches() {
                    return 0;
                }
                let old = access(order, at, |order| self.0.swap(value, order));
                witness(self, value.into());
                old
            }

            // Not told to a witness.
            atomic!(changes: $int: fetch_add, fetch_sub, fetch_or, fetch_and, fetch_xor);

            #[track_caller]
            pub(crate) fn compare_exchange(
                &self,
                current: $int,
                new: $int,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$int, $int> {
                let at = Location::caller();
                if !reaches() {
                    return Err(!current);
                }
                let done = access(success, at, |success| self.0.compare_exchange(current, new, success, failure));
                if done.is_ok() {
                    witness(self, new.into());
                }
                done
            }
        }
    };
    (changes: $int:ty: $($change:ident),*) => {
        $(
            #[track_caller]
            pub(crate) fn $change(&self, value: $int, order: Ordering) -> $int {
                let at = Location::caller();
                if reaches() { access(order, at, |order| self.0.$change(value, order)) } else { 0 }
            }
        )*
    };
}

atomic!(AtomicU32, u32);
atomic!(AtomicU64, u64);
