//! Whole trees: built from sorted entries without a search, taken apart, and freed.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::ptr::NonNull;

use super::node::{LEVELS, Node, Pair, Tree, TreeSlot};
use crate::alloc::BlockKind;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::types::depth::{deeper, deeper_or_corrupt};
use crate::types::ord_key::OrdKey;

/// What bounds a walk over nodes: none is met twice, and each has an entry.
struct Walk {
    /// Entries that the tree counts and that were not met yet.
    left: usize,
    seen: HashSet<u64>,
}

impl<K: OrdKey, V: Shared> Tree<K, V> {
    /// Whether entries own blocks, so that they are a level deeper.
    const NESTS: bool = K::OWNS || V::OWNS;

    /// Most entries of a tree of that many levels.
    fn most(levels: usize) -> usize {
        (0..levels).fold(0_usize, |most, _| most.saturating_add(1).saturating_mul(Node::<K, V>::CAPACITY + 1) - 1)
    }

    /// A tree of these entries, which are in order, in fresh blocks.
    pub(super) fn of_sorted(writer: &Writer, entries: &[Pair<K, V>]) -> Result<Self, Error> {
        if entries.is_empty() {
            return Ok(Self::EMPTY);
        }
        let too_large = || Error::TooLarge { what: "a tree", size: entries.len() as u64, limit: 1 << 40 };
        let height = (1..=LEVELS).find(|&levels| Self::most(levels) >= entries.len()).ok_or_else(too_large)?;
        let mut tree = Self::EMPTY;
        (tree.root, tree.len, tree.height) = (Self::node_of(writer, height - 1, entries)?, entries.len(), height);
        Ok(tree)
    }

    /// A node with everything below it. As few children as can hold the entries get about as many each.
    fn node_of(writer: &Writer, level: usize, entries: &[Pair<K, V>]) -> Result<u64, Error> {
        let mut node = Node::<K, V>::fresh(writer, level)?;
        // SAFETY: a fresh node, with room for all that is put into it.
        unsafe {
            if level == 0 {
                for (i, &(key, value)) in entries.iter().enumerate() {
                    node.key_ptr(i).as_ptr().write(key);
                    node.value_ptr(i).as_ptr().write(value);
                }
                node.set_len(entries.len());
                return Ok(node.at);
            }
            let children = (entries.len() + 1).div_ceil(Self::most(level) + 1).max(2);
            let (each, more) = ((entries.len() + 1 - children) / children, (entries.len() + 1 - children) % children);
            let mut rest = entries;
            for i in 0..children {
                let (below, behind) = rest.split_at(each + usize::from(i < more));
                node.put_child(i, Self::node_of(writer, level - 1, below)?);
                if let Some((&between, behind)) = behind.split_first() {
                    node.put(i, between);
                    rest = behind;
                }
            }
            node.set_len(children - 1);
        }
        Ok(node.at)
    }

    /// Builds a tree from keys and values.
    ///
    /// # Safety
    /// As `Shared::build`.
    pub(super) unsafe fn build<'v>(
        writer: &Writer,
        entries: impl Iterator<Item = (&'v K, &'v V)>,
    ) -> Result<TreeSlot, Error> {
        let mut entries: Vec<(&K, &V)> = entries.collect();
        // They come in the order of std's `Ord`, which may be another one for an enum.
        let order = |a: &(&K, &V), b: &(&K, &V)| K::order_args(&a.0.to_arg(), &b.0.to_arg());
        if !entries.is_sorted_by(|a, b| order(a, b) == Ordering::Less) {
            entries.sort_by(order);
            entries.dedup_by(|a, b| order(a, b) == Ordering::Equal);
        }
        let fill = || {
            entries
                .iter()
                // SAFETY: by the caller; they are stored in the tree.
                .map(|(key, value)| unsafe { Ok((K::build_ref(writer, key)?, V::build_ref(writer, value)?)) })
                .collect::<Result<Vec<_>, Error>>()
        };
        // An empty tree is no level.
        let slots = if Self::NESTS && !entries.is_empty() { deeper(fill)? } else { fill()? };
        Ok(Self::of_sorted(writer, &slots)?.slot())
    }

    /// Runs `load` for the entries, on the level where they are.
    pub(super) fn load<R>(&self, load: impl FnOnce() -> R) -> R {
        if Self::NESTS && self.len > 0 { deeper_or_corrupt(load) } else { load() }
    }

    /// Puts a tree of these entries in the place of this one, whose nodes are freed, in the open scope. What the entries
    /// own is not touched.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this tree. The entries are in order. What the old ones owned was freed, or
    /// is owned by the new ones.
    pub(super) unsafe fn rebuild(
        self,
        slot: NonNull<TreeSlot>,
        writer: &Writer,
        entries: &[Pair<K, V>],
    ) -> Result<(), Error> {
        let new = Self::of_sorted(writer, entries)?;
        // SAFETY: by the caller.
        unsafe {
            self.free(writer, false)?;
            writer.write_logged(slot, new.slot())
        }
    }

    /// Frees the nodes, and what the entries own if that is wanted.
    ///
    /// # Safety
    /// A scope is open, and the tree's slot is overwritten or freed in it.
    unsafe fn free(&self, writer: &Writer, entries: bool) -> Result<(), Error> {
        let mut walk = Walk { left: self.len, seen: HashSet::new() };
        if self.height > 0 {
            // SAFETY: by the caller.
            unsafe { Self::free_node(writer, self.root, self.height - 1, entries, &mut walk)? };
        }
        if walk.left == 0 { Ok(()) } else { Err(Error::corrupt(self.root, "a tree with fewer entries than it counts")) }
    }

    /// A node and everything below it.
    ///
    /// # Safety
    /// As `free`.
    unsafe fn free_node(writer: &Writer, at: u64, level: usize, entries: bool, walk: &mut Walk) -> Result<(), Error> {
        let node = Node::<K, V>::checked(writer.space(), at, level)?;
        let more = || Error::corrupt(at, "a tree with more entries than it counts");
        walk.left = walk.left.checked_sub(node.len).filter(|_| walk.seen.insert(at)).ok_or_else(more)?;
        // SAFETY: by the caller.
        unsafe {
            if entries {
                (0..node.len).try_for_each(|i| node.release_entry(writer, i))?;
            }
            if level > 0 {
                (0..=node.len).try_for_each(|i| Self::free_node(writer, node.child(i), level - 1, entries, walk))?;
            }
        }
        writer.free(at, BlockKind::Data)
    }

    /// Frees everything that the tree owns.
    ///
    /// # Safety
    /// As `Shared::release`.
    pub(super) unsafe fn release(slot: NonNull<TreeSlot>, writer: &Writer) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            let tree = Self::checked(slot, writer.space())?;
            if Self::NESTS && tree.len > 0 {
                return deeper(|| tree.free(writer, true));
            }
            tree.free(writer, false)
        }
    }
}
