//! What is done to a queue inside a write turn: all or nothing, as part of the turn and of an open transaction.
//!
//! A cell that is claimed here has a switch in the journal: it gets its next word when the scope commits, and the old one
//! back when the scope is undone, also by the recovery after a death.

use super::cells::Claim;
use crate::Error;
use crate::journal::{Switch, Writer};
use crate::object::Shared;
use crate::object::messages::{Message, OWNER};
use crate::object::ring::{Content, Moving, Ring, Word, held_by};
use crate::object::slot::SlotRef;
use crate::region::participant::Me;
use crate::sync::Ordering;
use crate::sys::shim;

/// Messages that move from the list behind the ring into the ring at once.
const REFILL: usize = 64;

/// A message that was taken.
#[derive(Debug)]
pub(crate) struct Received<T> {
    pub(crate) value: T,
    pub(crate) redelivered: bool,
}

/// Which message is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The oldest.
    First,
    /// The one that was sent last.
    Last,
}

/// Where a message was found.
enum Found {
    Front(Message),
    Ring(Claim),
    Back(Message),
}

/// The writer and one queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inside<'a> {
    pub(super) writer: &'a Writer,
    pub(super) ring: Ring<'a>,
    pub(super) me: Me,
    /// Whether the head lies at or before every message, but for those that somebody returns just now.
    caught_up: bool,
}

