//! What the dead have left in a queue: cells and buffers that they were at, messages that they had leased.

use std::collections::HashSet;

use super::inside::Inside;
use crate::Error;
use crate::object::messages::Message;
use crate::object::ring::{Content, Moving, Ring, State, Word};
use crate::region::Region;
use crate::region::participant::Me;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;

/// Leases that a look from outside of a turn walks over at most.
const LEASES: u64 = 4096;

/// Who is dead, for sure.
fn dead(region: &Region) -> impl Fn(Me) -> bool + Copy {
    |who| !region.is_alive(who.slot, who.generation)
}

/// Whether a lease is nobody's any more: its taker is dead, or has given it up.
fn is_over(region: &Region, message: Message) -> bool {
    Word(message.owner).owner().is_none_or(dead(region))
}

/// Whether the dead have left something, from outside of a turn: a hint, which a turn follows up.
pub(super) fn something_left(region: &Region, ring: &Ring<'_>) -> bool {
    if ring.something_left(dead(region)) {
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
        self.ring.moving(Moving::Nothing);
        let region = self.writer.region();
        if self.ring.recover(dead(region))? {
            self.ring_later();
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
}

impl Ring<'_> {
    /// Whether a dead one has left something in the ring or its buffers, or a message on its way into the ring.
    pub(super) fn something_left(&self, is_dead: impl Fn(Me) -> bool + Copy) -> bool {
        // Acquire, here and below: what the dead stored before is seen.
        let left = |word: &AtomicU64| Word(word.load(Ordering::Acquire)).owner().is_some_and(is_dead);
        self.words().moving.0.load(Ordering::Acquire) != 0
            || (0..self.facts.cells).any(|cell| left(self.word(cell)))
            || !self.left_buffers(is_dead).is_empty()
    }

    /// Undoes the claims of the dead; whether there were any. In a write turn.
    ///
    /// # Errors
    /// [`Error::Corrupt`].
    pub(super) fn recover(&self, is_dead: impl Fn(Me) -> bool + Copy) -> Result<bool, Error> {
        let mut some = false;
        for cell in 0..self.facts.cells {
            some |= self.recover_cell(cell, is_dead)?;
        }
        for (number, word) in self.left_buffers(is_dead) {
            if let Some([held, ..]) = self.buffer(number) {
                shim::exchange(held, word.0, 0);
                some = true;
            }
        }
        Ok(some)
    }

    fn recover_cell(&self, cell: u64, is_dead: impl Fn(Me) -> bool) -> Result<bool, Error> {
        let word = Word(self.word(cell).load(Ordering::Acquire));
        if !word.owner().is_some_and(is_dead) {
            return Ok(false);
        }
        let position = self.position_of(word);
        if !self.is_cell_of(cell, position) {
            return Err(Error::corrupt(self.offset_of(self.word(cell)), "a cell with the position of another one"));
        }
        if word.state() == State::Writing {
            // Never sent. Whoever comes to this position finds that it is over.
            shim::exchange(self.word(cell), word.0, Word::empty(position.wrapping_add(self.facts.cells)).0);
        } else if shim::exchange(self.word(cell), word.0, Word::full(position, true).0) {
            shim::add(&self.words().lists.0.returned, 1);
        }
        Ok(true)
    }

    /// The buffers of the dead that no cell names, with their words. A cell names its buffer from when it is full until it is
    /// empty: such a message goes on without its sender.
    fn left_buffers(&self, is_dead: impl Fn(Me) -> bool) -> Vec<(u64, Word)> {
        let mut left: Vec<(u64, Word)> = (0..self.facts.buffers)
            .filter_map(|number| {
                let word = Word(self.buffer(number)?[0].load(Ordering::Acquire));
                word.owner().is_some_and(&is_dead).then_some((number, word))
            })
            .collect();
        if !left.is_empty() {
            // Behind that look: a cell of a live participant that names one of these comes to hold it before it is emptied.
            let named: HashSet<u64> = (0..self.facts.cells).filter_map(|cell| self.named_by(cell)).collect();
            left.retain(|(number, _)| !named.contains(number));
        }
        left
    }

    fn named_by(&self, cell: u64) -> Option<u64> {
        let word = Word(self.word(cell).load(Ordering::Acquire));
        let full = matches!(word.state(), State::Full | State::Reading);
        match Content::of(self.content(cell).load(Ordering::Relaxed)) {
            Content::Buffer { number, .. } if full => Some(number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Heap;

    #[test]
    fn a_message_in_a_buffer_of_one_who_is_gone_is_nothing_to_be_recovered() {
        let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
        let queue = heap.queue::<Vec<u8>>("bytes").expect("room");
        let (ring, gone) = (queue.ring(), Me { slot: 9, generation: 9 });
        let is_dead = |who| who == gone;
        let (number, _) = ring.claim_buffer(gone, 0).expect("a buffer");
        assert!(ring.something_left(is_dead), "held, and nowhere named");
        assert!(ring.put(gone, |_| Content::Buffer { number, len: 0 }));
        // Else those who wait without blocking, as a sender that waits for room, would look after it without end.
        assert!(!ring.something_left(is_dead), "sent");
        assert!(!ring.recover(is_dead).expect("a sound queue"));
        assert_eq!(queue.take().expect("a message"), []);
        assert!(!ring.something_left(is_dead), "taken");
    }
}
