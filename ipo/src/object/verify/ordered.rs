//! Deques, trees and compact maps.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::{DEPTH, Verifier};
use crate::alloc::BlockKind;
use crate::object::describe::Described;
use crate::types::MOST_WITHOUT_BYTES;
use crate::types::compact::{buckets, place};
use crate::types::tree::{LEVELS, child_places, node_places};

/// A tree on the way through it.
struct Tree {
    key: usize,
    value: usize,
    /// Bytes of a key, of a value, and entries of a node.
    sizes: (u64, u64, u64),
    /// Entries met so far, and the key of the last one.
    entries: u64,
    last: Option<u64>,
    /// Broken order is reported once.
    ordered: bool,
}

impl Verifier<'_> {
    pub(super) fn deque(&mut self, schema: &Described, at: u64, element: usize) {
        let (block, ends, room) = (self.word(at), self.word(at + 8), self.word(at + 16));
        let (head, len) = (ends & 0xFFFF_FFFF, ends >> 32);
        let size = schema.nodes[element].size;
        if block == 0 {
            let most = MOST_WITHOUT_BYTES as u64;
            let right = if size == 0 { len <= most && head < most } else { ends == 0 };
            if room != 0 || !right {
                self.report.add(at, "a deque without a block that counts elements");
            }
            return;
        }
        let Some(bytes) = size.checked_mul(room).filter(|_| size > 0 && len <= room && head < room) else {
            return self.report.add(at, "a deque of an impossible size");
        };
        if self.own(block, bytes, BlockKind::Data, at) {
            let first = len.min(room - head);
            self.run_of(schema, element, block + head * size, first, DEPTH);
            self.run_of(schema, element, block, len - first, DEPTH);
        }
    }

    pub(super) fn tree(&mut self, schema: &Described, at: u64, key: usize, value: usize, capacity: u64) {
        let (root, len, height) = (self.word(at), self.word(at + 8), self.word(at + 16));
        if root == 0 {
            if len | height != 0 {
                self.report.add(at, "a tree without a root that counts entries");
            }
            return;
        }
        if height == 0 || height > LEVELS as u64 {
            return self.report.add(at, "a tree of an impossible height");
        }
        let sizes = (schema.nodes[key].size, schema.nodes[value].size, capacity);
        let mut tree = Tree { key, value, sizes, entries: 0, last: None, ordered: true };
        self.tree_node(schema, &mut tree, root, height - 1, at);
        if tree.entries != len {
            self.report.add(at, format!("a tree that counts {len} entries, and has {}", tree.entries));
        }
    }

    /// A node with everything below it, in order. Each level is one lower, so the walk ends.
    fn tree_node(&mut self, schema: &Described, tree: &mut Tree, at: u64, level: u64, owner: u64) {
        let (key_size, value_size, capacity) = tree.sizes;
        let (values, children) = node_places(key_size, value_size, capacity);
        let bytes = children + if level > 0 { child_places(capacity) } else { 0 };
        if !self.own(at, bytes, BlockKind::Data, owner) {
            return;
        }
        let head = self.word(at);
        let count = head & 0xFFFF;
        if head >> 16 != level || count == 0 || count > capacity {
            return self.report.add(at, "a tree's node that cannot be right");
        }
        for i in 0..=count {
            if level > 0 {
                self.tree_node(schema, tree, self.word(at + children + i * 8), level - 1, at);
            }
            if i < count {
                let key = at + 8 + i * key_size;
                let order = tree.last.and_then(|last| self.order(schema, tree.key, last, key, 0));
                if tree.ordered && order.is_some_and(|order| order != Ordering::Less) {
                    self.report.add(key, "a tree whose keys are not in order");
                    tree.ordered = false;
                }
                tree.last = Some(key);
                tree.entries += 1;
            }
        }
        self.run_of(schema, tree.key, at + 8, count, DEPTH);
        self.run_of(schema, tree.value, at + values, count, DEPTH);
    }

    /// Where the entries of a compact table lie. Reports one that cannot be right.
    pub(super) fn compact(&mut self, schema: &Described, key: usize, at: u64, entry: u64) -> Vec<u64> {
        let (block, counts) = (self.word(at), self.word(at + 8));
        let (len, astray) = (counts & 0xFFFF_FFFF, counts >> 32);
        if len == 0 {
            if block | counts != 0 {
                self.report.add(at, "a compact map without entries that has a block");
            }
            return Vec::new();
        }
        let numbers = len.checked_mul(entry).and_then(|bytes| bytes.checked_next_multiple_of(4));
        let Some(numbers) = numbers.filter(|_| len < 1 << 31 && astray <= len) else {
            self.report.add(at, "a compact map of an impossible size");
            return Vec::new();
        };
        let places = (buckets(len) + astray) * 4;
        // No overflow: the entries of a slot's type take less than 2^40 bytes each, and there are less than 2^31.
        if numbers > self.space.total_len() || !self.own(block, numbers + places, BlockKind::Data, at) {
            return Vec::new();
        }
        let places = self.bytes(block + numbers, places).unwrap_or_default();
        let outside = |(i, place): (u64, &[u8])| {
            let place = u32::from_le_bytes(place.try_into().unwrap_or_default());
            // A bucket's number is a place if its highest bit is set.
            let is_place = i >= buckets(len) || place >> 31 != 0;
            is_place && u64::from(place & !(1 << 31)) >= len
        };
        if (0..).zip(places.chunks_exact(4)).any(outside) {
            self.report.add(at, "a compact map with a place outside of it");
        }
        let number = |i: u64| {
            let at = 4 * i as usize;
            places.get(at..at + 4).map_or(0, |bytes| u32::from_le_bytes(bytes.try_into().unwrap_or_default()))
        };
        let astray: HashSet<u64> = (buckets(len)..buckets(len) + astray).map(|i| u64::from(number(i))).collect();
        let lost = (0..len).find(|&i| {
            let hash = self.key_hash(schema, key, block + i * entry);
            hash.is_some_and(|hash| {
                place(hash, len, |bucket| number(bucket as u64)) as u64 != i && !astray.contains(&i)
            })
        });
        if lost.is_some() {
            self.report.add(at, "a compact map with a key that its hash does not lead to");
        }
        (0..len).map(|i| block + i * entry).collect()
    }
}