impl<'a> Inside<'a> {
    pub(super) fn new(writer: &'a Writer, ring: Ring<'a>, caught_up: bool) -> Inside<'a> {
        Inside { writer, ring, me: writer.region().me(), caught_up }
    }

    /// Those who sleep at the queue are woken when the turn ends.
    pub(super) fn ring_later(&self) {
        let words = self.ring.words();
        self.writer.ring_later(&words.arrivals.0);
        self.writer.ring_later(&words.departures.0);
    }

    // ---- sending ------------------------------------------------------------------------------------------------

    /// Sends; false if the queue is bounded and full.
    pub(crate) fn send<T: Shared>(&self, value: &T) -> Result<bool, Error> {
        if fits_in_cell::<T>(&self.ring) {
            // SAFETY: the value owns nothing.
            let slot = unsafe { T::build_ref(self.writer, value)? };
            return self.send_content::<T>(Some(slot), || self.writer.make_message_of::<T>(slot));
        }
        self.send_message::<T>(|| self.writer.make_message(value))
    }

    fn send_message<T: Shared>(&self, message: impl FnOnce() -> Result<u64, Error>) -> Result<bool, Error> {
        self.send_content::<T>(None, message)
    }

    /// Sends a slot that fits into a cell, or the message that is made in the scope.
    fn send_content<T: Shared>(
        &self,
        slot: Option<T::Slot>,
        message: impl FnOnce() -> Result<u64, Error>,
    ) -> Result<bool, Error> {
        let lists = &self.ring.words().lists.0;
        if !self.writer.in_transaction() {
            // Whoever raised it has ended, or was undone.
            self.ring.moving(Moving::Nothing);
            if lists.back.len() > 0 {
                self.refill::<T>()?;
            }
        }
        if self.ring.facts.bound > 0 && self.ring.in_use() + lists.back.len() >= self.ring.facts.bound {
            return Ok(false);
        }
        // Cells are claimed for a moment only: what a transaction sends waits behind the ring.
        let straight = !self.writer.in_transaction() && lists.back.len() == 0;
        let claim = if straight { self.ring.claim_empty(self.me) } else { None };
        let Some(claim) = claim else {
            self.writer.scope(|| self.writer.push_back(&lists.back, message()?))?;
            self.ring_later();
            return Ok(true);
        };
        let sent = self.writer.scope(|| {
            self.put_in(claim, || match slot {
                Some(slot) => {
                    // SAFETY: the cell is this participant's, and the slot fits.
                    unsafe { write_slot::<T>(&self.ring, claim, slot) };
                    Ok(Content::Inline)
                }
                None => message().map(Content::Block),
            })
        });
        if let Err(error) = sent {
            // An undone switch has emptied it already.
            shim::exchange(self.ring.word(claim.position), claim.word.0, self.ring.emptied(claim).0);
            return Err(error);
        }
        self.ring_later();
        Ok(true)
    }

    /// Publishes what `content` makes with the open scope; the claim stays as it is where that fails.
    fn put_in(&self, claim: Claim, content: impl FnOnce() -> Result<Content, Error>) -> Result<(), Error> {
        let content = content()?;
        shim::store(self.ring.content(claim.position), content.word());
        self.writer.switch(Switch {
            word: self.ring.offset_of(self.ring.word(claim.position)),
            claimed: claim.word.0,
            committed: self.ring.sent(claim).0,
            undone: self.ring.emptied(claim).0,
            count: 0,
        })
    }

    /// Moves messages from behind the ring into it, as many as there is room for.
    pub(super) fn refill<T: Shared>(&self) -> Result<(), Error> {
        self.ring.moving(Moving::In);
        self.refill_while_moving::<T>()?;
        self.ring.moving(Moving::Nothing);
        Ok(())
    }

    fn refill_while_moving<T: Shared>(&self) -> Result<(), Error> {
        let back = &self.ring.words().lists.0.back;
        for _ in 0..REFILL {
            let Ok(first) = self.ring.space().first_of(back) else { return Ok(()) };
            let Some(claim) = self.ring.claim_empty(self.me) else { return Ok(()) };
            let moved = self.writer.scope(|| {
                self.writer.unlink(back, first)?;
                self.put_in(claim, || {
                    let slot = self.ring.space().message_slot::<T>(first)?;
                    if !fits_in_cell::<T>(&self.ring) {
                        return Ok(Content::Block(first.at));
                    }
                    // SAFETY: the cell is this participant's, and the slot fits.
                    unsafe { write_slot::<T>(&self.ring, claim, slot.get()) };
                    self.writer.free_message::<T>(first.at)?;
                    Ok(Content::Inline)
                })
            });
            if let Err(error) = moved {
                // An undone switch has emptied it already.
                shim::exchange(self.ring.word(claim.position), claim.word.0, self.ring.emptied(claim).0);
                return Err(error);
            }
            self.ring_later();
        }
        Ok(())
    }

    /// The block of a buffer that this participant holds as a list, which is the caller's to store in the open scope. The
    /// buffer has none from then on.
    pub(super) fn give_away<T: Shared>(&self, number: u64, len: u64) -> Result<T::Slot, Error> {
        let slot = self.ring.list_slot::<T>(number, len)?;
        if let Some([_, block, room]) = self.ring.buffer(number) {
            self.writer.change_word(block, 0)?;
            self.writer.change_word(room, 0)?;
        }
        Ok(slot)
    }

    /// Sends what lies in a buffer as a message of its own, without a copy; false if the queue is bounded and full.
    pub(super) fn send_given_away<T: Shared>(&self, number: u64, len: u64) -> Result<bool, Error> {
        self.send_message::<T>(|| self.writer.make_message_of::<T>(self.give_away::<T>(number, len)?))
    }

    // ---- taking -------------------------------------------------------------------------------------------------

    fn find(&self, end: End) -> Result<Option<Found>, Error> {
        let (space, lists) = (self.ring.space(), &self.ring.words().lists.0);
        let of = |at: u64| if at == 0 { Ok(None) } else { space.message(at).map(Some) };
        // Relaxed: inside a turn.
        let front =
            |end| of(if end == End::First { &lists.front.first } else { &lists.front.last }.load(Ordering::Relaxed));
        let back =
            |end| of(if end == End::First { &lists.back.first } else { &lists.back.last }.load(Ordering::Relaxed));
        Ok(match end {
            End::First => match front(end)? {
                Some(message) => Some(Found::Front(message)),
                None => match self.claim(end) {
                    Some(claim) => Some(Found::Ring(claim)),
                    None => back(end)?.map(Found::Back),
                },
            },
            End::Last => match back(end)? {
                Some(message) => Some(Found::Back(message)),
                None => match self.claim(end) {
                    Some(claim) => Some(Found::Ring(claim)),
                    None => front(end)?.map(Found::Front),
                },
            },
        })
    }

    fn claim(&self, end: End) -> Option<Claim> {
        loop {
            let found = match end {
                End::First => self.ring.first_of_all(self.caught_up),
                End::Last => self.ring.highest_full(),
            }?;
            if let Some(claim) = self.ring.claim_full(self.me, found) {
                return Some(claim);
            }
        }
    }

    /// Takes a message, if there is one.
    pub(crate) fn take<T: Shared>(&self, end: End) -> Result<Option<Received<T>>, Error> {
        if !self.writer.in_transaction() {
            // As in `send_content`.
            self.ring.moving(Moving::Nothing);
        }
        let Some(found) = self.find(end)? else { return Ok(None) };
        let lists = &self.ring.words().lists.0;
        let received = match found {
            Found::Ring(claim) => return self.finish(claim).map(Some),
            Found::Front(message) => self.take_from(&lists.front, message),
            Found::Back(message) => {
                // Lowered by the next one who sends or takes in a turn, when it is known that the message is gone.
                self.ring.moving(Moving::Out);
                self.take_from(&lists.back, message)
            }
        }?;
        if !self.writer.in_transaction() && lists.back.len() > 0 {
            self.refill::<T>()?;
        }
        self.ring_later();
        Ok(Some(received))
    }

    fn take_from<T: Shared>(&self, list: &crate::alloc::List, message: Message) -> Result<Received<T>, Error> {
        let redelivered = Word(message.owner).redelivered();
        self.writer.scope(|| {
            self.writer.unlink(list, message)?;
            Ok(Received { value: self.writer.open_message(message.at)?, redelivered })
        })
    }

    /// Takes what a claimed cell holds, in a scope of its own. The message is back in its place if that fails.
    pub(crate) fn finish<T: Shared>(&self, claim: Claim) -> Result<Received<T>, Error> {
        let returns = Returns { inside: self, claim };
        let received = self.writer.scope(|| {
            self.release_later(claim)?;
            let content = Content::of(self.ring.content(claim.position).load(Ordering::Relaxed));
            let value = match content {
                Content::Inline => read_slot::<T>(&self.ring, claim)?,
                Content::Block(at) => self.writer.open_message(at)?,
                Content::Buffer { number, len } => {
                    let value = self.ring.read_buffer::<T>(number, len)?;
                    self.give_buffer_later(number)?;
                    value
                }
            };
            Ok(Received { value, redelivered: claim.word.redelivered() })
        })?;
        std::mem::forget(returns);
        self.ring_later();
        Ok(received)
    }

    /// The claimed cell is emptied when the scope commits.
    fn release_later(&self, claim: Claim) -> Result<(), Error> {
        let lists = &self.ring.words().lists.0;
        self.writer.switch(Switch {
            word: self.ring.offset_of(self.ring.word(claim.position)),
            claimed: claim.word.0,
            committed: self.ring.emptied(claim).0,
            undone: self.ring.returned(claim).0,
            count: self.ring.offset_of(&lists.returned),
        })
    }

    /// The buffer of a claimed cell is free when the scope commits.
    fn give_buffer_later(&self, number: u64) -> Result<(), Error> {
        let Some([word, ..]) = self.ring.buffer(number) else { return Ok(()) };
        let held = held_by(self.me);
        shim::store(word, held);
        self.writer.switch(Switch {
            word: self.ring.offset_of(word),
            claimed: held,
            committed: 0,
            undone: held,
            count: 0,
        })
    }

    // ---- leases -------------------------------------------------------------------------------------------------

    /// Takes the first message and notes that it is this participant's until it is `done`. Gives where it lies.
    pub(crate) fn lease<T: Shared>(&self) -> Result<Option<(u64, Received<T>)>, Error> {
        if !self.writer.in_transaction() {
            self.ring.moving(Moving::Nothing);
        }
        let Some(found) = self.find(End::First)? else { return Ok(None) };
        let words = self.ring.words();
        let lists = &words.lists.0;
        let leased = match found {
            Found::Front(message) => self.writer.scope(|| {
                self.writer.unlink(&lists.front, message)?;
                self.note_lease(message.at, Word(message.owner).redelivered())
            }),
            Found::Back(message) => {
                self.ring.moving(Moving::Out);
                self.writer.scope(|| {
                    self.writer.unlink(&lists.back, message)?;
                    self.note_lease(message.at, false)
                })
            }
            Found::Ring(claim) => {
                let returns = Returns { inside: self, claim };
                let leased = self.writer.scope(|| {
                    self.release_later(claim)?;
                    let content = Content::of(self.ring.content(claim.position).load(Ordering::Relaxed));
                    let at = match content {
                        Content::Block(at) => at,
                        Content::Inline => {
                            // SAFETY: this participant has claimed the cell.
                            let slot = unsafe { raw_slot::<T>(&self.ring, claim)? };
                            self.writer.make_message_of::<T>(slot)?
                        }
                        Content::Buffer { number, len } => {
                            let value = self.ring.read_buffer::<T>(number, len)?;
                            self.give_buffer_later(number)?;
                            self.writer.make_message(&value)?
                        }
                    };
                    self.note_lease::<T>(at, claim.word.redelivered())
                });
                if leased.is_ok() {
                    std::mem::forget(returns);
                }
                leased
            }
        }?;
        self.ring_later();
        Ok(Some(leased))
    }

    fn note_lease<T: Shared>(&self, at: u64, redelivered: bool) -> Result<(u64, Received<T>), Error> {
        self.writer.push_back(&self.ring.words().leased.0, at)?;
        self.own_message(at, Word::reading(self.me, 0, redelivered))?;
        let slot = self.ring.space().message_slot::<T>(self.ring.space().message(at)?)?;
        Ok((at, Received { value: T::load(T::view(slot)), redelivered }))
    }

    pub(super) fn own_message(&self, at: u64, owner: Word) -> Result<(), Error> {
        // SAFETY: a message's word, which the callers have just looked at.
        self.writer.change_word(unsafe { self.ring.space().word(at + OWNER) }, owner.0)
    }

    /// If the open scope is undone, a lease is nobody's from then on.
    pub(super) fn give_up_if_undone(&self, at: u64) -> Result<(), Error> {
        let owner = self.ring.space().message(at)?.owner;
        self.writer.switch(Switch {
            word: at + OWNER,
            claimed: owner,
            committed: owner,
            undone: Word::full(0, true).0,
            count: self.ring.offset_of(&self.ring.words().lists.0.returned),
        })
    }

    /// A leased message is done: it is gone when the scope commits.
    pub(crate) fn done<T: Shared>(&self, at: u64) -> Result<(), Error> {
        let message = self.ring.space().message(at)?;
        self.writer.scope(|| {
            self.writer.unlink(&self.ring.words().leased.0, message)?;
            self.writer.free_message::<T>(at)
        })
    }
}

