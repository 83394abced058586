//! What the dead have left in a queue: cells and buffers that they were at, messages that they had leased.

use std::collections::HashSet;

use super::inside::Inside;
use crate::Error;
use crate::object::messages::Message;
use crate::object::ring::{Content, Ring, State, Word};
use crate::region::Region;
use crate::sync::Ordering;
use crate::sys::shim;

/// Leases that a look from outside of a turn walks over at most.
const LEASES: u64 = 4096;

/// Whether the participant that a claim names is gone.
fn is_dead(region: &Region, word: Word) -> bool {
    word.owner().is_some_and(|owner| !region.is_alive(owner.slot, owner.generation))
}

/// Whether a lease is nobody's any more: its taker is dead, or has given it up.
fn is_over(region: &Region, message: Message) -> bool {
    let owner = Word(message.owner);
    owner.owner().is_none() || is_dead(region, owner)
}

/// Whether the dead have left something, from outside of a turn: a hint, which a turn follows up.
pub(super) fn something_left(region: &Region, ring: &Ring<'_>) -> bool {
    // Acquire, here and below: what the dead stored before is seen.
    let cell = |cell| is_dead(region, Word(ring.word(cell).load(Ordering::Acquire)));
    let buffer =
        |number| ring.buffer(number).is_some_and(|[word, ..]| is_dead(region, Word(word.load(Ordering::Acquire))));
    // One that was leaving the list at the back may have to return to it.
    let moving = ring.words().moving.0.load(Ordering::Acquire) != 0;
    if moving || (0..ring.facts.cells).any(cell) || (0..ring.facts.buffers).any(buffer) {
        return true;
    }
    let list = &ring.words().leased.0;
    let mut at = list.first.load(Ordering::Acquire);
    for _ in 0..list.len().min(LEASES) {
        // The list may change meanwhile; whatever is read lies in the heap.
        let Ok(message) = ring.space().message(at) else { return false };
        if is_over(region, message) {
            return true;
        }
        at = message.next;
    }
    false
}

impl Inside<'_> {
    /// Undoes the claims of the dead, and returns what they had leased to the front. In a write turn, whose journal is
    /// idle: what a dead one's journal says about a cell was done before.
    ///
    /// # Errors
    /// [`Error::Corrupt`], [`Error::JournalFull`], [`Error::OutOfSpace`].
    pub(super) fn recover(&self) -> Result<(), Error> {
        if self.writer.in_transaction() {
            return Ok(());
        }
        // Whoever raised it has ended, or was undone.
        self.moving(false);
        let region = self.writer.region();
        for cell in 0..self.ring.facts.cells {
            self.recover_cell(region, cell)?;
        }
        if self.ring.facts.buffers > 0 {
            self.recover_buffers(region)?;
        }
        let leased = &self.ring.words().leased.0;
        let mut at = leased.last.load(Ordering::Relaxed);
        // The newest first, so that the oldest comes to lie at the very front.
        for _ in 0..=leased.len() {
            if at == 0 {
                break;
            }
            let message = self.ring.space().message(at)?;
            at = message.previous;
            if is_over(region, message) {
                self.writer.scope(|| {
                    self.writer.unlink(leased, message)?;
                    self.own_message(message.at, Word::full(0, true))?;
                    self.writer.push_front(&self.ring.words().lists.0.front, message.at)
                })?;
                self.ring_later();
            }
        }
        Ok(())
    }

    fn recover_cell(&self, region: &Region, cell: u64) -> Result<(), Error> {
        let ring = &self.ring;
        let word = Word(ring.word(cell).load(Ordering::Acquire));
        if !is_dead(region, word) {
            return Ok(());
        }
        let position = ring.position_of(word);
        if !ring.is_cell_of(cell, position) {
            return Err(Error::corrupt(ring.offset_of(ring.word(cell)), "a cell with the position of another one"));
        }
        if word.state() == State::Writing {
            // Never sent. Whoever comes to this position finds that it is over.
            shim::exchange(ring.word(cell), word.0, Word::empty(position.wrapping_add(ring.facts.cells)).0);
        } else if shim::exchange(ring.word(cell), word.0, Word::full(position, true).0) {
            shim::add(&ring.words().lists.0.returned, 1);
        }
        self.ring_later();
        Ok(())
    }

    /// Frees the buffers of the dead that no cell names. A cell names its buffer from when it is full until it is empty.
    fn recover_buffers(&self, region: &Region) -> Result<(), Error> {
        let ring = &self.ring;
        let left: Vec<(u64, Word)> = (0..ring.facts.buffers)
            .filter_map(|number| {
                let word = Word(ring.buffer(number)?[0].load(Ordering::Acquire));
                is_dead(region, word).then_some((number, word))
            })
            .collect();
        // Behind that look: a cell of a live participant that names one of these comes to hold it before it is emptied.
        let named: HashSet<u64> = (0..ring.facts.cells).filter_map(|cell| self.named_by(cell)).collect();
        for (number, word) in left {
            if let (false, Some([held, ..])) = (named.contains(&number), ring.buffer(number)) {
                shim::exchange(held, word.0, 0);
                self.ring_later();
            }
        }
        Ok(())
    }

    fn named_by(&self, cell: u64) -> Option<u64> {
        let word = Word(self.ring.word(cell).load(Ordering::Acquire));
        let full = matches!(word.state(), State::Full | State::Reading);
        match Content::of(self.ring.content(cell).load(Ordering::Relaxed)) {
            Content::Buffer { number, .. } if full => Some(number),
            _ => None,
        }
    }
}
