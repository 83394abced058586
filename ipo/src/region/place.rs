//! Where a word lies in a heap, kept without borrowing the mapping.

use super::Region;
use crate::sync::AtomicU64;

/// A word of one region, by its distance from the mapping's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(usize);

impl Region {
    /// The place of a word of this region.
    ///
    /// # Panics
    /// If it is no word of this region.
    pub(crate) fn place_of(&self, word: &AtomicU64) -> Place {
        let at = std::ptr::from_ref(word).addr().wrapping_sub(self.base().addr());
        assert!(self.has_word(at), "a word of this heap");
        Place(at)
    }

    /// The word at a place of this region.
    ///
    /// # Panics
    /// If the place is of a larger region.
    pub(crate) fn word_at(&self, place: Place) -> &AtomicU64 {
        assert!(self.has_word(place.0), "a place of this heap");
        // SAFETY: eight aligned bytes inside of the mapping, which lives as long as the region. They were an AtomicU64 when the
        // place was made; whatever uses them since, a load of such a word is no more than a load of bytes that others change
        // by atomic operations, as the words on which participants sleep are never used as anything else.
        unsafe { &*self.base().cast_const().add(place.0).cast::<AtomicU64>() }
    }

    fn has_word(&self, at: usize) -> bool {
        at % align_of::<AtomicU64>() == 0 && (at as u64) < self.header().total_len.saturating_sub(7)
    }
}