/// Returns a claimed message to its place when dropped, unless the undone journal has done so.
struct Returns<'a> {
    inside: &'a Inside<'a>,
    claim: Claim,
}

impl Drop for Returns<'_> {
    fn drop(&mut self) {
        let (ring, claim) = (&self.inside.ring, self.claim);
        shim::exchange(ring.word(claim.position), claim.word.0, ring.returned(claim).0);
        shim::add(&ring.words().lists.0.returned, 1);
    }
}

/// Whether a message of this type lies in a cell: it owns nothing and is not too long.
#[inline]
pub(super) fn fits_in_cell<T: Shared>(ring: &Ring<'_>) -> bool {
    !T::OWNS && size_of::<T::Slot>() as u64 <= ring.facts.room()
}

/// # Safety
/// The cell is claimed by this participant, and `fits_in_cell`.
#[inline]
pub(super) unsafe fn write_slot<T: Shared>(ring: &Ring<'_>, claim: Claim, slot: T::Slot) {
    let from = std::ptr::from_ref(&slot).cast();
    // SAFETY: by the caller the cell's payload has room, and nobody else is at it; a slot may have bytes that mean nothing,
    // which a copy may take along.
    unsafe { shim::copy_short(from, ring.payload(claim.position).as_ptr(), size_of::<T::Slot>()) };
}

