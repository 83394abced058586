//! The one place through which structural stores reach the heap, so that tests can end the process at any of them.
//!
//! A heap outlives a killed process with every store that the process made, in program order. What must hold is that
//! the compiler keeps the order: every store here is a Release store, and copies stand between compiler fences.

use crate::sync::{AtomicU64, Ordering};
use std::sync::atomic::compiler_fence;

/// One aligned word, published after everything before it.
#[inline(always)]
pub(crate) fn store(word: &AtomicU64, value: u64) {
    fault::tick();
    // Release: no earlier store may be moved behind this one. Its partner is the recovery of the next owner, which
    // reads after the turn word's Acquire.
    word.store(value, Ordering::Release);
    // Later plain stores must not be moved before it either.
    compiler_fence(Ordering::SeqCst);
}

/// Changes a word that holds `from` to `to`; false if it holds anything else. SeqCst, and so also Acquire of what the
/// one who stored `from` did before, and Release of what this process did: its partners are the other claimants.
#[inline(always)]
pub(crate) fn exchange(word: &AtomicU64, from: u64, to: u64) -> bool {
    fault::tick();
    let done = word.compare_exchange(from, to, Ordering::SeqCst, Ordering::Acquire).is_ok();
    compiler_fence(Ordering::SeqCst);
    done
}

/// As `store`, and no load that follows is made before it: for a word behind which this process looks for sleepers.
#[inline(always)]
pub(crate) fn publish(word: &AtomicU64, value: u64) {
    fault::tick();
    // SeqCst: pairs with the sleeper, which announces itself and then looks at this word.
    word.swap(value, Ordering::SeqCst);
    compiler_fence(Ordering::SeqCst);
}

/// A word that says where to begin to look, and may be wrong.
#[inline(always)]
pub(crate) fn hint(word: &AtomicU64, value: u64) {
    fault::tick();
    // Relaxed: nothing is concluded from it.
    word.store(value, Ordering::Relaxed);
}

/// Adds to a word that anyone may add to.
#[inline(always)]
pub(crate) fn add(word: &AtomicU64, number: u64) {
    fault::tick();
    // SeqCst: as in `publish`.
    word.fetch_add(number, Ordering::SeqCst);
    compiler_fence(Ordering::SeqCst);
}

/// Copies bytes that nobody can reach yet, or whose old content is logged.
///
/// # Safety
/// `src` is readable and `dst` writable for `len` bytes, and the two do not overlap.
#[inline(always)]
pub(crate) unsafe fn copy(src: *const u8, dst: *mut u8, len: usize) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    // SAFETY: by the caller.
    unsafe { std::ptr::copy_nonoverlapping(src, dst, len) };
    compiler_fence(Ordering::SeqCst);
}

/// As `copy`, without a call for the lengths of most texts.
///
/// # Safety
/// As `copy`.
#[inline(always)]
pub(crate) unsafe fn copy_short(src: *const u8, dst: *mut u8, len: usize) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    // SAFETY: by the caller; each arm has the length that `copy_ends` asks for.
    unsafe {
        match len {
            33..=48 => copy_rest::<4>(src, dst, len),
            49..=64 => copy_ends::<4, 4>(src, dst, len),
            16..=32 => copy_rest::<2>(src, dst, len),
            8..=15 => copy_ends::<1, 1>(src, dst, len),
            _ => std::ptr::copy_nonoverlapping(src, dst, len),
        }
    }
    compiler_fence(Ordering::SeqCst);
}

/// Copies `len` bytes from `old` to `saved`, calls `publish`, then copies as many from `new` to `old`: as two `copy_short`,
/// which look at the length once.
///
/// # Safety
/// `old` and `saved` are readable and writable for `len` bytes, `new` is readable, and no two of them overlap.
#[inline(always)]
pub(crate) unsafe fn replace_short(old: *mut u8, saved: *mut u8, new: *const u8, len: usize, publish: impl Fn()) {
    let places = (old, saved, new);
    match len {
        // SAFETY: by the caller the pieces lie in the two ranges of each copy; the arm has the length that is asked for.
        33..=48 => replace_by(places, publish, |src, dst| unsafe { copy_rest::<4>(src, dst, len) }),
        // SAFETY: as above.
        49..=64 => replace_by(places, publish, |src, dst| unsafe { copy_ends::<4, 4>(src, dst, len) }),
        // SAFETY: as above.
        16..=32 => replace_by(places, publish, |src, dst| unsafe { copy_rest::<2>(src, dst, len) }),
        // SAFETY: as above.
        8..=15 => replace_by(places, publish, |src, dst| unsafe { copy_ends::<1, 1>(src, dst, len) }),
        // SAFETY: as above.
        _ => replace_by(places, publish, |src, dst| unsafe { std::ptr::copy_nonoverlapping(src, dst, len) }),
    }
}

