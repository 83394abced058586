//! The turns that this thread holds, by the heap's file and not by the `Heap` value: a second blocking turn would wait
//! for the first. A thread that ends with a forgotten turn gives it back.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, Weak};

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

/// Device and inode of a heap's file.
pub(crate) type Identity = (u64, u64);

#[derive(Debug, Clone, Copy)]
struct Entry {
    file: Identity,
    attachment: u64,
    mode: Mode,
}

/// What the thread holds.
#[derive(Debug)]
pub(crate) struct Held(Vec<Entry>);

thread_local! {
    static HELD: RefCell<Held> = const { RefCell::new(Held(Vec::new())) };
}

impl Held {
    /// Whether this thread may ask for such a turn.
    ///
    /// # Errors
    /// [`Error::WouldDeadlock`].
    #[inline]
    pub(crate) fn check(file: Identity, wanted: Mode, blocking: bool) -> Result<(), Error> {
        HELD.with(|held| {
            for entry in &held.borrow().0 {
                if entry.file == file && (blocking || wanted == Mode::Write || entry.mode == Mode::Write) {
                    return Err(Error::WouldDeadlock { held: entry.mode.name() });
                }
            }
            Ok(())
        })
    }

    #[inline]
    pub(crate) fn push(file: Identity, attachment: u64, mode: Mode) {
        HELD.with(|held| held.borrow_mut().0.push(Entry { file, attachment, mode }));
    }

    /// Forgets one turn; false if the thread's list is gone already.
    #[inline]
    pub(crate) fn pop(attachment: u64, mode: Mode) {
        // While the thread's values are destroyed, the list may be gone: then it has given everything back.
        let _ = HELD.try_with(|held| {
            let entries = &mut held.borrow_mut().0;
            if let Some(at) = entries.iter().rposition(|e| e.attachment == attachment && e.mode == mode) {
                entries.swap_remove(at);
            }
        });
    }

    /// Takes out every turn of one attachment that this thread forgot to drop.
    pub(crate) fn take_all(attachment: u64) -> Vec<Mode> {
        let mut modes = Vec::new();
        let _ = HELD.try_with(|held| {
            held.borrow_mut().0.retain(|e| {
                if e.attachment == attachment {
                    modes.push(e.mode);
                }
                e.attachment != attachment
            });
        });
        modes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for entry in self.0.drain(..) {
            release_held(entry.attachment, entry.mode);
        }
    }
}

/// Something whose turns can be given back on behalf of a thread that ended.
pub(crate) trait GiveBack: Send + Sync {
    fn give_back(&self, mode: Mode);
}

static ATTACHED: Mutex<Option<HashMap<u64, Weak<dyn GiveBack>>>> = Mutex::new(None);

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
    let heap = {
        let map = ATTACHED.lock().unwrap_or_else(PoisonError::into_inner);
        map.as_ref().and_then(|map| map.get(&attachment)).and_then(Weak::upgrade)
    };
    if let Some(heap) = heap {
        heap.give_back(mode);
    }
}
