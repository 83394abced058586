//! Boost.Interprocess, where its headers are installed: a segment of shared memory.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::rc::Rc;

use super::Failure;

#[cfg(boost)]
unsafe extern "C" {
    safe fn peer_boost_version() -> *const c_char;
    fn peer_boost_create(name: *const c_char, bytes: usize) -> *mut c_void;
    fn peer_boost_open(name: *const c_char) -> *mut c_void;
    fn peer_boost_close(handle: *mut c_void);
    fn peer_boost_allocate(handle: *mut c_void, bytes: usize) -> *mut c_void;
    fn peer_boost_free(handle: *mut c_void, block: *mut c_void);
    fn peer_boost_numbers(handle: *mut c_void, keys: *const i64, count: usize) -> *mut c_void;
    fn peer_boost_numbers_pass(map: *mut c_void, keys: *const i64, count: usize) -> c_int;
    fn peer_boost_numbers_sum(map: *mut c_void) -> i64;
    fn peer_boost_texts(handle: *mut c_void, texts: *const c_char, length: usize, count: usize) -> *mut c_void;
    fn peer_boost_texts_pass(map: *mut c_void, texts: *const c_char, length: usize, count: usize) -> c_int;
    fn peer_boost_texts_sum(map: *mut c_void) -> i64;
    fn peer_boost_push(handle: *mut c_void, count: usize) -> i64;
    fn peer_boost_counter(handle: *mut c_void) -> *mut c_void;
    fn peer_boost_count(counter: *mut c_void, times: usize, more: u64) -> c_int;
    fn peer_boost_counted(counter: *mut c_void) -> u64;
}

/// What stands in for it where it was not compiled: nothing can be created, so nothing else is called.
#[cfg(not(boost))]
mod absent {
    use super::{c_char, c_int, c_void};

    macro_rules! absent {
        ($(fn $name:ident($($arg:ident: $kind:ty),*) -> $result:ty;)*) => {
            $(pub(super) unsafe fn $name($(_: $kind),*) -> $result { unreachable!("there is no Boost") })*
        };
    }
    absent! {
        fn peer_boost_create(name: *const c_char, bytes: usize) -> *mut c_void;
        fn peer_boost_open(name: *const c_char) -> *mut c_void;
        fn peer_boost_close(handle: *mut c_void) -> ();
        fn peer_boost_allocate(handle: *mut c_void, bytes: usize) -> *mut c_void;
        fn peer_boost_free(handle: *mut c_void, block: *mut c_void) -> ();
        fn peer_boost_numbers(handle: *mut c_void, keys: *const i64, count: usize) -> *mut c_void;
        fn peer_boost_numbers_pass(map: *mut c_void, keys: *const i64, count: usize) -> c_int;
        fn peer_boost_numbers_sum(map: *mut c_void) -> i64;
        fn peer_boost_texts(handle: *mut c_void, texts: *const c_char, length: usize, count: usize) -> *mut c_void;
        fn peer_boost_texts_pass(map: *mut c_void, texts: *const c_char, length: usize, count: usize) -> c_int;
        fn peer_boost_texts_sum(map: *mut c_void) -> i64;
        fn peer_boost_push(handle: *mut c_void, count: usize) -> i64;
        fn peer_boost_counter(handle: *mut c_void) -> *mut c_void;
        fn peer_boost_count(counter: *mut c_void, times: usize, more: u64) -> c_int;
        fn peer_boost_counted(counter: *mut c_void) -> u64;
    }
}
#[cfg(not(boost))]
use absent::*;

/// `Boost.Interprocess 1.74 …`.
pub fn name(part: &str) -> String {
    format!("Boost.Interprocess {}{part}", version())
}

#[cfg(boost)]
fn version() -> String {
    // SAFETY: a text that the program contains.
    let version = unsafe { CStr::from_ptr(peer_boost_version()) };
    version.to_string_lossy().replace('_', ".") + " "
}

#[cfg(not(boost))]
fn version() -> String {
    let _: Option<&CStr> = None;
    String::new()
}

/// A segment. Its name goes with whoever created it.
pub struct Segment(*mut c_void);

impl Segment {
    pub fn create(name: &str, bytes: usize) -> Result<Rc<Segment>, Failure> {
        Segment::made(name, |name| {
            // SAFETY: a text that ends with 0.
            unsafe { peer_boost_create(name, bytes) }
        })
    }

    pub fn open(name: &str) -> Result<Rc<Segment>, Failure> {
        // SAFETY: a text that ends with 0.
        Segment::made(name, |name| unsafe { peer_boost_open(name) })
    }

    fn made(name: &str, make: impl FnOnce(*const c_char) -> *mut c_void) -> Result<Rc<Segment>, Failure> {
        if !cfg!(boost) {
            return Err(env!("WHY_NOT_BOOST").into());
        }
        let handle = make(CString::new(name)?.as_ptr());
        if handle.is_null() {
            Err("there is no segment of that name and size".into())
        } else {
            Ok(Rc::new(Segment(handle)))
        }
    }

