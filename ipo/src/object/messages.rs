//! The heap's own queue: values of any type, first in first out. Every step is part of the turn, and of the transaction
//! if one is open.
//!
//! ```text
//! message block: next | deep hash of the type | slot ...
//! ```

use std::ptr::NonNull;

use super::shared::Shared;
use super::slot::SlotRef;
use crate::Error;
use crate::alloc::{BlockKind, Space};
use crate::journal::Writer;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// Bytes before the slot.
pub(super) const MESSAGE_HEADER: u64 = 16;

impl Space {
    /// Messages that wait.
    pub(crate) fn message_count(&self) -> u64 {
        // Relaxed, as all loads here: inside a turn.
        self.meta().names.messages.load(Ordering::Relaxed)
    }

    /// The first message's payload, its successor and its type.
    fn first_message(&self) -> Result<(u64, u64, u64), Error> {
        let at = self.meta().names.first_message.load(Ordering::Relaxed);
        if at == 0 {
            return Err(Error::NoMessages);
        }
        self.message(at).map(|(next, deep)| (at, next, deep))
    }

    /// Successor and type of the message at that payload.
    pub(super) fn message(&self, at: u64) -> Result<(u64, u64), Error> {
        let broken = || Error::corrupt(at, "a message where none can lie");
        self.check(at, MESSAGE_HEADER, 16).ok_or_else(broken)?;
        // SAFETY: the two words were just checked.
        let word = |offset| unsafe { self.word(at + offset) }.load(Ordering::Relaxed);
        Ok((word(0), word(8)))
    }

    /// The first message, if it is a `T`.
    pub(crate) fn peek<T: Shared>(&self) -> Result<SlotRef<'_, T>, Error> {
        let (at, _, deep) = self.first_message()?;
        if deep != T::deep() {
            let unknown = || Error::corrupt(at, "a message of a type that the heap does not know");
            return Err(self.schema_mismatch(T::schema(), deep).unwrap_or_else(unknown));
        }
        let slot = self.check(at + MESSAGE_HEADER, size_of::<T::Slot>() as u64, 16);
        let slot = slot.ok_or_else(|| Error::corrupt(at, "a message where none can lie"))?;
        // SAFETY: a message of this type: its slot was just checked, and the caller holds a turn.
        Ok(unsafe { SlotRef::new(slot.cast(), self) })
    }
}

impl Writer {
    /// Appends a message.
    pub(crate) fn send<T: Shared>(&self, value: &T) -> Result<(), Error> {
        self.scope(|| {
            self.register(T::schema(), T::deep())?;
            // SAFETY: stored below, in this scope.
            let slot = unsafe { T::build_ref(self, value)? };
            let len = MESSAGE_HEADER + size_of::<T::Slot>() as u64;
            let (at, ptr) = self.allocate(len, false, BlockKind::Message)?;
            // SAFETY: a fresh block of `len` bytes, aligned to 16.
            unsafe {
                let words = ptr.cast::<u64>().as_ptr();
                shim::write(words.cast(), [0, T::deep()]);
                shim::write(words.add(2).cast(), slot);
            }
            let names = &self.space().meta().names;
            let last = names.last_message.load(Ordering::Relaxed);
            let link = if last == 0 {
                &names.first_message
            } else {
                self.space().message(last)?;
                // SAFETY: the last message's first word, just checked.
                unsafe { self.space().word(last) }
            };
            self.change_word(link, at)?;
            self.change_word(&names.last_message, at)?;
            self.change_word(&names.messages, names.messages.load(Ordering::Relaxed).saturating_add(1))
        })?;
        self.sent.set(true);
        Ok(())
    }

    /// Takes the first message, if it is a `T`.
    pub(crate) fn take<T: Shared>(&self) -> Result<T, Error> {
        let slot = self.space().peek::<T>()?;
        let value = T::load(T::view(slot));
        let (at, next, _) = self.space().first_message()?;
        self.scope(|| {
            if T::OWNS {
                // SAFETY: the message is freed below, in this scope.
                unsafe { T::release(slot, self)? };
            }
            let names = &self.space().meta().names;
            self.change_word(&names.first_message, next)?;
            if next == 0 {
                self.change_word(&names.last_message, 0)?;
            }
            self.change_word(&names.messages, names.messages.load(Ordering::Relaxed).saturating_sub(1))?;
            self.free(at, BlockKind::Message)
        })?;
        Ok(value)
    }

    /// Saves and overwrites one word of the heap's names or of a block.
    pub(super) fn change_word(&self, word: &AtomicU64, value: u64) -> Result<(), Error> {
        let ptr = NonNull::from(word);
        // SAFETY: a live word that may be restored.
        unsafe { self.save(ptr.as_ptr().cast_const().cast(), 8)? };
        shim::store(word, value);
        Ok(())
    }
}
