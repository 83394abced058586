//! Sixteen control bytes at once: which of them say something.
//!
//! A control byte is 0..=127 for a full bucket (seven bits of its hash), `DELETED`, or `EMPTY`.

/// A bucket that ends a search.
pub(super) const EMPTY: u8 = 0xFF;
/// A bucket that was emptied while a search may pass over it.
pub(super) const DELETED: u8 = 0x80;
/// Buckets per group.
pub(super) const GROUP: usize = 16;

/// Positions in a group, lowest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Positions(u32);

impl Positions {
    #[inline]
    pub(super) fn any(self) -> bool {
        self.0 != 0
    }

    /// The lowest one.
    #[inline]
    pub(super) fn first(self) -> Option<usize> {
        self.any().then(|| self.0.trailing_zeros() as usize)
    }

    /// All but the lowest one, if there is any.
    #[inline]
    pub(super) fn others(self) -> Positions {
        Positions(self.0 & self.0.wrapping_sub(1))
    }
}

impl Iterator for Positions {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let position = self.first()?;
        *self = self.others();
        Some(position)
    }
}

#[cfg(target_arch = "x86_64")]
mod imp {
    use super::Positions;
    use std::arch::x86_64::{__m128i, _mm_cmpeq_epi8, _mm_load_si128, _mm_movemask_epi8, _mm_set1_epi8};

    /// The control bytes of a group.
    #[derive(Debug, Clone, Copy)]
    pub(in super::super) struct Group(__m128i);

    impl Group {
        /// # Safety
        /// `ctrl` is readable for 16 bytes and aligned to 16.
        #[inline]
        pub(in super::super) unsafe fn load(ctrl: *const u8) -> Group {
            // SAFETY: by the caller; SSE2 is part of x86-64.
            Group(unsafe { _mm_load_si128(ctrl.cast()) })
        }

        /// Where the byte stands.
        #[inline]
        pub(in super::super) fn positions(self, byte: u8) -> Positions {
            // SAFETY: SSE2 is part of x86-64.
            Positions(unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte as i8))) } as u32)
        }

        /// Where the buckets are not full.
        #[inline]
        pub(in super::super) fn vacant(self) -> Positions {
            // SAFETY: SSE2 is part of x86-64.
            Positions(unsafe { _mm_movemask_epi8(self.0) } as u32)
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod imp {
    use super::Positions;

    /// The control bytes of a group.
    #[derive(Debug, Clone, Copy)]
    pub(in super::super) struct Group([u8; 16]);

    impl Group {
        /// # Safety
        /// `ctrl` is readable for 16 bytes and aligned to 16.
        #[inline]
        pub(in super::super) unsafe fn load(ctrl: *const u8) -> Group {
            // SAFETY: by the caller.
            Group(unsafe { ctrl.cast::<[u8; 16]>().read() })
        }

        /// Where the byte stands.
        #[inline]
        pub(in super::super) fn positions(self, byte: u8) -> Positions {
            self.mask(|b| b == byte)
        }

        /// Where the buckets are not full.
        #[inline]
        pub(in super::super) fn vacant(self) -> Positions {
            self.mask(|b| b & 0x80 != 0)
        }

        #[inline]
        fn mask(self, test: impl Fn(u8) -> bool) -> Positions {
            // A loop that compilers turn into vector code.
            Positions(self.0.iter().enumerate().fold(0, |mask, (i, &b)| mask | u32::from(test(b)) << i))
        }
    }
}

pub(super) use imp::Group;

impl Group {
    /// Where the buckets are full.
    #[inline]
    pub(super) fn full(self) -> Positions {
        Positions(self.vacant().0 ^ 0xFFFF)
    }
}
