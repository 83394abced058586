//! Facts about this process: id, user, groups, limits.

use rustix::process::{Resource, getegid, geteuid, getgroups, getpid, getrlimit};
use rustix::thread::{CpuSet, sched_getaffinity};

/// The process id.
pub(crate) fn pid() -> u32 {
    getpid().as_raw_nonzero().get().unsigned_abs()
}

/// The user id that file accesses are checked with.
pub(crate) fn user() -> u32 {
    geteuid().as_raw()
}

/// Whether this process belongs to the group.
pub(crate) fn in_group(gid: u32) -> bool {
    getegid().as_raw() == gid || getgroups().is_ok_and(|groups| groups.iter().any(|g| g.as_raw() == gid))
}

/// The longest file that this process may make, in bytes. Going beyond it is not only an error:
/// the kernel sends `SIGXFSZ`, which kills by default.
pub(crate) fn file_size_limit() -> u64 {
    getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX)
}

/// The processors that this thread may run on, each as the bit of its number modulo 64; two bits where the system does not
/// say.
pub(crate) fn processors() -> u64 {
    let Ok(allowed) = sched_getaffinity(None) else { return 0b11 };
    (0..CpuSet::MAX_CPU).filter(|&number| allowed.is_set(number)).fold(0, |bits, number| bits | 1 << (number % 64))
}
