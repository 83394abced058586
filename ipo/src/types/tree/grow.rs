//! Inserting: into a leaf, and upwards where nodes are full and split.

use std::ptr::NonNull;

use super::node::{LEVELS, Node, Pair, Tree, TreeSlot};
use crate::alloc::Space;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::types::ord_key::OrdKey;

/// The way from the root to an entry, or to the place of one: a node and an index in it per level, leaves at 0.
#[derive(Clone, Copy)]
pub(super) struct Path {
    pub(super) at: [u64; LEVELS],
    pub(super) index: [u16; LEVELS],
}

impl Path {
    pub(super) const NONE: Path = Path { at: [0; LEVELS], index: [0; LEVELS] };

    #[inline]
    pub(super) fn set(&mut self, level: usize, at: u64, index: usize) {
        // A node has at most 64 entries.
        (self.at[level], self.index[level]) = (at, index as u16);
    }
}

/// Where a key is.
#[derive(Clone, Copy)]
pub(super) enum Found {
    /// On that level of the path.
    At(usize),
    /// Nowhere; the path leads to its place in a leaf.
    Nowhere,
}

impl<K: OrdKey, V: Shared> Tree<K, V> {
    /// The way to a key.
    pub(super) fn locate(&self, space: &Space, key: &K::Arg<'_>) -> Result<(Path, Found), Error> {
        let (mut path, mut at) = (Path::NONE, self.root);
        for level in (0..self.height).rev() {
            let node = Node::<K, V>::checked(space, at, level)?;
            match node.search(space, key) {
                Ok(i) => {
                    path.set(level, at, i);
                    return Ok((path, Found::At(level)));
                }
                Err(i) => path.set(level, at, i),
            }
            if level > 0 {
                at = node.child(path.index[level].into());
            }
        }
        Ok((path, Found::Nowhere))
    }

    /// Puts an entry at the place in a leaf that the path leads to, in the open scope. Says where the value lies.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this tree, and the path was made of it.
    pub(super) unsafe fn insert(
        mut self,
        slot: NonNull<TreeSlot>,
        writer: &Writer,
        path: &Path,
        pair: Pair<K, V>,
    ) -> Result<NonNull<V::Slot>, Error> {
        let mut climber = Climber::<K, V> { writer, pair, child: 0, place: None };
        let mut level = 0;
        // SAFETY: by the caller.
        unsafe {
            while level < self.height && climber.enter(path.at[level], level, path.index[level].into())? {
                level += 1;
            }
            if level == self.height {
                self.root = climber.found(self.root, level)?;
                self.height += 1;
            }
            self.len += 1;
            writer.write_logged(slot, self.slot())?;
        }
        climber.place.ok_or_else(|| Error::corrupt(self.root, "an entry without a place"))
    }
}

/// An entry on its way up to a node with room for it.
struct Climber<'w, K: OrdKey, V: Shared> {
    writer: &'w Writer,
    pair: Pair<K, V>,
    /// The child behind it.
    child: u64,
    /// Where the value that was inserted lies: the first one that comes to rest.
    place: Option<NonNull<V::Slot>>,
}

impl<K: OrdKey, V: Shared> Climber<'_, K, V> {
    /// Puts the entry into the node at `i`. Where there is no room the node is split, and its middle entry goes on: true.
    ///
    /// # Safety
    /// The node is part of an exclusive tree, and a scope is open.
    unsafe fn enter(&mut self, at: u64, level: usize, i: usize) -> Result<bool, Error> {
        let writer = self.writer;
        let mut node = Node::<K, V>::checked(writer.space(), at, level)?;
        if i > node.len {
            return Err(Error::corrupt(at, "a tree's node that has changed"));
        }
        // SAFETY: by the caller. All places that change are saved: they may have been in use when the scope began.
        unsafe {
            if node.len < Node::<K, V>::CAPACITY {
                node.save(writer, i..node.len + 1, i + 1..node.len + 2)?;
                self.rest(&mut node, i);
                return Ok(false);
            }
            // What was inserted may be the middle itself; else it goes to its half.
            let middle = Node::<K, V>::CAPACITY / 2;
            let mut right = Node::<K, V>::fresh(writer, level)?;
            let (keep, from) = match i {
                _ if i < middle => (middle - 1, middle),
                _ if i == middle => (middle, middle),
                _ => (middle, middle + 1),
            };
            let count = node.len - from;
            node.move_entries(from, &right, 0, count);
            node.move_children(from, &right, 0, count + 1);
            right.set_len(count);
            let up = (i != middle).then(|| node.pair(keep));
            node.save(writer, i.min(keep)..keep + 1, i.min(keep) + 1..keep + 2)?;
            node.set_len(keep);
            match up {
                None => right.put_first(self.child),
                Some(up) => {
                    if i < middle {
                        self.rest(&mut node, i);
                    } else {
                        self.rest(&mut right, i - from);
                    }
                    self.pair = up;
                }
            }
            self.child = right.at;
        }
        Ok(true)
    }

    /// Puts the entry into a node with room.
    ///
    /// # Safety
    /// The node is exclusive, and saved from `i` on, or fresh.
    unsafe fn rest(&mut self, node: &mut Node<K, V>, i: usize) {
        // SAFETY: by the caller.
        unsafe {
            node.move_entries(i, node, i + 1, node.len - i);
            node.move_children(i + 1, node, i + 2, node.len - i);
            node.put(i, self.pair);
            if node.level > 0 {
                node.put_child(i + 1, self.child);
            }
            node.set_len(node.len + 1);
        }
        self.place.get_or_insert(node.value_ptr(i));
    }

    /// A new root above the old one.
    ///
    /// # Safety
    /// As `enter`.
    unsafe fn found(&mut self, old: u64, level: usize) -> Result<u64, Error> {
        let mut root = Node::<K, V>::fresh(self.writer, level)?;
        // SAFETY: a fresh node.
        unsafe {
            if level > 0 {
                root.put_child(0, old);
            }
            self.rest(&mut root, 0);
        }
        Ok(root.at)
    }
}

impl<K: OrdKey, V: Shared> Node<K, V> {
    /// The first child of a right half whose middle entry came from below.
    ///
    /// # Safety
    /// The node is fresh.
    unsafe fn put_first(&self, child: u64) {
        if self.level > 0 {
            // SAFETY: by the caller.
            unsafe { self.put_child(0, child) };
        }
    }
}
