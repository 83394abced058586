//! The entry of a key that is there, or is not yet.

use std::fmt;

use super::grow::{Found, Path};
use super::node::Node;
use super::view::BTreeMapMut;
use crate::error::Error;
use crate::object::shared::Shared;
use crate::types::ord_key::OrdKey;

/// A key of a tree with its place, found once: [`BTreeMapMut::entry`].
pub struct TreeEntry<'t, 'a, K: OrdKey, V: Shared> {
    map: BTreeMapMut<'t, K, V>,
    key: K::Arg<'a>,
    path: Path,
    found: Found,
}

impl<K: OrdKey, V: Shared> fmt::Debug for TreeEntry<'_, '_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self.found, Found::At(_)) { "Occupied(..)" } else { "Vacant(..)" })
    }
}

impl<'t, K: OrdKey, V: Shared> BTreeMapMut<'t, K, V> {
    /// The entry of a key, to change its value or to insert one.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if the bytes are no tree.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use ipo::{Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let mut turn = heap.write()?;
    /// let counts: Handle<BTreeMap<String, u32>> = turn.put(&BTreeMap::new())?;
    /// let mut counts = turn.get_mut(counts)?;
    /// for word in ["a", "b", "a"] {
    ///     *counts.entry(word)?.or_insert(0)? += 1;
    /// }
    /// assert_eq!((counts.get("a"), counts.get("b")), (Some(2), Some(1)));
    /// # Ok::<(), ipo::Error>(())
    /// ```
    pub fn entry<'s, 'a>(&'s mut self, key: K::Arg<'a>) -> Result<TreeEntry<'s, 'a, K, V>, Error> {
        let (path, found) = self.as_ref().tree().locate(self.slot.writer().space(), &key)?;
        Ok(TreeEntry { map: self.reborrow(), key, path, found })
    }
}

impl<'t, 'a, K: OrdKey, V: Shared> TreeEntry<'t, 'a, K, V> {
    /// The key as it was given.
    pub fn key(&self) -> &K::Arg<'a> {
        &self.key
    }

    /// Changes the value if there is one.
    pub fn and_modify(self, change: impl FnOnce(V::Mut<'_>)) -> Self {
        if let Found::At(level) = self.found {
            let node = Node::<K, V>::open(self.map.slot.writer().space(), self.path.at[level], level);
            // SAFETY: a live value, found when the entry was made; the entry has the map for itself.
            change(V::view_mut(unsafe { self.map.open(node.value_ptr(self.path.index[level].into())) }));
        }
        self
    }

    /// The value, to be changed in place; where there is none, this one is inserted.
    ///
    /// # Errors
    /// As [`BTreeMapMut::insert`].
    pub fn or_insert(self, value: V::Arg<'_>) -> Result<V::Mut<'t>, Error> {
        let TreeEntry { map, key, path, found } = self;
        let writer = map.slot.writer();
        let place = match found {
            Found::At(level) => {
                let node = Node::<K, V>::checked(writer.space(), path.at[level], level)?;
                node.value_ptr(path.index[level].into())
            }
            // SAFETY: the slot is live and exclusive; what is built is stored in this scope.
            Found::Nowhere => writer.scope(|| unsafe {
                let pair = (K::build(writer, key)?, V::build(writer, value)?);
                map.as_ref().tree().insert(map.tree_slot(), writer, &path, pair)
            })?,
        };
        // SAFETY: a live value; the entry, which had the map for itself, is used up.
        Ok(V::view_mut(unsafe { map.open(place) }))
    }
}
