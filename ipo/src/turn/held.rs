//! The turns that this thread holds, by the heap's file and not by the `Heap` value: a second blocking turn would wait
//! for the first. A thread that ends with a forgotten turn gives it back.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::error::Error;

/// Kind of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Mode::Read => "read",
            Mode::Write => "write",
        }
    }
}

/// Device and inode of a heap's file; of a lock, mixed with its place in it.
pub(crate) type Identity = (u64, u64);

#[derive(Debug, Clone, Copy)]
struct Entry {
    file: Identity,
    attachment: u64,
    mode: Mode,
}

/// What the thread holds, unless that is one turn or none.
#[derive(Debug)]
pub(crate) struct Held(Vec<Entry>);

/// The common case, a word that needs no destructor: {attachment | mode}, NONE, or LISTED.
struct One {
    code: Cell<u64>,
    file: Cell<Identity>,
}

/// The thread holds nothing, and its end is watched.
const NONE: u64 = 0;
/// What the thread holds stands in the list; or its end is not watched yet, or not any more.
const LISTED: u64 = u64::MAX;

thread_local! {
    static ONE: One = const { One { code: Cell::new(LISTED), file: Cell::new((0, 0)) } };
    static HELD: RefCell<Held> = const { RefCell::new(Held(Vec::new())) };
}

impl One {
    #[inline]
    fn code(attachment: u64, mode: Mode) -> u64 {
        attachment << 2 | (mode as u64 + 1)
    }

    /// The turn that stands here, if there is one.
    fn entry(&self) -> Option<Entry> {
        let code = self.code.get();
        let mode = if code & 3 == One::code(0, Mode::Read) { Mode::Read } else { Mode::Write };
        let some = code != NONE && code != LISTED;
        some.then(|| Entry { file: self.file.get(), attachment: code >> 2, mode })
    }
}

impl Held {
    /// Works on all that the thread holds.
    fn listed<R>(&mut self, work: impl FnOnce(&mut Vec<Entry>) -> R) -> R {
        ONE.with(|one| {
            self.0.extend(one.entry());
            let result = work(&mut self.0);
            one.code.set(if self.0.is_empty() { NONE } else { LISTED });
            result
        })
    }

    /// Whether this thread surely holds nothing, so that `check` passes.
    #[inline]
    pub(crate) fn nothing() -> bool {
        ONE.with(|one| one.code.get()) == NONE
    }

    /// Whether this thread may ask for such a turn.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`].
    pub(crate) fn check(file: Identity, wanted: Mode, blocking: bool) -> Result<(), Error> {
        HELD.with(|held| {
            held.borrow_mut().listed(|_| ());
            let hindered = held.borrow().in_the_way(file, wanted, blocking).is_some();
            if hindered { Held::check_again(held, file, wanted, blocking) } else { Ok(()) }
        })
    }

    /// The first turn that such a one would wait for.
    #[inline]
    fn in_the_way(&self, file: Identity, wanted: Mode, blocking: bool) -> Option<Mode> {
        let hinders = |e: &&Entry| e.file == file && (blocking || wanted == Mode::Write || e.mode == Mode::Write);
        self.0.iter().find(hinders).map(|entry| entry.mode)
    }

    /// As `check`, without the turns that are over though nobody dropped them: their `Heap` is gone, or they belong to
    /// the process that this one was forked from.
    #[cold]
    fn check_again(held: &RefCell<Held>, file: Identity, wanted: Mode, blocking: bool) -> Result<(), Error> {
        // Asked without the list borrowed: letting go of an attachment may come back here.
        let known: Vec<u64> = held.borrow().0.iter().map(|entry| entry.attachment).collect();
        let over: Vec<u64> = known.into_iter().filter(|&attachment| is_over(attachment)).collect();
        let mut held = held.borrow_mut();
        held.listed(|entries| entries.retain(|entry| !over.contains(&entry.attachment)));
        held.in_the_way(file, wanted, blocking).map_or(Ok(()), |mode| Err(Error::WouldDeadlock { held: mode.name() }))
    }

