//! Sleeping until another process changes a word, and waking all who sleep on it.

use crate::sync::AtomicU64;
#[cfg(feature = "async")]
use rustix::io::Errno;
use rustix::thread::futex::{Flags, Timespec, wait as futex_wait, wake as futex_wake};
use std::sync::atomic::AtomicU32;
use std::time::Duration;

/// Sleeps while `word` holds `expected`, at most for `timeout`. Returns for any reason or none: the
/// caller looks at the word again. Shared, not private: the word lies in memory of several processes.
pub(crate) fn wait(word: &AtomicU32, expected: u32, timeout: Duration) {
    let timeout = Timespec {
        tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: timeout.subsec_nanos().into(),
    };
    // A changed word (AGAIN), a signal (INTR) and the time limit (TIMEDOUT) all mean: look again.
    let _ = futex_wait(word, Flags::empty(), expected, Some(&timeout));
}

/// The half of a word that the kernel compares.
pub(crate) fn low_half(word: &AtomicU64) -> &AtomicU32 {
    let halves = std::ptr::from_ref(word).cast::<AtomicU32>();
    let low = if cfg!(target_endian = "little") { 0 } else { 1 };
    // SAFETY: the eight bytes of the word are two aligned halves. Only the kernel reads this one as such; the program's own
    // accesses go through the whole word.
    unsafe { &*halves.add(low) }
}

/// Wakes every sleeper of every process.
pub(crate) fn wake_all(word: &AtomicU32) {
    // The kernel reads the count as an i32.
    let _ = futex_wake(word, Flags::empty(), i32::MAX as u32);
}

/// Sleeps while every word holds what stands beside it, at most for `timeout`. Whether the time is over; apart from that, as
/// `wait`. A kernel before 5.16 cannot sleep on several words: there the sleep is on the first one, and short.
#[cfg(feature = "async")]
pub(crate) fn wait_any(words: &[(&AtomicU32, u32)], timeout: Duration) -> bool {
    use rustix::thread::futex::{Wait, WaitFlags, WaitPtr, WaitvFlags, waitv};
    use rustix::time::{ClockId, clock_gettime};

    let list: Vec<Wait> = words
        .iter()
        .map(|(word, expected)| {
            let mut wait = Wait::new();
            wait.val = u64::from(*expected);
            wait.uaddr = WaitPtr::new(word.as_ptr().cast());
            wait.flags = WaitFlags::SIZE_U32;
            wait
        })
        .collect();
    // The end of the wait, not its length.
    let now = clock_gettime(ClockId::Monotonic);
    let nanos = i128::from(now.tv_nsec) + timeout.as_nanos() as i128;
    let end = Timespec {
        tv_sec: now.tv_sec.saturating_add((nanos / 1_000_000_000) as i64),
        tv_nsec: (nanos % 1_000_000_000) as _,
    };
    match waitv(&list, WaitvFlags::empty(), Some(&end), ClockId::Monotonic) {
        Ok(_) | Err(Errno::AGAIN | Errno::INTR) => false,
        Err(Errno::TIMEDOUT) => true,
        Err(_) => {
            let short = timeout.min(Duration::from_millis(1));
            if let Some((word, expected)) = words.first() {
                wait(word, *expected, short);
            }
            short == timeout
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Ordering;
    use std::time::Instant;

    #[test]
    fn a_wait_ends_at_its_time_limit() {
        let word = AtomicU32::new(7);
        let start = Instant::now();
        wait(&word, 7, Duration::from_millis(20));
        assert!(start.elapsed() >= Duration::from_millis(19));
    }

    #[test]
    fn a_wait_for_another_value_returns_at_once() {
        let start = Instant::now();
        wait(&AtomicU32::new(7), 8, Duration::from_secs(10));
        assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn waking_ends_a_wait() {
        let word = AtomicU32::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while word.load(Ordering::SeqCst) == 0 {
                    wait(&word, 0, Duration::from_secs(10));
                }
            });
            std::thread::sleep(Duration::from_millis(10));
            word.store(1, Ordering::SeqCst);
            wake_all(&word);
        });
        assert!(start.elapsed() < Duration::from_secs(5));
    }

    #[cfg(feature = "async")]
    #[test]
    fn a_wait_for_several_words_ends_with_any_of_them() {
        let words = [AtomicU32::new(0), AtomicU32::new(5)];
        assert!(wait_any(&[(&words[0], 0), (&words[1], 5)], Duration::from_millis(5)), "nothing changes");
        assert!(!wait_any(&[(&words[0], 0), (&words[1], 4)], Duration::from_secs(60)), "one differs already");
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while words[1].load(Ordering::SeqCst) == 5 {
                    wait_any(&[(&words[0], 0), (&words[1], 5)], Duration::from_secs(10));
                }
            });
            std::thread::sleep(Duration::from_millis(10));
            words[1].store(6, Ordering::SeqCst);
            wake_all(&words[1]);
        });
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}
