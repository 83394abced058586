//! Facts about this process: id, user, groups, limits.

use rustix::process::{Resource, getegid, geteuid, getgroups, getpid, getrlimit};

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

/// Cores of the machine, whether or not this process may use them all: another one may run on the others.
pub(crate) fn cores() -> usize {
    // SAFETY: asks for a number.
    let cores = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
    usize::try_from(cores).unwrap_or(1)
}
