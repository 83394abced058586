//! The holder of the write turn, and the bytes that it saves; its scopes and blocks have files of their own.

mod blocks;
mod scope;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr::NonNull;
use std::sync::Arc;

use super::ACTIVE;
use super::entry::{ENTRY, WRITE, write_size};
use super::frees::Frees;
use super::gate::Gate;
use super::known::Known;
use super::recover::Log;
use super::transaction::Logged;
use crate::Error;
use crate::alloc::Space;
use crate::region::Region;
use crate::sync::Ordering;
use crate::sys::shim;
use crate::trace;

/// True in one build that is never published: the reference of a benchmark row (`benches/bare`), which shows what the
/// journal costs.
pub(super) const JOURNAL_IS_COMPILED_OUT: bool = cfg!(ipo_bare);

/// What every mutable view carries: the way to the journal and the allocator. Belongs to the thread that holds the
/// heap's write turn.
pub struct Writer {
    space: Space,
    region: Arc<Region>,
    start: u64,
    room: u64,
    /// Bytes in the journal, as published in its word.
    len: Cell<u64>,
    /// Bytes of the journal that are backed by memory; 0 if it could not be worked off.
    backed: Cell<u64>,
    /// Open scopes, a transaction included, and what is backed.
    gate: Gate,
    /// Frees and switches in the journal.
    deferred: Cell<u32>,
    /// The blocks that they free, if that is all they do and they are few.
    frees: Frees,
    /// Whether the journal could not be worked off.
    poisoned: Cell<bool>,
    /// Whether a transaction is open: views then save their bytes when they open.
    pub(super) transaction: Cell<bool>,
    pub(super) doomed: Cell<Option<(u64, u64)>>,
    pub(super) logged: RefCell<Logged>,
    /// Whether this turn has somebody to wake when it ends.
    tells: Cell<bool>,
    /// Whether this turn sent messages.
    pub(crate) sent: Cell<bool>,
    /// Offsets of the bells at which sleepers are to be woken when this turn ends.
    pub(crate) rung: RefCell<Vec<u64>>,
    /// What is to be freed, while it is noted instead.
    pub(super) noted: RefCell<Vec<u64>>,
    pub(super) noting: Cell<bool>,
    /// Types whose schema this process knows to be in the heap.
    pub(crate) registered: RefCell<Known>,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("journal", &self.len.get()).field("depth", &self.gate).finish()
    }
}

impl Writer {
    pub(crate) fn new(region: Arc<Region>) -> Writer {
        let header = *region.header();
        let base = NonNull::new(region.base()).expect("a mapping is never at address 0");
        Writer {
            // SAFETY: the Arc keeps the mapping; the region checked that the header describes it.
            space: unsafe { Space::new(base, &header, region.read_only()) },
            region,
            start: header.journal_off,
            room: header.journal_room,
            len: Cell::new(0),
            backed: Cell::new(0),
            gate: Gate::default(),
            deferred: Cell::new(0),
            frees: Frees::default(),
            poisoned: Cell::new(false),
            transaction: Cell::new(false),
            doomed: Cell::new(None),
            logged: RefCell::default(),
            tells: Cell::new(false),
            sent: Cell::new(false),
            rung: RefCell::default(),
            noted: RefCell::default(),
            noting: Cell::new(false),
            registered: RefCell::default(),
        }
    }

    /// The heap as this process sees it.
    #[doc(hidden)]
    #[inline]
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The attachment that this writer belongs to.
    pub(crate) fn region(&self) -> &Region {
        &self.region
    }

