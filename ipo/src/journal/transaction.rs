//! What an open transaction adds: views save the bytes they can change when they open, once.

use super::Writer;
use crate::Error;

/// Payload with which the opening of a view unwinds when the journal has no room for its bytes; `transaction` turns it
/// into the error after everything is rolled back.
#[derive(Debug)]
pub(crate) struct Doomed;

/// Which byte ranges the open transaction has saved: a direct-mapped table, process-private. A range that was pushed
/// out is saved once more, which only costs room: undoing newest first restores the oldest bytes last.
#[derive(Debug, Default)]
pub(crate) struct Logged {
    ranges: Vec<Range>,
    /// Ranges of other rounds count for nothing. 0 until the first one is noted.
    round: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Range {
    offset: u64,
    len: u64,
    round: u64,
}

const RANGES: usize = 1 << 12;

impl Logged {
    /// Notes a range; says whether it was noted already.
    #[inline]
    fn note(&mut self, offset: u64, len: u64) -> bool {
        let place = (offset ^ offset >> 15).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - RANGES.ilog2());
        if self.ranges.is_empty() {
            self.begin();
        }
        let range = &mut self.ranges[place as usize % RANGES];
        let known = range.round == self.round && range.offset == offset && range.len >= len;
        if !known {
            *range = Range { offset, len, round: self.round };
        }
        known
    }

    #[cold]
    fn begin(&mut self) {
        self.ranges.resize(RANGES, Range::default());
        self.round = 1;
    }

    #[inline]
    pub(super) fn clear(&mut self) {
        // 64 bits: no number comes back.
        self.round += 1;
    }
}

impl Writer {
    /// To be called when a view opens over bytes that no other open view covers: in a transaction they are saved.
    ///
    /// # Safety
    /// `ptr` is readable for `len` bytes of the arena.
    #[inline]
    pub(crate) unsafe fn opening(&self, ptr: *const u8, len: usize) {
        if self.transaction.get() {
            // SAFETY: by the caller.
            unsafe { self.save_once(ptr, len) };
        }
    }

    #[inline(never)]
    unsafe fn save_once(&self, ptr: *const u8, len: usize) {
        if self.doomed.get().is_none() {
            let known = self.logged.borrow_mut().note(self.space().offset_of(ptr), len as u64);
            // SAFETY: by the caller of `opening`.
            let saved = if known { Ok(()) } else { unsafe { self.save(ptr, len) } };
            match saved {
                Ok(()) => return,
                // Nothing can be undone any more, so nothing may be changed: as wherever impossible bytes are met.
                Err(Error::Corrupt(corrupt)) => std::panic::panic_any(corrupt),
                Err(_) => self.doomed.set(Some((self.journal_len() + len as u64 + 16, self.room()))),
            }
        }
        std::panic::resume_unwind(Box::new(Doomed));
    }

    /// Whether a transaction is open.
    #[inline]
    pub(crate) fn in_transaction(&self) -> bool {
        self.transaction.get()
    }

    /// Runs `change` in one scope in which views save what they can change. Joins an open transaction.
    ///
    /// # Errors
    /// What `change` returns; [`Error::JournalFull`]. Everything is rolled back then.
    pub(crate) fn transaction<R, E: From<Error>>(&self, change: impl FnOnce() -> Result<R, E>) -> Result<R, E> {
        if self.transaction.get() {
            return change();
        }
        let mut outcome = None;
        let open = Open::new(self);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.scope(|| {
                let result = change();
                // A doomed transaction cannot commit, even if the program caught the unwind.
                let keep = result.is_ok() && self.doomed.get().is_none();
                outcome = Some(result);
                if keep { Ok(()) } else { Err(Error::JournalFull { needed: 0, room: 0 }) }
            })
        }));
        let doomed = self.doomed.take();
        drop(open);
        if let Some((needed, room)) = doomed {
            return Err(Error::JournalFull { needed, room }.into());
        }
        match (result, outcome) {
            (Err(payload), _) => std::panic::resume_unwind(payload),
            (Ok(Ok(())), Some(outcome)) => outcome,
            (Ok(Err(_)), Some(Err(error))) => Err(error),
            (Ok(Err(error)), _) => Err(error.into()),
            (Ok(Ok(())), None) => unreachable!("the scope ran the change"),
        }
    }
}

/// The flag of an open transaction.
struct Open<'a>(&'a Writer);

impl<'a> Open<'a> {
    fn new(writer: &'a Writer) -> Open<'a> {
        writer.transaction.set(true);
        Open(writer)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.transaction.set(false);
        self.0.logged.borrow_mut().clear();
    }
}
