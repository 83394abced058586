//! Whether somebody else computes on the other hardware thread of this core: another virtual machine, or a program beside. Such a
//! neighbour takes up to half of the instructions that the core could begin, and none of the time that one waits for
//! another: a loop of many instructions takes twice as long, one that waits for two exchanges takes as long as before,
//! and their ratio says nothing. The system does not tell, so it is measured.

use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::machine::time_run;

/// The least share that this program has measured, that of a core alone, and how many rounds found more.
static SEEN: Mutex<Seen> = Mutex::new(Seen { least: f64::INFINITY, rounds: 0, beside: 0 });

struct Seen {
    least: f64,
    rounds: usize,
    beside: usize,
}

/// A core alone measures the same share within a tenth; a neighbour adds half and more.
const BESIDE: f64 = 1.2;

/// Time of instructions that wait for nothing, in units of the time of some that wait for each other. 0 where it cannot be
/// measured.
pub fn share() -> f64 {
    let share = measured().unwrap_or(0.0);
    let mut seen = SEEN.lock().expect("nobody panics here");
    seen.least = seen.least.min(share);
    share
}

/// Measures now and then for two seconds, so that what a core alone measures is known before it is asked for.
pub fn calibrate() {
    for _ in 0..100 {
        sleep(Duration::from_millis(20));
        share();
    }
}

/// Waits until the core is alone or it is `end`, and says what was measured last.
pub fn wait(end: Instant) -> f64 {
    loop {
        let share = share();
        if is_alone(share) || Instant::now() >= end {
            return share;
        }
        sleep(Duration::from_millis(10));
    }
}

/// Whether a share that was measured is that of a core alone.
pub fn is_alone(share: f64) -> bool {
    share <= BESIDE * SEEN.lock().expect("nobody panics here").least
}

/// Counts the rounds of a row, and those of them with a neighbour, for the row's note.
pub fn count(rounds: usize, beside: usize) {
    let mut seen = SEEN.lock().expect("nobody panics here");
    (seen.rounds, seen.beside) = (rounds, beside);
}

/// What was counted last.
pub fn counted() -> (usize, usize) {
    let mut seen = SEEN.lock().expect("nobody panics here");
    (std::mem::take(&mut seen.rounds), std::mem::take(&mut seen.beside))
}

/// Something to print, if there was a neighbour in the row that was counted last.
pub fn note() -> String {
    match counted() {
        (_, 0) => String::new(),
        (rounds, beside) => format!("; a neighbour on the core in {beside} of {rounds} rounds"),
    }
}

#[cfg(target_arch = "x86_64")]
fn measured() -> Option<f64> {
    const TIMES: u64 = 30_000;
    // The least of some: an interrupt is no neighbour.
    let least = |work: &dyn Fn()| {
        let times = (0..4).map(|_| {
            let start = time_run();
            work();
            time_run() - start
        });
        times.min().unwrap_or(0).max(1)
    };
    let apart = least(&|| {
        let (mut a, mut b, mut c, mut d, mut e, mut f) = (1_u64, 2_u64, 3_u64, 4_u64, 5_u64, 6_u64);
        for _ in 0..TIMES {
            // SAFETY: adds to the registers that it names.
            unsafe {
                std::arch::asm!(
                    "add {a}, 1", "add {b}, 1", "add {c}, 1", "add {d}, 1", "add {e}, 1", "add {f}, 1",
                    "add {a}, 3", "add {b}, 3", "add {c}, 3", "add {d}, 3", "add {e}, 3", "add {f}, 3",
                    a = inout(reg) a, b = inout(reg) b, c = inout(reg) c,
                    d = inout(reg) d, e = inout(reg) e, f = inout(reg) f,
                    options(nomem, nostack)
                );
            }
        }
    });
    let chained = least(&|| {
        let mut a = 3_u64;
        for _ in 0..TIMES {
            // SAFETY: multiplies the register that it names.
            unsafe {
                std::arch::asm!("imul {a}, {a}", "imul {a}, {a}", a = inout(reg) a, options(nomem, nostack));
            }
        }
    });
    Some(apart as f64 / chained as f64)
}

#[cfg(not(target_arch = "x86_64"))]
fn measured() -> Option<f64> {
    let _ = time_run;
    None
}
