//! Removing: from a leaf, and upwards where nodes get too small and are filled up or merged.

use std::ptr::NonNull;

use super::grow::Path;
use super::node::{Node, Tree, TreeSlot};
use crate::alloc::BlockKind;
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::Shared;
use crate::types::ord_key::OrdKey;

impl<K: OrdKey, V: Shared> Tree<K, V> {
    /// Takes the entry on that level of the path out, in the open scope. What it owns was freed, or belongs to another.
    ///
    /// # Safety
    /// `slot` is the live, exclusive slot of this tree, and the path was made of it.
    pub(super) unsafe fn remove(
        mut self,
        slot: NonNull<TreeSlot>,
        writer: &Writer,
        mut path: Path,
        level: usize,
    ) -> Result<(), Error> {
        let space = writer.space();
        // SAFETY: by the caller.
        unsafe {
            if level > 0 {
                // The entry before it, which is the last one of a leaf, takes its place.
                let node = Node::<K, V>::checked(space, path.at[level], level)?;
                let i = usize::from(path.index[level]);
                let mut at = node.child(i);
                let mut last = node;
                for below in (0..level).rev() {
                    last = Node::checked(space, at, below)?;
                    path.set(below, at, if below > 0 { last.len } else { last.len - 1 });
                    if below > 0 {
                        at = last.child(last.len);
                    }
                }
                node.save(writer, i..i + 1, 0..0)?;
                node.put(i, last.pair(last.len - 1));
            }
            let mut leaf = Node::<K, V>::checked(space, path.at[0], 0)?;
            let i = usize::from(path.index[0]);
            if i >= leaf.len {
                return Err(Error::corrupt(leaf.at, "a tree's node that has changed"));
            }
            leaf.save(writer, i..leaf.len, 0..0)?;
            leaf.move_entries(i + 1, &leaf, i, leaf.len - i - 1);
            leaf.set_len(leaf.len - 1);
            self.mend(writer, &path, leaf)?;
            self.len -= 1;
            writer.write_logged(slot, self.slot())
        }
    }

    /// Goes up from a leaf that lost an entry.
    ///
    /// # Safety
    /// As `remove`.
    unsafe fn mend(&mut self, writer: &Writer, path: &Path, mut node: Node<K, V>) -> Result<(), Error> {
        let space = writer.space();
        while node.level + 1 < self.height {
            if node.len >= Node::<K, V>::FEW {
                return Ok(());
            }
            let mut parent = Node::<K, V>::checked(space, path.at[node.level + 1], node.level + 1)?;
            let i = usize::from(path.index[node.level + 1]);
            if i > parent.len || parent.child(i) != node.at {
                return Err(Error::corrupt(parent.at, "a tree's node that has changed"));
            }
            let between = i.saturating_sub(1);
            let other = |i| Node::<K, V>::checked(space, parent.child(i), node.level);
            let (mut left, mut right) = if i > 0 { (other(i - 1)?, node) } else { (node, other(1)?) };
            if left.at == right.at {
                return Err(Error::corrupt(parent.at, "a tree's node with one child twice"));
            }
            // SAFETY: by the caller; `between` lies between the two in their parent.
            unsafe {
                if left.len + right.len < Node::<K, V>::CAPACITY {
                    parent.merge(writer, between, &mut left, &right)?;
                } else if i > 0 {
                    return parent.shift_right(writer, between, &mut left, &mut right);
                } else {
                    return parent.shift_left(writer, between, &mut left, &mut right);
                }
            }
            node = parent;
        }
        if node.len == 0 {
            // A root without entries: its only child, if it is no leaf, is the new one.
            // SAFETY: an inner node has one child more than entries.
            self.root = if node.level > 0 { unsafe { node.child_ptr(0).as_ptr().read() } } else { 0 };
            self.height -= 1;
            writer.free(node.at, BlockKind::Data)?;
        }
        Ok(())
    }
}

impl<K: OrdKey, V: Shared> Node<K, V> {
    /// Puts the entry at `i` and everything of the child behind it into the child before it.
    ///
    /// # Safety
    /// The nodes are part of an exclusive tree, a scope is open, and the entries fit into one node.
    unsafe fn merge(&mut self, writer: &Writer, i: usize, left: &mut Self, right: &Self) -> Result<(), Error> {
        let (at, end) = (left.len, left.len + 1 + right.len);
        // SAFETY: by the caller.
        unsafe {
            left.save(writer, at..end, at + 1..end + 1)?;
            left.put(at, self.pair(i));
            right.move_entries(0, left, at + 1, right.len);
            right.move_children(0, left, at + 1, right.len + 1);
            left.set_len(end);
            self.save(writer, i..self.len, i + 1..self.len + 1)?;
            self.move_entries(i + 1, self, i, self.len - i - 1);
            self.move_children(i + 2, self, i + 1, self.len - i - 1);
            self.set_len(self.len - 1);
        }
        writer.free(right.at, BlockKind::Data)
    }

    /// The last entry of the left child goes up to `i`, and that one down to the right child.
    ///
    /// # Safety
    /// As `merge`; the right child has room.
    unsafe fn shift_right(
        &mut self,
        writer: &Writer,
        i: usize,
        left: &mut Self,
        right: &mut Self,
    ) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            right.save(writer, 0..right.len + 1, 0..right.len + 2)?;
            right.move_entries(0, right, 1, right.len);
            right.move_children(0, right, 1, right.len + 1);
            right.put(0, self.pair(i));
            if right.level > 0 {
                right.put_child(0, left.child(left.len));
            }
            right.set_len(right.len + 1);
            self.save(writer, i..i + 1, 0..0)?;
            self.put(i, left.pair(left.len - 1));
            left.save(writer, 0..0, 0..0)?;
            left.set_len(left.len - 1);
        }
        Ok(())
    }

    /// The first entry of the right child goes up to `i`, and that one down to the left child.
    ///
    /// # Safety
    /// As `merge`; the left child has room.
    unsafe fn shift_left(&mut self, writer: &Writer, i: usize, left: &mut Self, right: &mut Self) -> Result<(), Error> {
        let at = left.len;
        // SAFETY: by the caller.
        unsafe {
            left.save(writer, at..at + 1, at + 1..at + 2)?;
            left.put(at, self.pair(i));
            if left.level > 0 {
                left.put_child(at + 1, right.child(0));
            }
            left.set_len(at + 1);
            self.save(writer, i..i + 1, 0..0)?;
            self.put(i, right.pair(0));
            right.save(writer, 0..right.len, 0..right.len + 1)?;
            right.move_entries(1, right, 0, right.len - 1);
            right.move_children(1, right, 0, right.len);
            right.set_len(right.len - 1);
        }
        Ok(())
    }
}
