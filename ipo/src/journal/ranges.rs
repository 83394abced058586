//! The smallest scopes: some ranges of bytes are saved, overwritten by stores that cannot fail, and the scope is over.

use super::entry::{WRITE, write_size};
use super::writer::JOURNAL_IS_COMPILED_OUT;
use super::{ACTIVE, ALONE, ALONE_LEN, IDLE, Writer};
use crate::region::layout::MAX_CAPACITY;
use crate::sys::shim;

/// No offset is cut off: behind the arena's start lie at most `MAX_CAPACITY` bytes, before it the journal with fewer.
const _: () = assert!(MAX_CAPACITY << 2 < 1 << (62 - ALONE_LEN));

impl Writer {
    /// Replaces the `len` bytes at `old`, at that offset, by those at `new`, in a scope of its own that is opened by one store
    /// and closed by one. False where a larger scope is open, or the range is too long: then nothing was done.
    ///
    /// # Safety
    /// `old` is readable and writable for `len` bytes of the arena that nobody else uses, and lies at `offset`; `new` is
    /// readable for as many, and lies elsewhere.
    #[inline(always)]
    pub(crate) unsafe fn replace_range(&self, old: *mut u8, offset: u64, new: *const u8, len: usize) -> bool {
        if JOURNAL_IS_COMPILED_OUT {
            // SAFETY: by the caller.
            unsafe { shim::copy_short(new, old, len) };
            return true;
        }
        // After a change that could not be finished nothing of the journal counts as backed.
        if !self.lets(len) || len >= 1 << ALONE_LEN {
            return false;
        }
        let word = &self.space().meta().journal.0.word;
        // The saved bytes first, the word, then the new bytes, as in `publish`. The process-private length stays 0: nothing
        // between here and the end of the scope looks at it.
        let publish = || shim::store(word, offset << (ALONE_LEN + 2) | (len as u64) << 2 | ALONE);
        // SAFETY: both by the caller; the journal is backed for `len` bytes, and is no one's value.
        unsafe { shim::replace_short(old, self.journal_at(0), new, len, publish) };
        shim::store(word, IDLE);
        true
    }

    /// Runs `change` in a scope of its own in which these ranges of bytes were saved, all of them published by one store.
    /// False where a larger scope is open or the journal must grow first: then nothing was done, and `scope` can do it.
    ///
    /// # Safety
    /// The ranges, by address and length, are readable and lie in the arena. `change` stores into them alone, through
    /// `shim`, and does not panic.
    #[inline(always)]
    pub(crate) unsafe fn change_ranges<const N: usize>(
        &self,
        ranges: [(*const u8, usize); N],
        change: impl FnOnce(),
    ) -> bool {
        if JOURNAL_IS_COMPILED_OUT {
            change();
            return true;
        }
        let needed = ranges.iter().fold(0, |sum, &(_, len)| sum + write_size(len as u64) as usize);
        // After a change that could not be finished nothing of the journal counts as backed.
        if !self.lets(needed) {
            return false;
        }
        let mut end = 0;
        for (ptr, len) in ranges {
            let at = end;
            end += write_size(len as u64);
            // SAFETY: the source by the caller, the destination is backed; a heap's journal is no one's value.
            unsafe { shim::copy_short(ptr, self.journal_at(at), len) };
            self.put_words(end - 16, self.space().offset_of(ptr), (len as u64) << 3 | WRITE);
        }
        let word = &self.space().meta().journal.0.word;
        // The entries first and the bytes after it, as in `publish`. The process-private length stays 0: nothing between
        // here and the end of the scope looks at it.
        shim::store(word, end << 2 | ACTIVE);
        change();
        shim::store(word, IDLE);
        true
    }
}