    /// Notes the thread's first turn, after `nothing` said that there is none.
    #[inline]
    pub(crate) fn push_first(file: Identity, attachment: u64, mode: Mode) {
        ONE.with(|one| {
            debug_assert_eq!(one.code.get(), NONE);
            one.file.set(file);
            one.code.set(One::code(attachment, mode));
        });
    }

    #[inline]
    pub(crate) fn push(file: Identity, attachment: u64, mode: Mode) {
        ONE.with(|one| {
            if one.code.get() == NONE {
                Held::push_first(file, attachment, mode);
            } else {
                Held::push_listed(Entry { file, attachment, mode });
            }
        });
    }

    #[cold]
    fn push_listed(entry: Entry) {
        HELD.with(|held| held.borrow_mut().listed(|entries| entries.push(entry)));
    }

    /// Forgets one turn.
    pub(crate) fn pop(attachment: u64, mode: Mode) {
        if !Held::pop_at_once(attachment, mode) {
            Held::pop_listed(attachment, mode);
        }
    }

    /// Forgets one turn, if it is the only one; or does nothing, and says so.
    #[inline(always)]
    pub(crate) fn pop_at_once(attachment: u64, mode: Mode) -> bool {
        ONE.with(|one| {
            let only = one.code.get() == One::code(attachment, mode);
            if only {
                one.code.set(NONE);
            }
            only
        })
    }

    /// Forgets one turn, after `pop_at_once` did not.
    #[cold]
    fn pop_listed(attachment: u64, mode: Mode) {
        // While the thread's values are destroyed, the list may be gone: then it has given everything back.
        let _ = HELD.try_with(|held| {
            held.borrow_mut().listed(|entries| {
                if let Some(at) = entries.iter().rposition(|e| e.attachment == attachment && e.mode == mode) {
                    entries.swap_remove(at);
                }
            });
        });
    }

    /// Takes out every turn of one attachment that this thread forgot to drop.
    pub(crate) fn take_all(attachment: u64) -> Vec<Mode> {
        let mut modes = Vec::new();
        let _ = HELD.try_with(|held| {
            held.borrow_mut().listed(|entries| {
                entries.retain(|e| {
                    if e.attachment == attachment {
                        modes.push(e.mode);
                    }
                    e.attachment != attachment
                });
            });
        });
        modes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.listed(|_| ());
        // Nobody watches the thread's end from here on.
        ONE.with(|one| one.code.set(LISTED));
        for entry in self.0.drain(..) {
            release_held(entry.attachment, entry.mode);
        }
    }
}

/// Something whose turns can be given back on behalf of a thread that ended.
pub(crate) trait GiveBack: Send + Sync {
    fn give_back(&self, mode: Mode);
    /// Whether this is a forked child, where the attachment's turns mean nothing.
    fn forked(&self) -> bool;
}

static ATTACHED: Mutex<Option<HashMap<u64, Weak<dyn GiveBack>>>> = Mutex::new(None);

/// A number for an attachment, or for a lock, that no other one of this process has.
pub(crate) fn attachment_number() -> u64 {
    static NUMBERS: AtomicU64 = AtomicU64::new(0);
    // Relaxed: any number will do that nobody else got.
    NUMBERS.fetch_add(1, Ordering::Relaxed)
}

/// Makes an attachment known by a number.
pub(crate) fn enroll(attachment: u64, heap: Weak<dyn GiveBack>) {
    ATTACHED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(attachment, heap);
}

/// Forgets an attachment.
pub(crate) fn strike(attachment: u64) {
    if let Some(map) = ATTACHED.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        map.remove(&attachment);
    }
}

/// Gives back a turn of an attachment, if that still exists.
fn release_held(attachment: u64, mode: Mode) {
    if let Some(heap) = attached(attachment) {
        heap.give_back(mode);
    }
}

/// Whether an attachment holds no turns of this process any more.
fn is_over(attachment: u64) -> bool {
    attached(attachment).is_none_or(|heap| heap.forked())
}

fn attached(attachment: u64) -> Option<Arc<dyn GiveBack>> {
    let map = ATTACHED.lock().unwrap_or_else(PoisonError::into_inner);
    map.as_ref().and_then(|map| map.get(&attachment)).and_then(Weak::upgrade)
}
