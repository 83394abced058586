//! Maps, sets, and values whose kind is known at run time only.

use super::keys::leads_to;
use super::{DEPTH, Verifier};
use crate::alloc::BlockKind;
use crate::object::describe::Described;
use crate::types::value::{STR, Storage, sound_bytes, sound_values, sound_words};

impl Verifier<'_> {
    /// Where the entries of a table lie. Reports a table that cannot be right.
    pub(super) fn map(&mut self, schema: &Described, key: usize, at: u64, entry: u64) -> Vec<u64> {
        let (block, counts, groups) = (self.word(at), self.word(at + 8), self.word(at + 16));
        let (len, deleted) = (counts & 0xFFFF_FFFF, counts >> 32);
        if groups == 0 {
            if block | counts != 0 {
                self.report.add(at, "a table without buckets that counts entries");
            }
            return Vec::new();
        }
        let bytes = groups.checked_mul(16).and_then(|buckets| buckets.checked_mul(entry + 1));
        let Some(bytes) = bytes.filter(|_| groups.is_power_of_two()) else {
            self.report.add(at, "a table of an impossible size");
            return Vec::new();
        };
        if !self.own(block, bytes, BlockKind::Data, at) {
            return Vec::new();
        }
        let buckets = groups * 16;
        let ctrl = self.bytes(block, buckets).unwrap_or_default();
        let place = |bucket: u64| block + buckets + bucket * entry;
        let full: Vec<u64> = (0..).zip(ctrl).filter(|&(_, &c)| c < 0x80).map(|(i, _)| i).collect();
        let gone = ctrl.iter().filter(|&&c| c == 0x80).count() as u64;
        let strange = ctrl.iter().any(|&c| c > 0x80 && c < 0xFF);
        if (full.len() as u64, gone) != (len, deleted) || strange {
            let found = full.len();
            let what = format!("a table that counts {len} entries and {deleted} gone, and has {found} and {gone}");
            self.report.add(at, what);
        }
        let lost = full.iter().find(|&&bucket| {
            let hash = self.key_hash(schema, key, place(bucket));
            hash.is_some_and(|hash| !leads_to(ctrl, hash, bucket))
        });
        if lost.is_some() {
            self.report.add(at, "a map with a key that its hash does not lead to");
        }
        if self.has_twice(schema, key, full.iter().map(|&bucket| place(bucket))) {
            self.report.add(at, "a map that has a key twice");
        }
        full.into_iter().map(place).collect()
    }

    /// A value whose kind is in its tag; `number` is the node of `Value`.
    pub(super) fn dynamic(&mut self, schema: &Described, number: usize, at: u64) {
        let (tag, content) = (self.word(at), at + 8);
        match Storage::of(tag) {
            None => self.report.add(at, "a value of an impossible storage"),
            Some(Storage::Words) => {
                if !sound_words(tag, [self.word(content), self.word(content + 8), self.word(content + 16)]) {
                    self.report.add(at, "a value whose content is none of its kind");
                }
            }
            Some(Storage::Bytes) => {
                if let Some((start, len, _)) = self.list(content, 1, true) {
                    let text = self.bytes(start, len).map(std::str::from_utf8);
                    if tag == STR && !matches!(text, Some(Ok(_))) {
                        self.report.add(at, "text that is not UTF-8");
                    }
                    if !self.bytes(start, len).is_some_and(|bytes| sound_bytes(tag, bytes)) {
                        self.report.add(at, "a value whose content is none of its kind");
                    }
                }
            }
            Some(Storage::Values) => {
                if let Some((start, len, _)) = self.list(content, 32, false) {
                    if !sound_values(tag, len) {
                        self.report.add(at, "a value whose content is none of its kind");
                    }
                    if len > 0 {
                        self.later(number, start, len, DEPTH);
                    }
                }
            }
            Some(Storage::Elements) => {
                for start in self.map(schema, number, content, 32) {
                    self.later(number, start, 1, DEPTH);
                }
            }
            Some(Storage::Array) => self.array(content, None, None),
            Some(Storage::Entries) => {
                for start in self.map(schema, number, content, 64) {
                    // Key and value, one behind the other.
                    self.later(number, start, 2, DEPTH);
                }
            }
        }
    }
}
