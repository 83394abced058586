//! Cores, the clock that processes share, and what else the machine was busy with.

use std::time::{Duration, Instant};

/// Pins this thread to the `n`th of the cores that it may use. Wraps around: with one core all run there.
pub fn pin(n: usize) {
    // The cores as this program found them: pinning narrows them.
    static CORES: std::sync::OnceLock<Vec<usize>> = std::sync::OnceLock::new();
    let cores = CORES.get_or_init(allowed_cores);
    // SAFETY: an all-zero set is the empty set; the number is one that the system gave.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cores[n % cores.len()], &mut set);
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set);
    }
}

/// The cores that this machine gives us.
fn allowed_cores() -> Vec<usize> {
    let limit = libc::CPU_SETSIZE as usize;
    // SAFETY: the set is large enough for what the call writes; numbers are below its size.
    let cores: Vec<usize> = unsafe {
        // Of the whole machine: the parent may have pinned itself before it started this program.
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        for core in 0..limit {
            libc::CPU_SET(core, &mut set);
        }
        libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &set);
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set);
        (0..limit).filter(|&core| libc::CPU_ISSET(core, &set)).collect()
    };
    if cores.is_empty() { vec![0] } else { cores }
}

/// Nanoseconds of a clock that all processes share.
#[inline]
pub fn now() -> u64 {
    clock(libc::CLOCK_MONOTONIC)
}

/// Nanoseconds that this thread has run.
pub fn time_run() -> u64 {
    clock(libc::CLOCK_THREAD_CPUTIME_ID)
}

#[inline]
fn clock(which: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes the timespec.
    unsafe { libc::clock_gettime(which, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Watches the machine while a row runs.
pub struct Watch {
    start: Instant,
    before: Usage,
}

/// Seconds of all cores together.
#[derive(Clone, Copy, Default)]
struct Usage {
    busy: f64,
    stolen: f64,
    own: f64,
}

impl Watch {
    pub fn start() -> Watch {
        Watch { start: Instant::now(), before: Usage::now() }
    }

    /// Something to print, if others used more than a fiftieth of a core.
    pub fn note(&self) -> String {
        let elapsed = self.start.elapsed().max(Duration::from_millis(1)).as_secs_f64();
        let now = Usage::now();
        let share = |now: f64, before: f64| 100.0 * (now - before) / elapsed;
        let stolen = share(now.stolen, self.before.stolen);
        let others = share(now.busy, self.before.busy) - share(now.own, self.before.own);
        if stolen <= 2.0 && others <= 2.0 {
            return String::new();
        }
        format!("; not idle: others used {:.0} % of a core, {stolen:.0} % was stolen", others.max(0.0))
    }
}

impl Usage {
    fn now() -> Usage {
        let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let cpu: Vec<f64> =
            stat.lines().next().unwrap_or_default().split_whitespace().skip(1).flat_map(str::parse).collect();
        let of = |i: usize| cpu.get(i).copied().unwrap_or_default() / 100.0;
        // user, nice, system, idle, iowait, irq, softirq, steal.
        Usage { busy: of(0) + of(1) + of(2) + of(5) + of(6), stolen: of(7), own: own_seconds() }
    }
}

/// What this process and its children that have ended used.
fn own_seconds() -> f64 {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    let used = |who| {
        // SAFETY: an all-zero rusage is valid, and the call fills it.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::getrusage(who, &mut usage);
            usage
        };
        seconds(usage.ru_utime) + seconds(usage.ru_stime)
    };
    used(libc::RUSAGE_SELF) + used(libc::RUSAGE_CHILDREN)
}
