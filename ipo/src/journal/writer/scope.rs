//! Scopes: how they open, commit and roll back.

use std::cell::Cell;
use std::sync::atomic::compiler_fence;

use super::super::{COMMITTED, IDLE};
use super::{JOURNAL_IS_COMPILED_OUT, Writer};
use crate::Error;
use crate::alloc::{Allocator, Broken, What};
use crate::sync::Ordering;
use crate::sys::shim;

impl Writer {
    /// Runs `change` all-or-nothing: an error, a panic or a death inside leaves the heap as it was. Scopes nest; the
    /// outermost one commits.
    ///
    /// # Errors
    /// What `change` returns, with its stores undone.
    #[doc(hidden)]
    #[inline(always)]
    pub fn scope<R>(&self, change: impl FnOnce() -> Result<R, Error>) -> Result<R, Error> {
        if JOURNAL_IS_COMPILED_OUT {
            return change();
        }
        let scope = Scope::open(self);
        let result = match change() {
            Ok(result) => result,
            Err(error) => return Err(self.failed(error)),
        };
        match scope.close() {
            Ok(()) => Ok(result),
            Err(broken) => Err(broken.into()),
        }
    }

    /// An operation that the journal had no room for dooms the transaction that it is part of: what the program meant to be
    /// one change can no longer be.
    #[cold]
    #[inline(never)]
    fn failed(&self, error: Error) -> Error {
        if let (Error::JournalFull { needed, room }, true, true) =
            (&error, self.transaction.get(), self.gate.depth() > 1)
        {
            self.doomed.set(Some((*needed, *room)));
        }
        error
    }

    #[inline(always)]
    fn commit(&self) -> Result<(), Broken> {
        if self.len.get() == 0 {
            return Ok(());
        }
        if self.deferred.get() > 0 {
            return self.commit_deferred();
        }
        shim::store(&self.space.meta().journal.0.word, IDLE);
        self.len.set(0);
        Ok(())
    }

    #[inline(never)]
    fn commit_deferred(&self) -> Result<(), Broken> {
        if self.poisoned.get() {
            // Closing it would lose what recovery still has to do.
            return Err(self.unfinished());
        }
        let len = self.len.get();
        let word = &self.space.meta().journal.0.word;
        shim::store(word, len << 2 | COMMITTED);
        // From here on the change stands; what fails now is left to the next owner's recovery.
        let done = match self.frees.all(self.deferred.get()) {
            Some([at]) => Allocator::new(&self.space).free(at.get()),
            Some(blocks) => self.free_all(blocks),
            None => self.log().execute(len, false),
        };
        if let Err(broken) = done {
            self.poison();
            return Err(broken);
        }
        self.deferred.set(0);
        self.frees.clear();
        shim::store(word, IDLE);
        self.len.set(0);
        Ok(())
    }

    /// Newest first, as the journal would be read.
    #[inline(never)]
    fn free_all(&self, blocks: &[Cell<u64>]) -> Result<(), Broken> {
        let alloc = Allocator::new(&self.space);
        blocks.iter().rev().try_for_each(|at| alloc.free(at.get()))
    }

    /// The end of a scope that failed.
    #[cold]
    #[inline(never)]
    fn fail(&self, mark: u64, deferred: u32) {
        self.gate.leave();
        self.roll_back(mark);
        if !self.poisoned.get() {
            self.deferred.set(deferred);
        }
    }

    /// Back to `mark`. A heap too broken to be undone stays marked for recovery, which will say so.
    #[cold]
    pub(super) fn roll_back(&self, mark: u64) {
        // Snapshots behind the mark are gone, and so are schemas that were registered there.
        self.logged.borrow_mut().clear();
        self.registered.borrow_mut().clear();
        // They may be among those that are undone.
        self.frees.clear();
        let len = self.len.get();
        if self.log().undo(len, mark, false).is_ok() {
            self.len.set(mark);
            if mark == 0 {
                shim::store(&self.space.meta().journal.0.word, IDLE);
                self.deferred.set(0);
            }
        } else {
            self.poison();
        }
    }

    /// The journal could not be worked off: every further change of this turn is refused, and the next owner's
    /// recovery tries again.
    #[cold]
    fn poison(&self) {
        self.poisoned.set(true);
        self.set_backed(0);
        // So that a commit looks twice.
        self.deferred.set(u32::MAX);
    }

    #[cold]
    pub(super) fn unfinished(&self) -> Broken {
        Broken::new(What::Unfinished, self.start)
    }
}

/// An open scope; dropped without `close`, it rolls back.
struct Scope<'a> {
    writer: &'a Writer,
    mark: u64,
    deferred: u32,
    open: bool,
}

impl<'a> Scope<'a> {
    #[inline(always)]
    fn open(writer: &'a Writer) -> Scope<'a> {
        writer.gate.enter();
        // Stores before the scope stay before it.
        compiler_fence(Ordering::SeqCst);
        Scope { writer, mark: writer.len.get(), deferred: writer.deferred.get(), open: true }
    }

    #[inline(always)]
    fn close(mut self) -> Result<(), Broken> {
        self.open = false;
        if self.writer.gate.leave() { self.writer.commit() } else { Ok(()) }
    }
}

impl Drop for Scope<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.open {
            self.writer.fail(self.mark, self.deferred);
        }
    }
}