    /// A block of so many bytes.
    pub fn allocate(&self, bytes: usize) -> Result<*mut u8, Failure> {
        // SAFETY: the segment is open.
        let block = unsafe { peer_boost_allocate(self.0, bytes) };
        if block.is_null() { Err("the segment is full".into()) } else { Ok(block.cast()) }
    }

    /// # Safety
    /// The block was allocated here, and is not used any more.
    pub unsafe fn free(&self, block: *mut u8) {
        // SAFETY: as the caller says.
        unsafe { peer_boost_free(self.0, block.cast()) };
    }

    /// Pushes 0 to `count` - 1 onto a vector that is new, and takes it away again.
    pub fn push(&self, count: usize) -> Result<(), Failure> {
        // SAFETY: the segment is open.
        let last = unsafe { peer_boost_push(self.0, count) };
        if last == count as i64 - 1 { Ok(()) } else { Err("the vector could not grow".into()) }
    }

    /// A map with these keys, each with the value 0.
    pub fn numbers(self: &Rc<Segment>, keys: &[i64]) -> Result<Numbers, Failure> {
        // SAFETY: the segment is open, and so many keys are there.
        let map = unsafe { peer_boost_numbers(self.0, keys.as_ptr(), keys.len()) };
        if map.is_null() { Err("the segment is full".into()) } else { Ok(Numbers(map, Rc::clone(self))) }
    }

    /// The same for texts of 16 bytes each.
    pub fn texts(self: &Rc<Segment>, keys: &[[u8; 16]]) -> Result<Texts, Failure> {
        // SAFETY: the segment is open, and so many texts of 16 bytes are there, one behind the other.
        let map = unsafe { peer_boost_texts(self.0, keys.as_ptr().cast(), 16, keys.len()) };
        if map.is_null() { Err("the segment is full".into()) } else { Ok(Texts(map, Rc::clone(self))) }
    }

    /// The counter that all who open the segment share.
    pub fn counter(self: &Rc<Segment>) -> Result<Counter, Failure> {
        // SAFETY: the segment is open.
        let counter = unsafe { peer_boost_counter(self.0) };
        if counter.is_null() { Err("the segment is full".into()) } else { Ok(Counter(counter, Rc::clone(self))) }
    }
}

impl Drop for Segment {
    fn drop(&mut self) {
        // SAFETY: open until here; what lies in it keeps it alive.
        unsafe { peer_boost_close(self.0) };
    }
}

/// An `unordered_map` of numbers in a segment.
pub struct Numbers(*mut c_void, #[expect(dead_code, reason = "keeps the segment open")] Rc<Segment>);

impl Numbers {
    /// Adds 1 to the value of each key.
    pub fn pass(&mut self, keys: &[i64]) -> Result<(), Failure> {
        // SAFETY: the segment is open, and so many keys are there.
        let done = unsafe { peer_boost_numbers_pass(self.0, keys.as_ptr(), keys.len()) };
        if done == 0 { Ok(()) } else { Err("no such key".into()) }
    }

    pub fn sum(&self) -> i64 {
        // SAFETY: the segment is open.
        unsafe { peer_boost_numbers_sum(self.0) }
    }
}

/// An `unordered_map` of texts in a segment.
pub struct Texts(*mut c_void, #[expect(dead_code, reason = "keeps the segment open")] Rc<Segment>);

impl Texts {
    pub fn pass(&mut self, keys: &[[u8; 16]]) -> Result<(), Failure> {
        // SAFETY: the segment is open, and so many texts of 16 bytes are there.
        let done = unsafe { peer_boost_texts_pass(self.0, keys.as_ptr().cast(), 16, keys.len()) };
        if done == 0 { Ok(()) } else { Err("no such key".into()) }
    }

    pub fn sum(&self) -> i64 {
        // SAFETY: the segment is open.
        unsafe { peer_boost_texts_sum(self.0) }
    }
}

/// An `interprocess_mutex`, and what it protects.
pub struct Counter(*mut c_void, #[expect(dead_code, reason = "keeps the segment open")] Rc<Segment>);

impl Counter {
    /// Locks, adds `more`, unlocks, so many times.
    pub fn count(&self, times: usize, more: u64) -> Result<(), Failure> {
        // SAFETY: the segment is open.
        let done = unsafe { peer_boost_count(self.0, times, more) };
        if done == 0 { Ok(()) } else { Err("the mutex cannot be locked".into()) }
    }

    pub fn counted(&self) -> u64 {
        // SAFETY: the segment is open, and nobody counts meanwhile.
        unsafe { peer_boost_counted(self.0) }
    }
}