/// The slot that a claimed cell holds.
///
/// # Safety
/// The cell is claimed by this participant.
#[inline(always)]
pub(super) unsafe fn raw_slot<T: Shared>(ring: &Ring<'_>, claim: Claim) -> Result<T::Slot, Error> {
    if !fits_in_cell::<T>(ring) {
        return Err(Error::corrupt(ring.at(), "a message in a cell that is too small for it"));
    }
    let mut slot = std::mem::MaybeUninit::<T::Slot>::uninit();
    // SAFETY: the cell has so many bytes, and is this participant's by the caller; any bytes are a slot.
    unsafe {
        std::ptr::copy_nonoverlapping(
            ring.payload(claim.position).as_ptr(),
            slot.as_mut_ptr().cast(),
            size_of::<T::Slot>(),
        );
        Ok(slot.assume_init())
    }
}

/// The value that a claimed cell holds.
#[inline]
pub(super) fn read_slot<T: Shared>(ring: &Ring<'_>, claim: Claim) -> Result<T, Error> {
    // SAFETY: a claimed cell, says the claim.
    let slot = unsafe { raw_slot::<T>(ring, claim)? };
    Ok(decode(ring, &slot))
}

/// The value of a slot that was copied out: one that owns nothing, or whose block this participant holds.
///
/// # Panics
/// With a `Corrupt` payload if the bytes are no value.
#[inline]
pub(super) fn decode<T: Shared>(ring: &Ring<'_>, slot: &T::Slot) -> T {
    // SAFETY: a live slot, which nobody changes; if it owns a block, nobody changes or frees that meanwhile.
    T::load(T::view(unsafe { SlotRef::new(std::ptr::NonNull::from(slot), ring.space()) }))
}
