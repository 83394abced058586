//! The methods of a tree that change which keys it has. Each is one journal scope.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::grow::{Found, Path};
use super::node::{Node, Pair, Tree};
use super::view::BTreeMapMut;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::ord_key::OrdKey;
use crate::types::taken_in::taken_in;

/// What is added at once is merged in if the tree is not larger than so many times that; else it is inserted one by one.
const MERGE: usize = 8;

/// One of the two ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    First,
    Last,
}

impl<K: OrdKey, V: Shared> BTreeMapMut<'_, K, V> {
    /// Sets the value of a key; copies the old one out if there was one. Logarithmic time: some nodes change, and where
    /// one is full it is split. A key that is there already stays as it is.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`], [`Error::TooLarge`] for values that nest too deep; the map is
    /// unchanged then. [`Error::Corrupt`] if the bytes are no tree.
    ///
    /// # Panics
    /// With a [`Corrupt`](crate::Corrupt) payload if the bytes are no tree, or no value where the old one is copied out.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::{Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let stock: Handle<BTreeMap<String, u32>> = turn.put(&BTreeMap::new())?;
    ///
    /// let mut stock = turn.get_mut(stock)?;
    /// assert_eq!(stock.insert("pears", 3)?, None);
    /// assert_eq!(stock.insert("pears", 5)?, Some(3));
    /// stock.insert("apples", 1)?;
    /// assert_eq!(stock.keys().collect::<Vec<_>>(), ["apples", "pears"]);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn insert<'a>(&mut self, key: K::Arg<'a>, value: V::Arg<'a>) -> Result<Option<V>, Error> {
        let writer = self.slot.writer();
        let tree = self.as_ref().tree();
        let (path, found) = tree.locate(writer.space(), &key)?;
        if let Found::At(level) = found {
            let node = Node::<K, V>::checked(writer.space(), path.at[level], level)?;
            // SAFETY: a live value; this view is borrowed exclusively.
            let slot = unsafe { self.open(node.value_ptr(path.index[level].into())) };
            let old = V::load(V::view(slot.as_ref()));
            slot.replace(value)?;
            return Ok(Some(old));
        }
        // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
        writer.scope(|| unsafe {
            let pair = (K::build(writer, key)?, V::build(writer, value)?);
            tree.insert(self.tree_slot(), writer, &path, pair)
        })?;
        Ok(None)
    }

    /// Takes a key out and copies its value out. Logarithmic time: some nodes change, and those that get too small are
    /// filled up from their neighbours or merged with them.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then. [`Error::Corrupt`] if the bytes are no tree.
    ///
    /// # Panics
    /// As [`insert`](Self::insert).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let names = turn.put(&BTreeMap::from([(1_u32, "Ada".to_owned())]))?;
    /// let mut names = turn.get_mut(names)?;
    /// assert_eq!(names.remove(1)?.as_deref(), Some("Ada"));
    /// assert_eq!(names.remove(1)?, None);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn remove(&mut self, key: K::Arg<'_>) -> Result<Option<V>, Error> {
        let (path, found) = self.as_ref().tree().locate(self.slot.writer().space(), &key)?;
        match found {
            Found::Nowhere => Ok(None),
            Found::At(level) => self.take(path, level, |_, value| V::load(V::view(value))).map(Some),
        }
    }

    /// As [`remove`](Self::remove), with the key.
    ///
    /// # Errors
    /// As there.
    pub fn remove_entry(&mut self, key: K::Arg<'_>) -> Result<Option<(K, V)>, Error> {
        let (path, found) = self.as_ref().tree().locate(self.slot.writer().space(), &key)?;
        match found {
            Found::Nowhere => Ok(None),
            Found::At(level) => self.take(path, level, load_entry).map(Some),
        }
    }

    /// Copies out what `load` does of the entry on that level of the path, and takes it out.
    fn take<R>(
        &mut self,
        path: Path,
        level: usize,
        load: impl FnOnce(SlotRef<'_, K>, SlotRef<'_, V>) -> R,
    ) -> Result<R, Error> {
        let (tree, writer) = (self.as_ref().tree(), self.slot.writer());
        let (node, i) = (Node::<K, V>::checked(writer.space(), path.at[level], level)?, path.index[level].into());
        if i >= node.len {
            return Err(Error::corrupt(node.at, "a tree's node that has changed"));
        }
        let loaded = load(node.key(i, writer.space()), node.value(i, writer.space()));
        // SAFETY: the slot is live and exclusive, and the entry goes in this scope.
        writer.scope(|| unsafe {
            node.release_entry(writer, i)?;
            tree.remove(self.tree_slot(), writer, path, level)
        })?;
        Ok(loaded)
    }

    fn pop(&mut self, end: End) -> Result<Option<(K, V)>, Error> {
        let (tree, space) = (self.as_ref().tree(), self.slot.writer().space());
        if tree.len == 0 {
            return Ok(None);
        }
        let (mut path, mut at) = (Path::NONE, tree.root);
        for level in (0..tree.height).rev() {
            let node = Node::<K, V>::checked(space, at, level)?;
            let i = match end {
                End::First => 0,
                End::Last if level > 0 => node.len,
                End::Last => node.len - 1,
            };
            path.set(level, at, i);
            if level > 0 {
                at = node.child(i);
            }
        }
        self.take(path, 0, load_entry).map(Some)
    }

    /// Takes the entry with the smallest key out and copies it out.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let due = turn.put(&BTreeMap::from([(9_u32, 'c'), (3, 'a'), (5, 'b')]))?;
    /// let mut due = turn.get_mut(due)?;
    /// assert_eq!((due.pop_first()?, due.pop_last()?), (Some((3, 'a')), Some((9, 'c'))));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn pop_first(&mut self) -> Result<Option<(K, V)>, Error> {
        self.pop(End::First)
    }

    /// Takes the entry with the largest key out and copies it out.
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn pop_last(&mut self) -> Result<Option<(K, V)>, Error> {
        self.pop(End::Last)
    }

    /// Keeps the entries for which `keep` says yes, all or nothing. If one goes, the others move into new nodes, which
    /// need space beside the old ones for a moment. In proportion to the number of entries.
    ///
    /// # Errors
    /// [`Error::OutOfSpace`], [`Error::JournalFull`]; the map is unchanged then.
    pub fn retain(&mut self, mut keep: impl FnMut(K::Ref<'_>, V::Ref<'_>) -> bool) -> Result<(), Error> {
        let (slot, writer) = (self.tree_slot(), self.slot.writer());
        let (tree, cursor, space) = (self.as_ref().tree(), self.as_ref().cursor(), writer.space());
        // `keep` is the program's: what it does to other views is not this operation's to undo.
        let (mut kept, mut gone) = (Vec::with_capacity(tree.len), Vec::new());
        for (node, i) in cursor {
            if keep(K::view(node.key(i, space)), V::view(node.value(i, space))) {
                kept.push(node.pair(i));
            } else {
                gone.push((node, i));
            }
        }
        if gone.is_empty() {
            return Ok(());
        }
        writer.scope(|| {
            for (node, i) in gone {
                // SAFETY: the entry goes below, in this scope.
                unsafe { node.release_entry(writer, i)? };
            }
            // SAFETY: the slot is live and exclusive; the others keep what they own.
            unsafe { tree.rebuild(slot, writer, &kept) }
        })
    }

    /// Takes all keys out and frees the nodes.
    ///
    /// # Errors
    /// [`Error::JournalFull`]; the map is unchanged then.
    pub fn clear(&mut self) -> Result<(), Error> {
        let (slot, writer) = (self.tree_slot(), self.slot.writer());
        // SAFETY: the slot is live and exclusive, and is overwritten.
        writer.scope(|| unsafe {
            Tree::<K, V>::release(slot, writer)?;
            writer.write_logged(slot, Tree::<K, V>::EMPTY.slot())
        })
    }

    /// Sets the values of many keys, all or nothing; of the same key given twice, the last value stays. Where they are
    /// many in comparison with the map, all entries move into new nodes, which need space beside the old ones for a
    /// moment.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let map = turn.put(&BTreeMap::from([(2_u32, 'b')]))?;
    /// turn.get_mut(map)?.extend([(3, 'c'), (1, 'a'), (2, 'B')])?;
    /// assert_eq!(turn.load(map)?, BTreeMap::from([(1, 'a'), (2, 'B'), (3, 'c')]));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn extend<'a>(&mut self, entries: impl IntoIterator<Item = (K::Arg<'a>, V::Arg<'a>)>) -> Result<(), Error> {
        let writer = self.slot.writer();
        let mut new = taken_in(writer, 1, entries.into_iter().map(Ok))?;
        new.sort_by(|a, b| K::order_args(&a.0, &b.0));
        // The later one of two is kept; the sort is stable.
        new.reverse();
        new.dedup_by(|a, b| K::order_args(&a.0, &b.0) == Ordering::Equal);
        new.reverse();
        if self.len() / MERGE <= new.len() {
            return writer.scope(|| self.merge(new));
        }
        writer.scope(|| {
            for (key, value) in new {
                let tree = self.as_ref().tree();
                let (path, found) = tree.locate(writer.space(), &key)?;
                // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
                unsafe {
                    if let Found::At(level) = found {
                        let node = Node::<K, V>::checked(writer.space(), path.at[level], level)?;
                        self.open(node.value_ptr(path.index[level].into())).replace(value)?;
                    } else {
                        let pair = (K::build(writer, key)?, V::build(writer, value)?);
                        tree.insert(self.tree_slot(), writer, &path, pair)?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Moves all entries of another map into this one, as std does: the other one is empty afterwards, and where both have
    /// a key, the other one's value stays. Takes time in proportion to the entries of both, and copies those of the other map.
    ///
    /// If the other map lies in another heap, the entries are copied first and then removed there: each of the two is all
    /// or nothing, and a death in between leaves them in both maps.
    ///
    /// # Errors
    /// As [`insert`](Self::insert); both maps are unchanged then.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let pair = turn.put(&(BTreeMap::from([(1_u32, 'a'), (2, 'b')]), BTreeMap::from([(2_u32, 'B'), (3, 'c')])))?;
    /// let (mut one, mut two) = turn.get_mut(pair)?;
    /// one.append(&mut two)?;
    /// assert_eq!(turn.load(pair)?, (BTreeMap::from([(1, 'a'), (2, 'B'), (3, 'c')]), BTreeMap::new()));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn append(&mut self, other: &mut BTreeMapMut<'_, K, V>) -> Result<(), Error> {
        let (writer, others) = (self.slot.writer(), other.slot.writer());
        let entries: Vec<(K, V)> = other.iter().map(|(k, v)| (K::load(k), V::load(v))).collect();
        let mut both = || {
            self.extend(entries.iter().map(|(key, value)| (key.to_arg(), value.to_arg())))?;
            other.clear()
        };
        if std::ptr::eq(writer, others) { writer.scope(both) } else { both() }
    }

    /// Merges sorted entries in, in the open scope.
    fn merge(&mut self, new: Vec<(K::Arg<'_>, V::Arg<'_>)>) -> Result<(), Error> {
        let (slot, writer) = (self.tree_slot(), self.slot.writer());
        let (tree, space) = (self.as_ref().tree(), writer.space());
        let mut all: Vec<Pair<K, V>> = Vec::with_capacity(tree.len + new.len());
        let mut old = self.as_ref().cursor().peekable();
        for (key, value) in new {
            // SAFETY: what is built is stored in the new tree, in this scope; a value that is replaced goes with the old
            // one.
            unsafe {
                while let Some(entry) = old.next_if(|(node, i)| K::order(node.key(*i, space), &key) == Ordering::Less) {
                    all.push(entry.0.pair(entry.1));
                }
                match old.next_if(|(node, i)| K::order(node.key(*i, space), &key) == Ordering::Equal) {
                    Some((node, i)) => {
                        let value = V::build(writer, value)?;
                        if V::OWNS {
                            V::release(node.value(i, space), writer)?;
                        }
                        all.push((node.pair(i).0, value));
                    }
                    None => all.push((K::build(writer, key)?, V::build(writer, value)?)),
                }
            }
        }
        all.extend(old.map(|(node, i)| node.pair(i)));
        // SAFETY: the slot is live and exclusive; every entry is one of the new tree, or was released.
        unsafe { tree.rebuild(slot, writer, &all) }
    }

    /// Takes all entries out whose keys are not less than `key`, and copies them out. The others move into new nodes, as
    /// in [`retain`](Self::retain).
    ///
    /// # Errors
    /// As [`retain`](Self::retain).
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::Heap;
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let map = turn.put(&BTreeMap::from([(1_u32, 'a'), (2, 'b'), (3, 'c')]))?;
    /// let high = turn.get_mut(map)?.split_off(2)?;
    /// assert_eq!(high, BTreeMap::from([(2, 'b'), (3, 'c')]));
    /// assert_eq!(turn.get(map)?.len(), 1);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn split_off(&mut self, key: K::Arg<'_>) -> Result<BTreeMap<K, V>, Error>
    where
        K: Ord,
    {
        let space = self.slot.writer().space();
        let cut =
            self.as_ref().cursor().take_while(|(n, i)| K::order(n.key(*i, space), &key) == Ordering::Less).count();
        let high = self.iter().skip(cut).map(|(k, v)| (K::load(k), V::load(v))).collect();
        let mut left = cut;
        self.retain(|_, _| {
            let keep = left > 0;
            left = left.saturating_sub(1);
            keep
        })?;
        Ok(high)
    }
}

/// Copies an entry out.
fn load_entry<K: OrdKey, V: Shared>(key: SlotRef<'_, K>, value: SlotRef<'_, V>) -> (K, V) {
    (K::load(K::view(key)), V::load(V::view(value)))
}
