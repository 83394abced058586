//! Numbers that are the same in every run with the same seed.

use std::hash::{DefaultHasher, Hasher};

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64, name: &str) -> Random {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(seed);
        hasher.write(name.as_bytes());
        Random(hasher.finish() | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % end
    }
}
