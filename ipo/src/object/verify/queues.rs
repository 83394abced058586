//! What lies in a named queue. Its cells may change while a turn looks at them: what must hold is what each word says at
//! the moment.

use super::Verifier;
use crate::alloc::BlockKind;
use crate::object::messages::MESSAGE_HEADER;
use crate::object::ring::{Content, Ring, State, Word};
use crate::sync::Ordering;

impl Verifier<'_> {
    pub(super) fn queue(&mut self, at: u64) {
        let ring = match Ring::find(self.space, at) {
            Ok(ring) => ring,
            Err(error) => return self.report.add(at, error.to_string()),
        };
        let facts = ring.facts;
        if !self.own(at, facts.len(), BlockKind::System, at) {
            return;
        }
        let words = ring.words();
        self.messages(&words.lists.0.front, at);
        self.messages(&words.lists.0.back, at);
        self.messages(&words.leased.0, at);
        // Relaxed, here and below: changed in turns.
        let closed = words.lists.0.closed.load(Ordering::Relaxed);
        if closed != 0 {
            self.own(closed, 16, BlockKind::System, at);
        }
        for position in 0..facts.cells {
            self.cell(&ring, position);
        }
        for number in 0..facts.buffers {
            let Some([_, block, room]) = ring.buffer(number) else { continue };
            let (block, room) = (block.load(Ordering::Relaxed), room.load(Ordering::Relaxed));
            if block != 0 {
                self.own(block, room, BlockKind::Data, at);
            } else if room != 0 {
                self.report.add(at, format!("buffer {number} has no block and room for {room} bytes"));
            }
        }
    }

    fn cell(&mut self, ring: &Ring<'_>, position: u64) {
        // Acquire: pairs with the store that published what the cell holds.
        let word = Word(ring.word(position).load(Ordering::Acquire));
        let content = Content::of(ring.content(position).load(Ordering::Relaxed));
        if Word(ring.word(position).load(Ordering::Acquire)) != word {
            // Somebody is at it outside of turns: then it holds no block, as those change in turns.
            return;
        }
        let at = ring.offset_of(ring.word(position));
        if word.owner().is_none() && !ring.is_cell_of(position, word.0 >> 3) {
            self.report.add(at, "a cell with the position of another one");
        }
        if matches!(word.state(), State::Empty | State::Writing) {
            return;
        }
        match content {
            Content::Inline if ring.facts.room() == 0 => self.report.add(at, "a cell without room for its message"),
            Content::Inline => {}
            Content::Block(block) => {
                if self.own(block, MESSAGE_HEADER, BlockKind::Message, at) {
                    let deep = self.word(block + 16);
                    if deep != ring.facts.deep {
                        self.report.add(at, "a message of another type than its queue's");
                    }
                    self.typed(deep, block, MESSAGE_HEADER);
                }
            }
            Content::Buffer { number, len } => {
                let room = ring.buffer(number).map_or(0, |[_, _, room]| room.load(Ordering::Relaxed));
                if len > room {
                    self.report.add(at, format!("a message of {len} bytes in a buffer of {room}"));
                }
            }
        }
    }
}
