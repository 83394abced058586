//! Noting the blocks that would be freed, instead of freeing them: for values that others may still read.

use super::Writer;
use crate::Error;

/// Notes until it is dropped.
struct Noting<'a>(&'a Writer);

impl Drop for Noting<'_> {
    fn drop(&mut self) {
        self.0.noting.set(false);
    }
}

impl Writer {
    /// The payloads of the blocks that `work` would free, which stay in use.
    ///
    /// # Errors
    /// What `work` returns.
    pub(crate) fn instead_of_freeing(&self, work: impl FnOnce() -> Result<(), Error>) -> Result<Vec<u64>, Error> {
        self.noting.set(true);
        let noting = Noting(self);
        let result = work();
        drop(noting);
        let noted = self.noted.take();
        result.map(|()| noted)
    }
}
