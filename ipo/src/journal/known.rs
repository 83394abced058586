//! The types that the holder of a turn knows to be in the heap's registry.

use std::cell::Cell;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Deep hashes of types, none of which is 0.
#[derive(Default)]
pub(crate) struct Known {
    /// The one that was asked for last; 0 for none.
    last: Cell<u64>,
    all: HashSet<u64, BuildHasherDefault<AsItIs>>,
}

impl Known {
    /// Whether that type is known.
    #[inline]
    pub(crate) fn contains(&self, hash: u64) -> bool {
        if self.last.get() == hash {
            return true;
        }
        let found = self.all.contains(&hash);
        if found {
            self.last.set(hash);
        }
        found
    }

    /// Notes a type.
    pub(crate) fn insert(&mut self, hash: u64) {
        self.all.insert(hash);
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.last.set(0);
        self.all.clear();
    }
}

/// Deep hashes are hashes already: to hash them again would cost every `put` more than the look itself.
#[derive(Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    #[inline]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn hashes_that_were_noted_are_known_and_no_others() {
        let hashes = (1..=1_000_u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut known = Known::default();
        hashes.clone().for_each(|hash| known.insert(hash));
        hashes
            .clone()
            .for_each(|hash| assert!(known.contains(hash) && known.contains(hash) && !known.contains(hash ^ 1)));
        known.clear();
        hashes.for_each(|hash| assert!(!known.contains(hash)));
    }
}
