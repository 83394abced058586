//! Numbers that follow from a seed.

/// A number that follows from others and looks like no other one.
pub(crate) fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9E37_79B9_7F4A_7C15, |state, part| {
        // SplitMix64.
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

/// A row of such numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    seed: u64,
    count: u64,
}

impl Random {
    pub(crate) fn new(parts: &[u64]) -> Random {
        Random { seed: mix(parts), count: 0 }
    }

    /// The next one, below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.count += 1;
        mix(&[self.seed, self.count]) % end
    }

    /// As `below`, for indices.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        self.below(len as u64) as usize
    }
}
