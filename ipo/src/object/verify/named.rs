//! Verifies what has a name and lies outside of objects: latest values, locks. And the frozen objects that were removed and
//! still lie there.

use super::Verifier;
use crate::alloc::BlockKind;
use crate::object::directory::Entry;
use crate::object::frozen::CONDEMNED;
use crate::object::{latest, locks};

impl Verifier<'_> {
    /// Bytes of a type's slot, if the heap knows it.
    pub(super) fn size_of(&mut self, deep: u64) -> Option<u64> {
        let space = self.space;
        let schema = self.schemas.entry(deep).or_insert_with(|| space.described(deep).ok().flatten());
        schema.as_ref().map(|schema| schema.nodes[0].size)
    }

    /// The words of a latest value change at any time, and each pattern of them is one that a writer may have left. What is
    /// fixed is the block, and the type.
    pub(super) fn latest(&mut self, entry: &Entry<'_>) {
        match self.size_of(entry.extra) {
            None => self.report.add(entry.at, "a latest value of a type that the heap does not know"),
            Some(size) => {
                self.own(entry.value, latest::block_len(size), BlockKind::System, entry.at);
            }
        }
    }

    /// The same for a lock. It has a place for each participant; how many there can be stands in the heap's header.
    pub(super) fn lock(&mut self, entry: &Entry<'_>) {
        self.own(entry.value, locks::block_len(1), BlockKind::System, entry.at);
    }

    /// The list of the condemned, whose entries own what is still to be freed.
    pub(super) fn condemned(&mut self) {
        let mut at = self.space.first_condemned();
        while at != 0 {
            // Each block has one owner: the walk ends.
            if !self.own(at, CONDEMNED, BlockKind::System, at) {
                return;
            }
            let entry = match self.space.condemned(at) {
                Ok(entry) => entry,
                Err(error) => return self.report.add(at, error.to_string()),
            };
            if self.own(entry.object, 16, BlockKind::Object, entry.at) && self.word(entry.object + 8) != 0 {
                self.report.add(entry.object, "an object that was removed, and lives");
            }
            for block in entry.blocks {
                self.own(block, 0, BlockKind::Data, entry.at);
            }
            at = entry.next;
        }
    }
}
