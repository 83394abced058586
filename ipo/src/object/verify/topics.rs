//! What lies in a topic. Its subscribers move on while a turn looks at it; its messages do not.

use super::Verifier;
use crate::alloc::BlockKind;
use crate::object::feed::{CUT_OFF, Feed};
use crate::object::messages::MESSAGE_HEADER;
use crate::sync::Ordering;

impl Verifier<'_> {
    pub(super) fn topic(&mut self, at: u64) {
        let feed = match Feed::find(self.space, at) {
            Ok(feed) => feed,
            Err(error) => return self.report.add(at, error.to_string()),
        };
        if !self.own(at, feed.facts.len(), BlockKind::System, at) {
            return;
        }
        // Relaxed, here and below: changed in turns.
        let next = feed.words().next.0.load(Ordering::Relaxed);
        if next >= CUT_OFF - feed.facts.cells {
            return self.report.add(at, format!("a topic at the position {next}"));
        }
        for index in 0..feed.facts.cells {
            let cell = feed.cell(index);
            let (stamp, block) = (cell.stamp.load(Ordering::Relaxed), cell.block.load(Ordering::Relaxed));
            let newest = next.checked_sub(1 + (next + feed.facts.cells - 1 - index) % feed.facts.cells);
            if stamp != newest.map_or(0, |position| position + 1) {
                self.report.add(at, format!("cell {index} of a topic is stamped {stamp}, where {next} comes next"));
            }
            if block != 0 {
                self.published(block, feed.facts.deep, at);
            } else if stamp != 0 {
                self.report.add(at, format!("cell {index} of a topic has no message"));
            }
        }
        for (place, seat) in feed.seats().iter().enumerate() {
            let owed = seat.owed.load(Ordering::Relaxed);
            if owed != 0 {
                self.published(owed, feed.facts.deep, at);
            }
            let cursor = seat.cursor.load(Ordering::SeqCst);
            if cursor != CUT_OFF && seat.owner().is_some() && (cursor > next || next - cursor > feed.facts.cells) {
                self.report.add(at, format!("subscriber {place} of a topic is at {cursor}, where {next} comes next"));
            }
        }
    }

    fn published(&mut self, block: u64, deep: u64, at: u64) {
        if self.own(block, MESSAGE_HEADER, BlockKind::Message, at) {
            if self.word(block + 16) != deep {
                self.report.add(at, "a message of another type than its topic's");
            }
            self.typed(deep, block, MESSAGE_HEADER);
        }
    }
}
