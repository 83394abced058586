//! Names for heaps.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

/// A name that no other test has. Whatever heap has it when this is dropped is removed, also when the test fails.
#[derive(Debug)]
pub struct Name(String);

impl Name {
    /// A new name.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Name {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        // Relaxed: any number will do that nobody else got.
        Name(format!("test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        // It may be gone already; and a heap that a test has broken goes in any case.
        if ipo::Heap::remove(&self.0).is_err() {
            let _ = std::fs::remove_file(format!("/dev/shm/ipo.{}", self.0));
        }
    }
}
