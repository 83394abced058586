//! Telling a forked child from the process that attached: a page that the kernel wipes in the child. And keeping
//! forks out of the moments in which a child would share what it must not.

use rustix::io::Result;
use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering};

const PAGE: usize = 4096;

/// The first word of the page, made once and never unmapped; null before the first use. Made without a
/// lock: a child forked while another thread holds a lock would wait for it for ever.
static WORD: AtomicPtr<AtomicU64> = AtomicPtr::new(null_mut());
/// Whether this kernel wipes the page in a child.
static WIPED: AtomicBool = AtomicBool::new(false);
/// Values given out so far, by this process and those it was forked from: none is used twice among them.
static GIVEN: AtomicU64 = AtomicU64::new(0);

/// Remembers the process that made it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookie {
    word: &'static AtomicU64,
    value: u64,
    /// The process id, where the kernel does not wipe; 0 where it does. The value is then none that the word ever has, so
    /// that the one comparison that every call makes asks for the rest.
    pid: u32,
}

impl Cookie {
    /// The cookie of this process.
    pub(crate) fn take() -> Result<Cookie> {
        let word = page()?;
        // Relaxed throughout: the word tells this process's threads nothing but itself, and a fork copies all.
        while word.load(Ordering::Relaxed) == 0 {
            let fresh = GIVEN.fetch_add(1, Ordering::Relaxed) + 1;
            let _ = word.compare_exchange(0, fresh, Ordering::Relaxed, Ordering::Relaxed);
        }
        if WIPED.load(Ordering::Relaxed) {
            return Ok(Cookie { word, value: word.load(Ordering::Relaxed), pid: 0 });
        }
        Ok(Cookie { word, value: u64::MAX, pid: super::process::pid() })
    }

    /// Whether this is a child of the process that took the cookie. One load where the kernel helps.
    #[inline]
    pub(crate) fn forked(&self) -> bool {
        self.word.load(Ordering::Relaxed) != self.value && self.is_other_process()
    }

    /// Whether one load was enough to tell that `forked` is false.
    #[inline]
    pub(crate) fn surely_not_forked(&self) -> bool {
        self.word.load(Ordering::Relaxed) == self.value
    }

    #[cold]
    #[inline(never)]
    fn is_other_process(&self) -> bool {
        self.pid == 0 || self.pid != super::process::pid()
    }
}

fn page() -> Result<&'static AtomicU64> {
    // Acquire pairs with the Release of the exchange below: WIPED is set by then.
    let known = WORD.load(Ordering::Acquire);
    if !known.is_null() {
        // SAFETY: a nonnull WORD is the start of a page, mapped readable and writable and never unmapped, so
        // aligned and valid for as long as the process; a fork copies the mapping, wiped or not.
        return Ok(unsafe { &*known });
    }
    // SAFETY: a fresh private mapping at an address of the kernel's choice disturbs nothing.
    let fresh = unsafe { mmap_anonymous(null_mut(), PAGE, ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE)? };
    // SAFETY: the page is ours alone, and the advice changes only what a fork does with it.
    if unsafe { madvise(fresh, PAGE, Advice::LinuxWipeOnFork) }.is_ok() {
        WIPED.store(true, Ordering::Relaxed);
    }
    match WORD.compare_exchange(null_mut(), fresh.cast(), Ordering::AcqRel, Ordering::Acquire) {
        // SAFETY: as above; the page has just been mapped and is zero, a valid AtomicU64.
        Ok(_) => Ok(unsafe { &*fresh.cast::<AtomicU64>() }),
        Err(other) => {
            // SAFETY: nobody else has seen this page.
            let _ = unsafe { munmap(fresh, PAGE) };
            // SAFETY: as above, another thread's page.
            Ok(unsafe { &*other })
        }
    }
}

/// 1 while a thread is in a stretch that no fork may fall into, or a fork is under way.
static BUSY: AtomicU32 = AtomicU32::new(0);
/// Whether forks are told to wait.
static HOOKED: AtomicBool = AtomicBool::new(false);

/// While it lives no other thread of this process forks by `fork()`; keep it short. (A child made in another way,
/// to run another program, closes our descriptors when it does.)
#[derive(Debug)]
pub(crate) struct ForkPause(());

impl ForkPause {
    /// Waits for a fork that is under way and keeps others waiting.
    pub(crate) fn begin() -> ForkPause {
        // Relaxed: hooking twice does no harm but to order; see `enter` for why that must not happen.
        if !HOOKED.swap(true, Ordering::Relaxed) {
            // SAFETY: the three functions are static, take a lock that they give back, and touch nothing else. Out
            // of memory means that forks do not wait.
            let _ = unsafe { libc::pthread_atfork(Some(enter), Some(leave), Some(leave)) };
        }
        enter();
        ForkPause(())
    }
}

impl Drop for ForkPause {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes BUSY. Not a std Mutex: the child has to give it back, and is another thread. Hooked once only: a fork that
/// entered twice would wait for itself.
extern "C" fn enter() {
    // Acquire pairs with the Release in `leave`: the descriptor of the stretch before is closed.
    while BUSY.compare_exchange_weak(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
        std::thread::yield_now();
    }
}

extern "C" fn leave() {
    // Release pairs with the Acquire in `enter`.
    BUSY.store(0, Ordering::Release);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_sees_its_parents_cookie_as_forked_and_its_own_not() {
        let cookie = Cookie::take().unwrap();
        assert!(!cookie.forked());
        assert_eq!(Cookie::take().unwrap().value, cookie.value);
        // SAFETY: the child calls nothing that takes a lock and leaves by `_exit`.
        let pid = unsafe { libc::fork() };
        if pid == 0 {
            let old = cookie.forked();
            let own = Cookie::take();
            let good = old && own.is_ok_and(|c| !c.forked() && c.value != cookie.value) && cookie.forked();
            // SAFETY: ends the child at once.
            unsafe { libc::_exit(if good { 0 } else { 1 }) };
        }
        let mut status = 0;
        // SAFETY: waits for the child made above.
        assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
        assert_eq!(status, 0);
        assert!(!cookie.forked());
    }

    #[test]
    fn a_fork_waits_for_the_pause_of_another_thread() {
        let pause = ForkPause::begin();
        let start = std::time::Instant::now();
        let forking = std::thread::spawn(move || {
            // SAFETY: the child leaves by `_exit` at once, after proving that it can pause forks itself.
            let pid = unsafe { libc::fork() };
            if pid == 0 {
                drop(ForkPause::begin());
                // SAFETY: ends the child.
                unsafe { libc::_exit(0) };
            }
            let waited = start.elapsed();
            let mut status = 0;
            // SAFETY: waits for the child made above.
            unsafe { libc::waitpid(pid, &mut status, 0) };
            (waited, status)
        });
        std::thread::sleep(std::time::Duration::from_millis(30));
        drop(pause);
        let (waited, status) = forking.join().unwrap();
        assert!(waited >= std::time::Duration::from_millis(25));
        assert_eq!(status, 0);
    }
}
