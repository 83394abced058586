//! libpmemobj, where it is installed: a pool in memory.

use std::ffi::CString;
#[cfg(pmem)]
use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::Failure;

/// As its documentation says for memory that needs no flushing to be safe: what survives a `kill -9` here is the memory,
/// whatever lies in a processor's caches.
const SETTINGS: [(&str, &str); 2] = [("PMEM_IS_PMEM_FORCE", "1"), ("PMEM_NO_FLUSH", "1")];

pub const NAME: &str = "libpmemobj";
pub const NOTE: &str = "libpmemobj without flushes (PMEM_IS_PMEM_FORCE=1, PMEM_NO_FLUSH=1)";

/// The library reads its settings when it is loaded: starts this program again if they are not set.
pub fn with_settings(args: &[String]) -> Result<(), Failure> {
    if !cfg!(pmem) || SETTINGS.iter().all(|(key, value)| std::env::var(key).is_ok_and(|set| set == *value)) {
        return Ok(());
    }
    Err(Command::new(std::env::current_exe()?).args(args).envs(SETTINGS).exec().into())
}

#[cfg(pmem)]
unsafe extern "C" {
    fn peer_pmem_error() -> *const c_char;
    fn peer_pmem_create(path: *const c_char) -> *mut c_void;
    fn peer_pmem_fields(pool: *mut c_void) -> c_int;
    fn peer_pmem_structs(pool: *mut c_void) -> c_int;
    fn peer_pmem_one(pool: *mut c_void) -> c_int;
    fn peer_pmem_whole(pool: *mut c_void) -> c_int;
    fn peer_pmem_check(pool: *mut c_void, expected: i64) -> c_int;
    fn peer_pmem_close(pool: *mut c_void);
}

/// How much a transaction covers.
#[derive(Clone, Copy)]
pub enum Transaction {
    /// One number.
    Field,
    /// One object of nine numbers.
    Struct,
    /// All objects, each found by itself.
    All,
    /// All objects, which lie in one piece.
    Whole,
}

/// 3,000 objects of nine numbers.
#[cfg(pmem)]
pub struct Pool {
    at: *mut c_void,
    path: CString,
    passes: i64,
}

#[cfg(pmem)]
impl Pool {
    pub fn create(path: &str) -> Result<Pool, Failure> {
        let path = CString::new(path)?;
        // SAFETY: texts that end with 0; the error's is the library's own, and is copied at once.
        unsafe {
            let at = peer_pmem_create(path.as_ptr());
            if at.is_null() {
                return Err(CStr::from_ptr(peer_pmem_error()).to_string_lossy().into());
            }
            Ok(Pool { at, path, passes: 0 })
        }
    }

    /// Adds 1 to every number.
    pub fn pass(&mut self, each: Transaction) -> Result<(), Failure> {
        // SAFETY: the pool is open, and used by this thread alone.
        let failed = unsafe {
            match each {
                Transaction::Field => peer_pmem_fields(self.at),
                Transaction::Struct => peer_pmem_structs(self.at),
                Transaction::All => peer_pmem_one(self.at),
                Transaction::Whole => peer_pmem_whole(self.at),
            }
        };
        self.passes += 1;
        if failed == 0 { Ok(()) } else { Err("a transaction was aborted".into()) }
    }

    /// Whether nothing was left out.
    pub fn check(&self) -> Result<(), Failure> {
        // SAFETY: the pool is open.
        let wrong = unsafe { peer_pmem_check(self.at, self.passes) };
        if wrong == 0 { Ok(()) } else { Err("numbers differ from what they should be".into()) }
    }
}

#[cfg(pmem)]
impl Drop for Pool {
    fn drop(&mut self) {
        // SAFETY: open until here.
        unsafe { peer_pmem_close(self.at) };
        let _ = std::fs::remove_file(self.path.to_string_lossy().as_ref());
    }
}

/// What stands in for it where it was not compiled.
#[cfg(not(pmem))]
pub enum Pool {}

#[cfg(not(pmem))]
impl Pool {
    pub fn create(path: &str) -> Result<Pool, Failure> {
        let _ = CString::new(path)?;
        Err(env!("WHY_NOT_PMEM").into())
    }

    pub fn pass(&mut self, _each: Transaction) -> Result<(), Failure> {
        match *self {}
    }

    pub fn check(&self) -> Result<(), Failure> {
        match *self {}
    }
}
