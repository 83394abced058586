//! The blocks that the open scope frees when it commits, as this process remembers them: it then need not read its own journal,
//! which says the same to a recovery.

use std::cell::Cell;

/// How many are remembered.
const FEW: usize = 8;

/// The first deferred entries of the open scopes, as far as all of them are frees.
#[derive(Debug, Default)]
pub(super) struct Frees {
    blocks: [Cell<u64>; FEW],
    count: Cell<u32>,
}

impl Frees {
    /// Notes that the deferred entry behind `deferred` others frees the block at `at`.
    #[inline(always)]
    pub(super) fn note(&self, deferred: u32, at: u64) {
        match self.blocks.get(deferred as usize) {
            Some(place) if self.count.get() == deferred => {
                place.set(at);
                self.count.set(deferred + 1);
            }
            _ => {}
        }
    }

    /// Nothing is remembered.
    #[inline]
    pub(super) fn clear(&self) {
        self.count.set(0);
    }

    /// The blocks, oldest first, if they are what all of the `deferred` entries free.
    #[inline(always)]
    pub(super) fn all(&self, deferred: u32) -> Option<&[Cell<u64>]> {
        if self.count.get() == deferred { self.blocks.get(..deferred as usize) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Frees};

    fn known(frees: &Frees, deferred: u32) -> Option<Vec<u64>> {
        frees.all(deferred).map(|blocks| blocks.iter().map(std::cell::Cell::get).collect())
    }

    #[test]
    fn frees_are_known_if_all_that_is_deferred_was_noted() {
        let frees = Frees::default();
        assert_eq!(known(&frees, 0), Some(vec![]));
        frees.note(0, 10);
        frees.note(1, 20);
        assert_eq!(known(&frees, 2), Some(vec![10, 20]));
        // Something else was deferred.
        assert_eq!(known(&frees, 3), None);
        frees.note(3, 40);
        assert_eq!(known(&frees, 4), None);
        frees.clear();
        frees.note(1, 20);
        assert_eq!((known(&frees, 1), known(&frees, 2)), (None, None));
    }

    #[test]
    fn more_frees_than_are_remembered_are_not_known() {
        let frees = Frees::default();
        (0..=FEW as u32).for_each(|n| frees.note(n, n.into()));
        assert_eq!(known(&frees, FEW as u32 + 1), None);
    }
}