#[inline(always)]
fn replace_by((old, saved, new): (*mut u8, *mut u8, *const u8), publish: impl Fn(), copy: impl Fn(*const u8, *mut u8)) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    copy(old, saved);
    compiler_fence(Ordering::SeqCst);
    publish();
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    copy(new, old);
    compiler_fence(Ordering::SeqCst);
}

/// Copies the first `FIRST` and the last `LAST` words of 8 bytes, which meet or overlap: two lengths that the compiler knows.
///
/// # Safety
/// As `copy`; `len` is at least that of the longer piece, and at most that of both.
#[inline(always)]
unsafe fn copy_ends<const FIRST: usize, const LAST: usize>(src: *const u8, dst: *mut u8, len: usize) {
    let behind = len - LAST * 8;
    // SAFETY: by the caller both pieces lie in the ranges.
    unsafe {
        std::ptr::copy_nonoverlapping(src, dst, FIRST * 8);
        std::ptr::copy_nonoverlapping(src.add(behind), dst.add(behind), LAST * 8);
    }
}

/// Copies the first `FIRST` words of 8 bytes, and the rest: at most 16 bytes, by a piece that is no longer than it has to be. A
/// long one that overlaps the first lies in two cache lines more often, and then takes twice as long.
///
/// # Safety
/// As `copy`; `len` is at least `FIRST` words, and at most two more.
#[inline(always)]
unsafe fn copy_rest<const FIRST: usize>(src: *const u8, dst: *mut u8, len: usize) {
    // SAFETY: by the caller; either last piece begins in the range, since `FIRST` is at least two.
    unsafe {
        if len <= (FIRST + 1) * 8 {
            copy_ends::<FIRST, 1>(src, dst, len);
        } else {
            copy_ends::<FIRST, 2>(src, dst, len);
        }
    }
}

/// As `copy`, for ranges that may overlap.
///
/// # Safety
/// `src` is readable and `dst` writable for `len` bytes.
#[inline(always)]
pub(crate) unsafe fn shift(src: *const u8, dst: *mut u8, len: usize) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    // SAFETY: by the caller.
    unsafe { std::ptr::copy(src, dst, len) };
    compiler_fence(Ordering::SeqCst);
}

/// Zeros bytes that nobody can reach yet, or whose old content is logged.
///
/// # Safety
/// `dst` is writable for `len` bytes.
#[inline(always)]
pub(crate) unsafe fn zero(dst: *mut u8, len: usize) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    // SAFETY: by the caller.
    unsafe { dst.write_bytes(0, len) };
    compiler_fence(Ordering::SeqCst);
}

/// Writes one value where nobody can reach it yet, or whose old content is logged.
///
/// # Safety
/// `dst` is aligned and writable for a `T`.
#[inline(always)]
pub(crate) unsafe fn write<T: Copy>(dst: *mut T, value: T) {
    fault::tick();
    compiler_fence(Ordering::SeqCst);
    // SAFETY: by the caller.
    unsafe { dst.write(value) };
    compiler_fence(Ordering::SeqCst);
}

/// Stands before whatever else other processes can see of a change: a call that changes a file or a lock, a store to a
/// control word. Tests end the process there, too.
#[inline(always)]
pub(crate) fn step() {
    fault::tick();
}

/// Tests ask for a death here. Compiled into debug builds only.
#[cfg(debug_assertions)]
pub mod fault {
    use std::ptr::null_mut;
    use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

    static COUNT: AtomicU64 = AtomicU64::new(0);
    static LAST: AtomicU64 = AtomicU64::new(u64::MAX);

    /// From now on, die by SIGKILL just before structural store number `n` (0 is the next one).
    pub fn kill_at(n: u64) {
        // Relaxed, here and below: a test arms the fault in the thread that dies of it.
        COUNT.store(0, Ordering::Relaxed);
        LAST.store(n, Ordering::Relaxed);
    }

    static WATCH: AtomicPtr<()> = AtomicPtr::new(null_mut());

    /// From now on, calls `look` before each structural store, with its number.
    pub fn watch(look: Option<fn(u64)>) {
        WATCH.store(look.map_or(null_mut(), |look| look as *mut ()), Ordering::Relaxed);
    }

    /// Structural stores of this process since [`kill_at`].
    pub fn count() -> u64 {
        COUNT.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn tick() {
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let look = WATCH.load(Ordering::Relaxed);
        if !look.is_null() {
            // SAFETY: not null only by `watch`, which made it from such a function.
            unsafe { std::mem::transmute::<*mut (), fn(u64)>(look)(n) };
        }
        if n >= LAST.load(Ordering::Relaxed) {
            die();
        }
    }

    #[cold]
    fn die() -> ! {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        // The signal is on its way to this very process.
        loop {
            std::thread::park();
        }
    }
}

/// Release builds have no such hook.
#[cfg(not(debug_assertions))]
mod fault {
    #[inline(always)]
    pub(crate) fn tick() {}
}
