//! Messages in chains: values of any type, each in a block of its own, in a list with two ends. Every step is part of the
//! turn, and of the transaction if one is open. The heap's own queue is one such list; a named queue has three beside its
//! ring of cells.
//!
//! ```text
//! message block: next | previous | deep hash of the type | owner | slot ...
//! ```
//! The owner is the participant that has leased the message, as a word that the ring's claims use too; 0 for none.

use std::ptr::NonNull;

use super::shared::Shared;
use super::slot::SlotRef;
use crate::Error;
use crate::alloc::{BlockKind, List, Space};
use crate::journal::Writer;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// Bytes before the slot.
pub(crate) const MESSAGE_HEADER: u64 = 32;
const PREVIOUS: u64 = 8;
/// Where a message's owner stands.
pub(crate) const OWNER: u64 = 24;

/// The header of a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message {
    /// Payload offset of its block.
    pub(crate) at: u64,
    pub(crate) next: u64,
    pub(crate) previous: u64,
    pub(crate) deep: u64,
    pub(crate) owner: u64,
}

impl Space {
    /// The heap's own messages.
    pub(crate) fn messages(&self) -> &List {
        &self.meta().names.messages
    }

    /// The message at that payload.
    pub(crate) fn message(&self, at: u64) -> Result<Message, Error> {
        let broken = || Error::corrupt(at, "a message where none can lie");
        self.check(at, MESSAGE_HEADER, 16).ok_or_else(broken)?;
        // SAFETY: the four words were just checked. Relaxed: inside a turn.
        let word = |offset| unsafe { self.word(at + offset) }.load(Ordering::Relaxed);
        Ok(Message { at, next: word(0), previous: word(PREVIOUS), deep: word(16), owner: word(OWNER) })
    }

    /// The first message of a list.
    pub(crate) fn first_of(&self, list: &List) -> Result<Message, Error> {
        match list.first.load(Ordering::Relaxed) {
            0 => Err(Error::NoMessages),
            at => self.message(at),
        }
    }

    /// The message's slot, if it is a `T`.
    pub(crate) fn message_slot<T: Shared>(&self, message: Message) -> Result<SlotRef<'_, T>, Error> {
        let Message { at, deep, .. } = message;
        if deep != T::deep() {
            let unknown = || Error::corrupt(at, "a message of a type that the heap does not know");
            return Err(self.schema_mismatch(T::schema(), deep).unwrap_or_else(unknown));
        }
        let slot = self.check(at + MESSAGE_HEADER, size_of::<T::Slot>() as u64, 16);
        let slot = slot.ok_or_else(|| Error::corrupt(at, "a message where none can lie"))?;
        // SAFETY: a message of this type: its slot was just checked, and the caller holds a turn.
        Ok(unsafe { SlotRef::new(slot.cast(), self) })
    }

    /// The first of the heap's own messages, if it is a `T`.
    pub(crate) fn peek<T: Shared>(&self) -> Result<SlotRef<'_, T>, Error> {
        self.message_slot(self.first_of(self.messages())?)
    }
}

impl List {
    /// How many messages there are.
    pub(crate) fn len(&self) -> u64 {
        // Relaxed: inside a turn; elsewhere a hint, behind which a turn looks again.
        self.count.load(Ordering::Relaxed)
    }
}

impl Writer {
    /// Appends one of the heap's own messages.
    pub(crate) fn send<T: Shared>(&self, value: &T) -> Result<(), Error> {
        self.scope(|| {
            self.register(T::schema(), T::deep())?;
            let at = self.make_message(value)?;
            self.push_back(self.space().messages(), at)
        })?;
        self.sent.set(true);
        self.tell_later();
        Ok(())
    }

    /// Takes the first of the heap's own messages, if it is a `T`.
    pub(crate) fn take<T: Shared>(&self) -> Result<T, Error> {
        let list = self.space().messages();
        let first = self.space().first_of(list)?;
        // Before anything is changed: a message of another type stays.
        self.space().message_slot::<T>(first)?;
        self.scope(|| {
            self.unlink(list, first)?;
            self.open_message(first.at)
        })
    }

