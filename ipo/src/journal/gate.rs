//! Whether a smallest scope can be opened, in one number that one comparison asks.

use std::cell::Cell;
use std::fmt;

/// The bytes of the journal that are backed by memory (at most 2³⁰ − 1 of them count here), less 2³⁰ for every open scope.
#[derive(Default)]
pub(super) struct Gate(Cell<i64>);

/// Small enough for one instruction to add it.
const SCOPE: i64 = 1 << 30;

impl Gate {
    /// Whether no scope is open, and more than `len` bytes are backed.
    #[inline(always)]
    pub(super) fn lets(&self, len: usize) -> bool {
        len < SCOPE as usize && (len as i64) < self.0.get()
    }

    /// Whether no scope is open.
    #[inline(always)]
    pub(super) fn is_closed(&self) -> bool {
        self.0.get() >= 0
    }

    /// How many scopes are open.
    #[inline]
    pub(super) fn depth(&self) -> i64 {
        -(self.0.get() >> 30)
    }

    /// One more scope is open.
    #[inline(always)]
    pub(super) fn enter(&self) {
        self.0.set(self.0.get() - SCOPE);
    }

    /// One scope less is open; true if it was the outermost one.
    #[inline(always)]
    pub(super) fn leave(&self) -> bool {
        debug_assert!(!self.is_closed());
        self.0.set(self.0.get() + SCOPE);
        self.is_closed()
    }

    /// No scope is open any more.
    pub(super) fn close(&self) {
        self.0.set(self.0.get() & (SCOPE - 1));
    }

    /// So many bytes are backed.
    pub(super) fn back(&self, bytes: u64) {
        let bytes = bytes.min(SCOPE as u64 - 1) as i64;
        self.0.set(self.0.get() & !(SCOPE - 1) | bytes);
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.depth().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smallest_scope_needs_backed_bytes_and_no_open_scope() {
        let gate = Gate::default();
        assert!(gate.is_closed() && !gate.lets(0), "nothing is backed");
        gate.back(4096);
        assert!(gate.lets(0) && gate.lets(4095) && !gate.lets(4096));
        gate.enter();
        gate.enter();
        assert!(!gate.is_closed() && !gate.lets(0) && gate.depth() == 2);
        gate.back(8192);
        assert!(!gate.lets(0) && gate.depth() == 2, "what is backed leaves the scopes alone");
        assert!(!gate.leave() && gate.leave(), "the second one was the outermost");
        assert!(gate.lets(8191) && !gate.lets(8192) && gate.depth() == 0);
        gate.enter();
        gate.close();
        assert!(gate.lets(8191));
        gate.back(0);
        assert!(gate.is_closed() && !gate.lets(0), "after a change that could not be finished");
    }

    #[test]
    fn more_bytes_than_the_number_holds_are_no_scope() {
        let gate = Gate::default();
        gate.back(u64::MAX);
        assert!(gate.is_closed() && gate.depth() == 0);
        assert!(gate.lets(SCOPE as usize - 2) && !gate.lets(SCOPE as usize) && !gate.lets(usize::MAX));
    }
}
