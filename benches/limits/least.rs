//! The reference of turn/least: what a turn that survives its owner cannot do without, and nothing else. An exchange takes the
//! word and another one gives it back. In between: is this a forked child, does this thread hold a turn already, does
//! anybody read, has the heap grown, is a change left half made, was somebody's repaired, does anybody wait. And the thread
//! notes what it holds.

use std::cell::Cell;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};

#[repr(align(64))]
#[derive(Default)]
struct Line([AtomicU64; 2]);

/// The words, in lines of their own as in a heap.
#[derive(Default)]
pub struct Least {
    process: Line,
    word: Line,
    /// Bits of the seats that are taken, two as beside a second process.
    taken: Line,
    readers: [Line; 2],
    end: Line,
    unfinished: Line,
    repairs: Line,
    waiting: Line,
    awaited: Line,
}

const ME: u64 = 1 << 32 | 7;

thread_local! {
    static HELD: Cell<u64> = const { Cell::new(0) };
}

impl Least {
    pub fn new() -> Least {
        let least = Least::default();
        least.taken.0[0].store(3, Relaxed);
        least
    }

    /// Takes the turn and gives it back; false if it was not to be had.
    #[inline(always)]
    pub fn turn(&self) -> bool {
        self.take() && self.give_back()
    }

    #[inline(always)]
    fn take(&self) -> bool {
        if self.process.0[0].load(Relaxed) != 0 || HELD.get() != 0 {
            return false;
        }
        if self.word.0[0].compare_exchange(0, ME, SeqCst, Relaxed).is_err() {
            return false;
        }
        let mut taken = self.taken.0[0].load(SeqCst);
        while taken != 0 {
            let Some(reader) = self.readers.get(taken.trailing_zeros() as usize) else { return false };
            taken &= taken - 1;
            if reader.0[0].load(SeqCst) != 0 {
                return false;
            }
        }
        let [state, kind] = &self.unfinished.0;
        if self.end.0[0].load(Relaxed) != 0 || state.load(Relaxed) != 0 || kind.load(Relaxed) != 0 {
            return false;
        }
        HELD.set(ME);
        self.repairs.0[0].load(Acquire) == 0
    }

    // A function of its own, as a guard's drop is.
    #[inline(never)]
    fn give_back(&self) -> bool {
        if HELD.replace(0) != ME || self.process.0[0].load(Relaxed) != 0 {
            return false;
        }
        if self.awaited.0[0].load(Relaxed) != 0 || self.waiting.0[0].load(Relaxed) != 0 {
            return false;
        }
        self.word.0[0].compare_exchange(ME, 0, Release, Relaxed).is_ok()
    }
}