    #[inline]
    fn log(&self) -> Log<'_> {
        Log::of(&self.space, self.start, self.room)
    }

    /// Whether the last owner left something to repair.
    #[inline]
    pub(crate) fn needs_recovery(&self) -> bool {
        self.log().needs_repair()
    }

    /// Repairs what a dead owner left.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(crate) fn recover(&self) -> Result<(), Error> {
        self.log().repair()?;
        self.forget();
        Ok(())
    }

    /// Whether nothing is left to do at the end of a turn: no scope is open, and nobody is to be woken.
    #[inline]
    pub(crate) fn ends_plainly(&self) -> bool {
        self.len.get() == 0 && !self.tells.get()
    }

    /// Notes that this turn has somebody to wake when it ends.
    pub(crate) fn tell_later(&self) {
        self.tells.set(true);
    }

    /// At the end of a turn: whether messages were sent, and the offsets of the bells to ring.
    pub(crate) fn take_telling(&self) -> (bool, Vec<u64>) {
        self.tells.set(false);
        (self.sent.take(), self.rung.take())
    }

    /// At the end of a turn, in whatever way it ends: undoes what a forgotten scope or transaction left open.
    #[inline]
    pub(crate) fn abandon(&self) {
        if self.len.get() != 0 {
            self.abandon_open();
        }
    }

    /// Apart, so that the end of every other turn stays small.
    #[cold]
    #[inline(never)]
    fn abandon_open(&self) {
        self.gate.close();
        self.transaction.set(false);
        // A poisoned journal may be a committed one, whose change stands: undoing it would take back one half of it.
        // It is left to the next owner's recovery, as is.
        if !self.poisoned.get() {
            self.roll_back(0);
        }
        // Somebody else may be that next owner: its length here would be believed in this process's next turn.
        self.forget();
    }

    pub(super) fn room(&self) -> u64 {
        self.room
    }

    /// Whether no scope is open, and more than `len` bytes of the journal are backed by memory.
    #[inline(always)]
    pub(super) fn lets(&self, len: usize) -> bool {
        self.gate.lets(len)
    }

    fn set_backed(&self, bytes: u64) {
        self.backed.set(bytes);
        self.gate.back(bytes);
    }

    /// Whether no scope is open.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        debug_assert!(!self.gate.is_closed() || self.len.get() == 0 || self.poisoned.get());
        self.gate.is_closed()
    }

    pub(super) fn journal_len(&self) -> u64 {
        self.len.get()
    }

    /// At the start of a write turn: whether the bounds are those of this process's last one and nothing is left to
    /// repair, so that `enter` changes nothing.
    #[inline]
    pub(crate) fn is_current(&self) -> bool {
        let words = &self.space.meta().journal.0;
        // Relaxed: ordered by the turn word.
        self.space.is_current()
            && words.committed.load(Ordering::Relaxed) == self.backed.get()
            && !self.needs_recovery()
    }

    /// At the start of a write turn: the bounds, which other processes may have moved.
    #[inline]
    pub(crate) fn enter(&self) -> Result<(), Error> {
        self.space.refresh()?;
        // Relaxed: ordered by the turn word.
        let backed = self.space.meta().journal.0.committed.load(Ordering::Relaxed);
        if backed > self.room {
            return Err(Error::corrupt(self.start, "the journal is larger than its room"));
        }
        self.set_backed(backed);
        Ok(())
    }

    /// Forgets what this process believes of a journal that is idle again.
    pub(super) fn forget(&self) {
        self.len.set(0);
        self.deferred.set(0);
        self.frees.clear();
        self.poisoned.set(false);
        self.doomed.set(None);
        self.logged.borrow_mut().clear();
        self.registered.borrow_mut().clear();
    }

    // ---- entries ------------------------------------------------------------------------------------------------

    /// Makes room for `size` more bytes of journal.
    #[inline]
    fn reserve(&self, size: u64) -> Result<u64, Error> {
        let len = self.len.get();
        if len + size > self.backed.get() {
            self.grow_journal(len + size)?;
        }
        Ok(len)
    }

    #[cold]
    fn grow_journal(&self, needed: u64) -> Result<(), Error> {
        if self.poisoned.get() {
            return Err(self.unfinished().into());
        }
        if needed > self.room {
            return Err(Error::JournalFull { needed, room: self.room });
        }
        let backed = self.backed.get();
        let end = needed.max(backed.saturating_mul(2)).next_multiple_of(4096).min(self.room);
        self.region.commit(self.start + backed, self.start + end)?;
        shim::store(&self.space.meta().journal.0.committed, end);
        trace::grew(self.region.name(), "journal", backed, end);
        self.set_backed(end);
        Ok(())
    }

    /// Whether an entry of `size` bytes fits, so that `reserve` does nothing.
    #[inline(always)]
    fn has_room(&self, size: u64) -> bool {
        self.len.get() + size <= self.backed.get()
    }

    /// Publishes an entry about a block, for which there is room.
    #[inline(always)]
    fn note(&self, block: u64, what: u64) {
        if !JOURNAL_IS_COMPILED_OUT {
            let at = self.len.get();
            self.put_words(at, block, what);
            self.publish(at + ENTRY);
        }
    }

    /// Makes the entries up to `len` count.
    #[inline]
    fn publish(&self, len: u64) {
        self.len.set(len);
        // The Release orders the entry before its length; the fence behind it (both in `store`) keeps the overwriting
        // stores of the caller after it.
        shim::store(&self.space.meta().journal.0.word, len << 2 | ACTIVE);
    }

    /// The address of journal position `at`, which is below its committed length.
    #[inline(always)]
    pub(super) fn journal_at(&self, at: u64) -> *mut u8 {
        // SAFETY: the journal lies inside the file.
        unsafe { self.space.at(self.start + at) }.as_ptr()
    }

    /// Writes an entry's last two words at journal position `at`.
    #[inline(always)]
    pub(super) fn put_words(&self, at: u64, value: u64, trailer: u64) {
        let words = self.journal_at(at).cast::<u64>();
        // SAFETY: the callers saw `at + 16` inside the committed journal; positions are multiples of 8.
        unsafe {
            shim::write(words, value);
            shim::write(words.add(1), trailer);
        }
    }

    /// Saves `len` bytes at `ptr` before they are overwritten in the open scope.
    ///
    /// # Safety
    /// `ptr` is readable for `len` bytes of the arena or the directory's chains.
    ///
    /// # Errors
    /// [`Error::JournalFull`], [`Error::OutOfSpace`].
    #[doc(hidden)]
    #[inline(always)]
    pub unsafe fn save(&self, ptr: *const u8, len: usize) -> Result<(), Error> {
        if JOURNAL_IS_COMPILED_OUT {
            return Ok(());
        }
        debug_assert!(!self.gate.is_closed());
        let size = write_size(len as u64);
        let at = self.reserve(size)?;
        // SAFETY: source by the caller, destination reserved; a heap's journal is no one's value.
        unsafe { shim::copy_short(ptr, self.journal_at(at), len) };
        self.put_words(at + size - 16, self.space.offset_of(ptr), (len as u64) << 3 | WRITE);
        self.publish(at + size);
        Ok(())
    }

    /// Saves a value's old bytes and overwrites them.
    ///
    /// # Safety
    /// `ptr` is an aligned live place for an `S` in the arena, which nobody else uses.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    #[doc(hidden)]
    #[inline]
    pub unsafe fn write_logged<S: Copy>(&self, ptr: NonNull<S>, value: S) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            self.save(ptr.as_ptr().cast(), size_of::<S>())?;
            shim::write(ptr.as_ptr(), value);
        }
        Ok(())
    }

    /// Whether overwriting a value of this layout needs no scope: it is one aligned store, or a transaction saved it when
    /// its view was opened.
    #[doc(hidden)]
    #[inline]
    pub fn overwrites_in_one_store<S>(&self) -> bool {
        matches!(size_of::<S>(), 0 | 1 | 2 | 4 | 8) && size_of::<S>() <= align_of::<S>() || self.transaction.get()
    }
}
