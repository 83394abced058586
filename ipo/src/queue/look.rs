//! Which message of the ring is the next one, found without a turn while senders and takers go on: each sender's messages
//! are found in the order in which it sent them.

use crate::object::ring::{Ring, State, Word};
use crate::sync::Ordering;
use crate::sync::turn::MODEL;
use crate::sys::shim;

/// Looks at a cell that a sender is just filling, before the next one is looked at.
const PATIENCE: u32 = if MODEL { 1 } else { 64 };

impl Ring<'_> {
    /// The first message, if the ring holds one that nobody is at: its position and its word. Begins at the head, before
    /// which returned ones may lie.
    #[inline]
    pub(crate) fn first_full(&self) -> Option<(u64, Word)> {
        // Relaxed: a hint.
        let head = self.words().head.0.load(Ordering::Relaxed);
        // Acquire: as in `scan`.
        let word = Word(self.word(head).load(Ordering::Acquire));
        // What is found in nearly all cases: the message at the head, or that it is not sent yet.
        if word == Word::full(head, word.redelivered()) {
            Some((head, word))
        } else if word == Word::empty(head) {
            None
        } else {
            self.first_from(head)
        }
    }

    /// The message with the lowest position, also one that was returned behind the head; the head then lies at or before it.
    pub(crate) fn lowest_full(&self) -> Option<(u64, Word)> {
        // Relaxed: a hint. No message is older than a lap.
        let start = self.words().tail.0.load(Ordering::Relaxed).saturating_sub(self.facts.cells);
        let found = self.first_from(start);
        if let Some((position, _)) = found {
            shim::hint(&self.words().head.0, position.min(self.words().head.0.load(Ordering::Relaxed)));
        }
        found
    }

    /// The first message, also if it was returned behind the head: before the ring counts as empty, every cell is looked at.
    /// `caught_up` says whether the head lies at or before every message, but for those that somebody returns just now.
    pub(super) fn first_of_all(&self, caught_up: bool) -> Option<(u64, Word)> {
        caught_up.then(|| self.first_full()).flatten().or_else(|| self.lowest_full())
    }

    /// The first message at or behind `start`. None that its sender sent before another one is passed over for that.
    // Never: so that `first_full` stays small.
    #[inline(never)]
    fn first_from(&self, start: u64) -> Option<(u64, Word)> {
        let (found, unfinished) = self.scan(start)?;
        if unfinished { self.settle(start, found) } else { Some(found) }
    }

    /// A message that was found behind an unfinished one may be the latter's successor, sent since the look at that. It is
    /// not if a second look, all of it behind the first, finds the same.
    #[cold]
    fn settle(&self, start: u64, mut found: (u64, Word)) -> Option<(u64, Word)> {
        loop {
            let (again, unfinished) = self.scan(start)?;
            if !unfinished || again == found {
                return Some(again);
            }
            found = again;
        }
    }

    /// Looks at one cell after the other, from that of `start`, for a message; and whether one of them was being filled.
    #[inline]
    fn scan(&self, start: u64) -> Option<((u64, Word), bool)> {
        let cells = self.facts.cells as i64;
        let mut position = start;
        let mut patience = PATIENCE;
        // Where the head may lie: behind what is taken, not behind what is unfinished.
        let mut passed = start;
        let mut unfinished = false;
        let mut found = None;
        // Bounded, whatever the words say.
        for _ in 0..4 * self.facts.cells + u64::from(PATIENCE) {
            // Acquire: pairs with the Release of the sender.
            let word = Word(self.word(position).load(Ordering::Acquire));
            let distance = word.distance(position);
            match word.state() {
                State::Full if distance <= 0 => {
                    let at = position.wrapping_add_signed(distance);
                    found = self.is_cell_of(position, at).then_some(((at, word), unfinished));
                    break;
                }
                State::Empty if distance <= 0 => break,
                State::Writing | State::Reading if distance < 0 && distance >= -cells => break,
                State::Writing if distance == 0 && patience > 0 => {
                    // Its sender is about to finish, in all likelihood.
                    patience -= 1;
                    std::hint::spin_loop();
                    continue;
                }
                // Those behind it may come first: its sender has not sent it yet.
                State::Writing if distance == 0 => unfinished = true,
                _ => (),
            }
            // Sent and taken, or being taken: one that is returned is found otherwise. Nothing is two laps behind a cell's
            // word; a start may be many.
            position = position.wrapping_add_signed((distance - 2 * cells + 1).max(1));
            if !unfinished {
                passed = position;
            }
        }
        if passed != start {
            shim::hint(&self.words().head.0, passed);
        }
        found
    }

    /// Some message of which none has a higher position.
    pub(crate) fn highest_full(&self) -> Option<(u64, Word)> {
        self.all_full().max_by_key(|&(position, _)| position)
    }

    /// Every message that nobody is at, in the order of the cells. What comes meanwhile may be seen without what its sender
    /// sent before.
    pub(crate) fn all_full(&self) -> impl Iterator<Item = (u64, Word)> {
        (0..self.facts.cells).filter_map(|cell| {
            // Acquire: as in `scan`.
            let word = Word(self.word(cell).load(Ordering::Acquire));
            // A position that is another cell's is none.
            let position = word.full_at()?;
            self.is_cell_of(cell, position).then_some((position, word))
        })
    }

    /// The whole position of a cell that somebody is at, whose word has its lowest bits only.
    pub(crate) fn position_of(&self, word: Word) -> u64 {
        let of = |cell| {
            // Relaxed: near enough, whatever has changed meanwhile.
            Word(self.word(cell).load(Ordering::Relaxed)).settled_at()
        };
        // All are within two laps of each other; the hints may be older, and count where somebody is at every cell.
        let [head, tail] = [&self.words().head.0, &self.words().tail.0].map(|hint| hint.load(Ordering::Relaxed));
        let near = (0..self.facts.cells).filter_map(of).fold(head.max(tail), u64::max);
        near.wrapping_add_signed(word.distance(near))
    }

    /// Every message that nobody is at, as they lie at one moment, the oldest first.
    pub(crate) fn snapshot(&self) -> Vec<(u64, Word)> {
        let look = |last| {
            let mut full: Vec<_> = self.all_full().filter(|&(position, _)| position <= last).collect();
            full.sort_unstable_by_key(|&(position, _)| position);
            full
        };
        let mut full = look(u64::MAX);
        let Some(&(last, _)) = full.last() else { return full };
        loop {
            // Up to the last one all are claimed: none comes anew, but for one that is returned: this ends.
            let again = look(last);
            if again == full {
                return full;
            }
            full = again;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread::scope;

    use super::*;
    use crate::Heap;

    const SENDERS: u64 = 4;

    /// Senders that pause as `pause` does before they publish, and a taker that looks as `look` does: what one sender sent
    /// comes in its order.
    fn each_sender_keeps_its_order(
        messages: u64,
        pause: impl Fn() + Copy + Send,
        look: impl Fn(&Ring<'_>) -> Option<(u64, Word)>,
    ) {
        let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("memory");
        let queue = heap.queue_options().cells(1024).open::<u64>("cells").expect("room");
        let (ring, me) = (queue.ring(), queue.inner.region().me());
        let over = AtomicBool::new(false);
        let out_of_order = scope(|scope| {
            for sender in 0..SENDERS {
                let over = &over;
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let Some(claim) = ring.claim_empty(me) else { continue };
                        ring.content(claim.position).store(sender, Ordering::Relaxed);
                        pause();
                        ring.publish(claim);
                    }
                });
            }
            let mut last = [None; SENDERS as usize];
            let mut taken = 0;
            let mut out_of_order = None;
            while taken < messages && out_of_order.is_none() {
                let Some(claim) = look(&ring).and_then(|found| ring.claim_full(me, found)) else { continue };
                taken += 1;
                let last = &mut last[ring.content(claim.position).load(Ordering::Relaxed) as usize];
                out_of_order = last.filter(|last| *last >= claim.position).map(|last| (last, claim.position));
                *last = Some(claim.position);
                ring.empty(claim);
            }
            over.store(true, Ordering::Relaxed);
            out_of_order
        });
        assert_eq!(out_of_order, None, "the later one came first");
    }

    #[test]
    fn a_look_at_every_cell_finds_the_first_message_of_each_sender() {
        each_sender_keeps_its_order(300_000, || (), |ring| ring.lowest_full());
    }

    #[test]
    fn a_look_past_unfinished_messages_finds_the_first_one_of_each_sender() {
        each_sender_keeps_its_order(300_000, std::thread::yield_now, |ring| ring.first_full());
    }

    /// Hints as a participant stores them that was stopped for any number of messages just before.
    #[test]
    fn old_hints_cost_a_few_looks_and_nothing_else() {
        let heap = Heap::options().capacity(4 << 20).create_anonymous().expect("memory");
        let me = heap.queue::<u64>("any").expect("room").inner.region().me();
        for (number, cells) in [2, 3, 8, 64].into_iter().enumerate() {
            let queue = heap.queue_options().cells(cells).open::<u64>(&number.to_string()).expect("room");
            let ring = queue.ring();
            let (head, tail) = (&ring.words().head.0, &ring.words().tail.0);
            for at in 0..600_000 {
                let old = at - [0, 1, 2, 9, 70, 4_000, 262_143, 262_145, 524_288, at][at as usize % 10].min(at);
                tail.store(old, Ordering::Relaxed);
                let written = ring.claim_empty(me).expect("an empty ring");
                assert_eq!(written.position, at);
                assert_eq!(ring.position_of(written.word), at, "hint {old}");
                ring.publish(written);
                assert_eq!(ring.lowest_full().expect("a message").0, at);
                head.store(old, Ordering::Relaxed);
                let read = ring.first_full().and_then(|found| ring.claim_full(me, found)).expect("a message");
                assert_eq!(read.position, at);
                tail.store(old, Ordering::Relaxed);
                assert_eq!(ring.position_of(read.word), at, "hint {old}");
                ring.empty(read);
                assert_eq!(ring.first_full(), None);
            }
        }
    }

    #[test]
    fn a_message_that_was_returned_behind_the_head_is_the_first_again() {
        let heap = Heap::options().capacity(1 << 20).create_anonymous().expect("memory");
        let queue = heap.queue_options().cells(8).open::<u64>("cells").expect("room");
        let (ring, me) = (queue.ring(), queue.inner.region().me());
        (0..4).for_each(|n| queue.send(&n).expect("sending"));
        let first = ring.first_full().and_then(|found| ring.claim_full(me, found)).expect("a message");
        assert_eq!(ring.first_full().expect("another one").0, 1);
        ring.put_back(first);
        assert_eq!(ring.lowest_full().expect("a message").0, 0);
        assert_eq!(ring.first_full().expect("a message").0, 0);
        assert_eq!(ring.snapshot().iter().map(|&(position, _)| position).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
