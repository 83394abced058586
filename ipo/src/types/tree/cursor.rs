//! Walking a tree in order, both ways: two gaps between entries that move towards each other.

use std::cmp::Ordering;
use std::ops::{Bound, RangeBounds};

use super::grow::Path;
use super::node::{Node, Tree};
use crate::alloc::Space;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::ord_key::OrdKey;

/// A gap before, between or behind entries: in a leaf, at the index of the path's level 0. On the other levels, the index
/// is that of the child on the way, which is also that of the entry behind it. Each gap has one such place.
struct Gap<K: OrdKey, V: Shared> {
    path: Path,
    leaf: Node<K, V>,
}

impl<K: OrdKey, V: Shared> Clone for Gap<K, V> {
    fn clone(&self) -> Self {
        Gap { path: self.path, leaf: self.leaf }
    }
}

impl<K: OrdKey, V: Shared> Gap<K, V> {
    fn is(&self, other: &Gap<K, V>) -> bool {
        self.leaf.at == other.leaf.at && self.path.index[0] == other.path.index[0]
    }

    /// Goes down from a node, on each level to the index that `choose` says.
    fn descend(path: Path, space: &Space, at: u64, level: usize, choose: impl Fn(&Node<K, V>) -> usize) -> Self {
        let mut path = path;
        let mut node = Node::open(space, at, level);
        loop {
            let index = choose(&node);
            path.set(node.level, node.at, index);
            if node.level == 0 {
                return Gap { path, leaf: node };
            }
            node = Node::open(space, node.child(index), node.level - 1);
        }
    }
}

/// Entries between two gaps, each as a node and an index. Ends after as many as the tree counts, whatever lies there.
pub(super) struct Cursor<'t, K: OrdKey, V: Shared> {
    pub(super) space: &'t Space,
    height: usize,
    /// None where there are no entries.
    gaps: Option<(Gap<K, V>, Gap<K, V>)>,
    /// Entries that are left at most; the number of them if the walk is one over the whole tree.
    left: usize,
    whole: bool,
}

impl<K: OrdKey, V: Shared> Clone for Cursor<'_, K, V> {
    fn clone(&self) -> Self {
        Cursor { gaps: self.gaps.clone(), ..*self }
    }
}

impl<'t, K: OrdKey, V: Shared> Cursor<'t, K, V> {
    /// Over all entries.
    pub(super) fn all(tree: Tree<K, V>, space: &'t Space) -> Self {
        let gaps = (tree.len > 0).then(|| {
            let down =
                |choose: fn(&Node<K, V>) -> usize| Gap::descend(Path::NONE, space, tree.root, tree.height - 1, choose);
            (down(|_| 0), down(|node| node.len))
        });
        Cursor { space, height: tree.height, gaps, left: tree.len, whole: true }
    }

    /// Over the entries whose keys lie in a range; over none if it ends before it starts.
    pub(super) fn range<'a>(tree: Tree<K, V>, space: &'t Space, bounds: &impl RangeBounds<K::Arg<'a>>) -> Self {
        let (start, end) = (bounds.start_bound(), bounds.end_bound());
        let nothing = match (&start, &end) {
            (Bound::Included(a), Bound::Included(b)) => K::order_args(a, b) == Ordering::Greater,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                K::order_args(a, b) != Ordering::Less
            }
            _ => false,
        };
        let gaps = (tree.len > 0 && !nothing).then(|| {
            let down = |before: &dyn Fn(SlotRef<'_, K>) -> bool| {
                let choose = |node: &Node<K, V>| node.partition(space, before);
                Gap::descend(Path::NONE, space, tree.root, tree.height - 1, choose)
            };
            let first = match start {
                Bound::Unbounded => down(&|_| false),
                Bound::Included(a) => down(&|key| K::order(key, a) == Ordering::Less),
                Bound::Excluded(a) => down(&|key| K::order(key, a) != Ordering::Greater),
            };
            let last = match end {
                Bound::Unbounded => down(&|_| true),
                Bound::Included(b) => down(&|key| K::order(key, b) != Ordering::Greater),
                Bound::Excluded(b) => down(&|key| K::order(key, b) == Ordering::Less),
            };
            (first, last)
        });
        Cursor { space, height: tree.height, gaps, left: tree.len, whole: false }
    }

    /// Entries that are left, for messages: at most so many.
    pub(super) fn left(&self) -> usize {
        self.left
    }
}

impl<K: OrdKey, V: Shared> Iterator for Cursor<'_, K, V> {
    type Item = (Node<K, V>, usize);

    #[inline]
    fn next(&mut self) -> Option<(Node<K, V>, usize)> {
        let (gap, end) = self.gaps.as_mut()?;
        if self.left == 0 || gap.is(end) {
            self.left = 0;
            return None;
        }
        self.left -= 1;
        let index = usize::from(gap.path.index[0]);
        if index < gap.leaf.len {
            gap.path.index[0] += 1;
            return Some((gap.leaf, index));
        }
        for level in 1..self.height {
            let (node, index) = (Node::open(self.space, gap.path.at[level], level), usize::from(gap.path.index[level]));
            if index < node.len {
                gap.path.index[level] += 1;
                *gap = Gap::descend(gap.path, self.space, node.child(index + 1), level - 1, |_| 0);
                return Some((node, index));
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (if self.whole { self.left } else { 0 }, Some(self.left))
    }
}

impl<K: OrdKey, V: Shared> DoubleEndedIterator for Cursor<'_, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<(Node<K, V>, usize)> {
        let (start, gap) = self.gaps.as_mut()?;
        if self.left == 0 || gap.is(start) {
            self.left = 0;
            return None;
        }
        self.left -= 1;
        let index = usize::from(gap.path.index[0]);
        if index > 0 {
            gap.path.index[0] -= 1;
            return Some((gap.leaf, index - 1));
        }
        for level in 1..self.height {
            let (node, index) = (Node::open(self.space, gap.path.at[level], level), usize::from(gap.path.index[level]));
            if index > 0 && index <= node.len {
                gap.path.index[level] -= 1;
                *gap = Gap::descend(gap.path, self.space, node.child(index - 1), level - 1, |node| node.len);
                return Some((node, index - 1));
            }
        }
        None
    }
}