    /// A block with a message that is in no list yet, made in the open scope. The type is known to the heap.
    pub(crate) fn make_message<T: Shared>(&self, value: &T) -> Result<u64, Error> {
        // SAFETY: stored below, in this scope.
        let slot = unsafe { T::build_ref(self, value)? };
        self.make_message_of::<T>(slot)
    }

    /// The same for a slot, which the message owns from then on.
    pub(crate) fn make_message_of<T: Shared>(&self, slot: T::Slot) -> Result<u64, Error> {
        let len = MESSAGE_HEADER + size_of::<T::Slot>() as u64;
        let (at, ptr) = self.allocate(len, false, BlockKind::Message)?;
        // SAFETY: a fresh block of `len` bytes, aligned to 16.
        unsafe {
            let words = ptr.cast::<u64>().as_ptr();
            shim::write(words.cast(), [0, 0, T::deep(), 0]);
            shim::write(words.add(4).cast(), slot);
        }
        Ok(at)
    }

    /// Copies the message out of its block, and frees that in the open scope with all that the message owns.
    pub(crate) fn open_message<T: Shared>(&self, at: u64) -> Result<T, Error> {
        let slot = self.space().message_slot::<T>(self.space().message(at)?)?;
        let value = T::load(T::view(slot));
        self.free_message::<T>(at)?;
        Ok(value)
    }

    /// Frees a message, which is in no list any more, in the open scope.
    pub(crate) fn free_message<T: Shared>(&self, at: u64) -> Result<(), Error> {
        if T::OWNS {
            let slot = self.space().message_slot::<T>(self.space().message(at)?)?;
            // SAFETY: the message is freed below, in this scope.
            unsafe { T::release(slot, self)? };
        }
        self.free(at, BlockKind::Message)
    }

    /// Puts a message at the end of a list, in the open scope.
    pub(crate) fn push_back(&self, list: &List, at: u64) -> Result<(), Error> {
        let last = list.last.load(Ordering::Relaxed);
        self.join(list, last, at)?;
        self.join(list, at, 0)?;
        self.change_word(&list.count, list.len().saturating_add(1))
    }

    /// Puts a message at the front of a list, in the open scope.
    pub(crate) fn push_front(&self, list: &List, at: u64) -> Result<(), Error> {
        let first = list.first.load(Ordering::Relaxed);
        self.join(list, at, first)?;
        self.join(list, 0, at)?;
        self.change_word(&list.count, list.len().saturating_add(1))
    }

    /// Takes a message out of its list, in the open scope.
    pub(crate) fn unlink(&self, list: &List, message: Message) -> Result<(), Error> {
        self.join(list, message.previous, message.next)?;
        self.change_word(&list.count, list.len().saturating_sub(1))
    }

    /// Makes two messages neighbours; 0 is the end of the list.
    fn join(&self, list: &List, before: u64, behind: u64) -> Result<(), Error> {
        let next = if before == 0 { &list.first } else { self.link_of(before, 0)? };
        self.change_word(next, behind)?;
        let previous = if behind == 0 { &list.last } else { self.link_of(behind, PREVIOUS)? };
        self.change_word(previous, before)
    }

    fn link_of(&self, at: u64, offset: u64) -> Result<&AtomicU64, Error> {
        self.space().message(at)?;
        // SAFETY: one of the message's words, just checked.
        Ok(unsafe { self.space().word(at + offset) })
    }

    /// Saves and overwrites one word of the heap's names or of a block.
    pub(crate) fn change_word(&self, word: &AtomicU64, value: u64) -> Result<(), Error> {
        let ptr = NonNull::from(word);
        // SAFETY: a live word that may be restored.
        unsafe { self.save(ptr.as_ptr().cast_const().cast(), 8)? };
        shim::store(word, value);
        Ok(())
    }

    /// Wakes those who sleep at a bell of this heap when the turn ends.
    pub(crate) fn ring_later(&self, bell: &AtomicU64) {
        let at = self.space().offset_of(std::ptr::from_ref(bell).cast());
        let mut rung = self.rung.borrow_mut();
        if !rung[rung.len().saturating_sub(2)..].contains(&at) {
            rung.push(at);
            self.tell_later();
        }
    }
}
