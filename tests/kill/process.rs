//! Children that may be killed, the parent that waits for them, and a page that they share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

/// Exit code of a child that panicked.
pub(crate) const PANICKED: i32 = 101;
/// A child that takes longer is ended by SIGALRM: every wait for one is bounded by that.
const SECONDS: u32 = 30;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Exit(i32),
    Signal(i32),
}

/// It died where it was told to.
pub(crate) const KILLED: End = End::Signal(libc::SIGKILL);

/// Forks. The calling process must have one thread. The child runs `work` and ends with its result.
pub(crate) fn fork(work: impl FnOnce() -> i32) -> i32 {
    let parent = std::process::id();
    // SAFETY: this process has one thread, so the child's copy of it is whole.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "fork: {}", std::io::Error::last_os_error());
    if pid > 0 {
        return pid;
    }
    // SAFETY: no pointers; the child dies with its parent, whose death before the call shows in the parent's id.
    let orphan = unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) != 0 || libc::getppid() as u32 != parent };
    let code = if orphan { 1 } else { catch_unwind(AssertUnwindSafe(work)).unwrap_or(PANICKED) };
    // SAFETY: ends the child without the parent's destructors.
    unsafe { libc::_exit(code) }
}

/// Waits for a child.
pub(crate) fn wait(pid: i32) -> End {
    let mut status = 0;
    loop {
        // SAFETY: `status` is writable.
        let got = unsafe { libc::waitpid(pid, &mut status, 0) };
        if got == pid {
            break;
        }
        let error = std::io::Error::last_os_error();
        assert_eq!(error.kind(), std::io::ErrorKind::Interrupted, "waitpid: {error}");
    }
    if libc::WIFSIGNALED(status) { End::Signal(libc::WTERMSIG(status)) } else { End::Exit(libc::WEXITSTATUS(status)) }
}

/// Runs `work` in a child, within a bounded time.
pub(crate) fn child(work: impl FnOnce() -> i32) -> End {
    wait(fork(|| {
        // SAFETY: no pointers; the default action of SIGALRM ends the process.
        unsafe { libc::alarm(SECONDS) };
        work()
    }))
}

/// Words that a process shares with the children that it forks later.
pub(crate) struct Board {
    words: NonNull<AtomicU64>,
    len: usize,
}

impl Board {
    /// So many words, all 0.
    pub(crate) fn new(len: usize) -> Board {
        let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        // SAFETY: a fresh mapping at an address of the kernel's choice disturbs nothing.
        let page = unsafe { libc::mmap(null_mut(), len * 8, protection, flags, -1, 0) };
        assert_ne!(page, libc::MAP_FAILED, "mmap: {}", std::io::Error::last_os_error());
        Board { words: NonNull::new(page.cast()).expect("a mapping is never at address 0"), len }
    }

    pub(crate) fn word(&self, index: usize) -> &AtomicU64 {
        assert!(index < self.len);
        // SAFETY: inside the mapping, which is zero or what atomics wrote, and never unmapped.
        unsafe { self.words.add(index).as_ref() }
    }
}

static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Keeps the text of a panic instead of printing it: many are expected.
pub(crate) fn hush() {
    std::panic::set_hook(Box::new(|info| {
        let what = match info.payload().downcast_ref::<ipo::Corrupt>() {
            Some(corrupt) => format!("{corrupt} at {}", info.location().map_or("?".into(), ToString::to_string)),
            None => info.to_string(),
        };
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = what;
    }));
}

/// Runs `work`; a panic becomes its text.
pub(crate) fn caught<R>(work: impl FnOnce() -> Result<R, String>) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(format!("panicked: {}", LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner))))
}
