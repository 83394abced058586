//! The slot of a tree, and its nodes.
//!
//! ```text
//! slot: root's block | number of entries | number of levels
//! node: entries: low 16 bits, level above the leaves: next 16 | keys | values | in inner nodes: blocks of the children
//! ```
//! All zero is the empty tree without a block. Keys, values and children start at multiples of 8, with room for
//! `CAPACITY` of them (and one child more). Every entry lies once, in a leaf or between two children of an inner node.
//! All leaves are on level 0, and no node is empty; so a walk of as many steps as there are levels ends, and each step of
//! an iteration finds an entry.

use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::alloc::{BlockKind, Space, corrupt};
use crate::error::Error;
use crate::journal::Writer;
use crate::object::shared::{Shared, Slot};
use crate::object::slot::SlotRef;
use crate::sync::{AtomicU64, Ordering};
use crate::sys::shim;
use crate::types::ord_key::OrdKey;

/// The slot of `BTreeMap` and `BTreeSet`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct TreeSlot {
    pub(super) words: [u64; 3],
}

// SAFETY: three integers; zero is the empty tree, which owns nothing.
unsafe impl Slot for TreeSlot {}

/// Most levels of a tree: more than any number of entries that fits into a heap needs.
pub(crate) const LEVELS: usize = 16;
/// About so many bytes of entries lie in a node, but at least `FEWEST` and at most `MOST` entries.
const NODE: usize = 512;
const FEWEST: usize = 8;
const MOST: usize = 64;

/// Where values and children lie in a node of so many entries of these sizes. Keys start at 8.
pub(crate) const fn node_places(key: u64, value: u64, capacity: u64) -> (u64, u64) {
    let values = (8 + capacity * key).next_multiple_of(8);
    (values, (values + capacity * value).next_multiple_of(8))
}

/// Bytes of the children's part of an inner node.
pub(crate) const fn child_places(capacity: u64) -> u64 {
    (capacity + 1) * 8
}

/// A tree's slot that was checked against the bounds.
pub(super) struct Tree<K: OrdKey, V: Shared> {
    pub(super) root: u64,
    pub(super) len: usize,
    pub(super) height: usize,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: OrdKey, V: Shared> Clone for Tree<K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: OrdKey, V: Shared> Copy for Tree<K, V> {}

impl<K: OrdKey, V: Shared> Tree<K, V> {
    pub(super) const EMPTY: Self = Tree { root: 0, len: 0, height: 0, kinds: PhantomData };

    /// The tree in the slot; `None` if it cannot be right.
    ///
    /// # Safety
    /// `slot` is a live tree slot of these types in the mapping of `space`.
    #[inline]
    unsafe fn try_at(slot: NonNull<TreeSlot>, space: &Space) -> Option<Self> {
        // SAFETY: by the caller.
        let [root, len, height] = unsafe { slot.as_ptr().read() }.words;
        if root == 0 {
            return (len | height == 0).then_some(Self::EMPTY);
        }
        // A key has a byte at least: more entries than that cannot be. It bounds every iteration.
        let size = (size_of::<K::Slot>() + size_of::<V::Slot>()).max(1) as u64;
        let right = len > 0 && len <= space.limit() / size && height > 0 && height <= LEVELS as u64;
        right.then_some(Tree { root, len: len as usize, height: height as usize, kinds: PhantomData })
    }

    /// As `try_at`, for accessors.
    ///
    /// # Safety
    /// As `try_at`.
    ///
    /// # Panics
    /// With a `Corrupt` payload.
    #[inline]
    pub(super) unsafe fn at(slot: NonNull<TreeSlot>, space: &Space) -> Self {
        // SAFETY: by the caller.
        match unsafe { Self::try_at(slot, space) } {
            Some(tree) => tree,
            None => corrupt(space.offset_of(slot.as_ptr().cast()), "a tree that cannot be right"),
        }
    }

    /// As `at`, for calls that can return an error.
    ///
    /// # Safety
    /// As `try_at`.
    pub(super) unsafe fn checked(slot: NonNull<TreeSlot>, space: &Space) -> Result<Self, Error> {
        // SAFETY: by the caller.
        unsafe { Self::try_at(slot, space) }
            .ok_or_else(|| Error::corrupt(space.offset_of(slot.as_ptr().cast()), "a tree that cannot be right"))
    }

    pub(super) fn slot(&self) -> TreeSlot {
        TreeSlot { words: [self.root, self.len as u64, self.height as u64] }
    }
}

/// A node that was checked against the bounds.
pub(super) struct Node<K: OrdKey, V: Shared> {
    pub(super) ptr: NonNull<u8>,
    /// Its block.
    pub(super) at: u64,
    pub(super) len: usize,
    pub(super) level: usize,
    kinds: PhantomData<fn() -> (K, V)>,
}

impl<K: OrdKey, V: Shared> Clone for Node<K, V> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: OrdKey, V: Shared> Copy for Node<K, V> {}

/// A key's and a value's slot.
pub(super) type Pair<K, V> = (<K as Shared>::Slot, <V as Shared>::Slot);

impl<K: OrdKey, V: Shared> Node<K, V> {
    /// Entries that fit into a node.
    pub(super) const CAPACITY: usize = {
        let size = size_of::<K::Slot>() + size_of::<V::Slot>();
        let n = match NODE.checked_div(size) {
            Some(n) => n,
            None => MOST,
        };
        if n < FEWEST {
            FEWEST
        } else if n > MOST {
            MOST
        } else {
            n
        }
    };
    /// Nodes other than the root that have fewer are merged with another, or filled up from it.
    pub(super) const FEW: usize = Self::CAPACITY / 2;

    const PLACES: (u64, u64) =
        node_places(size_of::<K::Slot>() as u64, size_of::<V::Slot>() as u64, Self::CAPACITY as u64);

    /// Bytes of a node on that level.
    const fn bytes(level: usize) -> u64 {
        Self::PLACES.1 + if level > 0 { child_places(Self::CAPACITY as u64) } else { 0 }
    }

    /// The node in the block; `None` if it cannot be right.
    #[inline]
    pub(super) fn try_open(space: &Space, at: u64, level: usize) -> Option<Self> {
        let ptr = space.check(at, Self::bytes(level), 16)?;
        // SAFETY: just checked, and aligned. Relaxed: inside a turn.
        let head = unsafe { ptr.cast::<AtomicU64>().as_ref() }.load(Ordering::Relaxed);
        let len = (head & 0xFFFF) as usize;
        let right = len > 0 && len <= Self::CAPACITY && head >> 16 == level as u64;
        right.then_some(Node { ptr, at, len, level, kinds: PhantomData })
    }

    /// As `try_open`, for accessors.
    ///
    /// # Panics
    /// With a `Corrupt` payload.
    #[inline]
    pub(super) fn open(space: &Space, at: u64, level: usize) -> Self {
        match Self::try_open(space, at, level) {
            Some(node) => node,
            None => corrupt(at, "a tree's node that cannot be right"),
        }
    }

    /// As `open`, for calls that can return an error.
    pub(super) fn checked(space: &Space, at: u64, level: usize) -> Result<Self, Error> {
        Self::try_open(space, at, level).ok_or_else(|| Error::corrupt(at, "a tree's node that cannot be right"))
    }

    /// The key's place; `i` is at most `CAPACITY`, and below it if something is read or written there.
    #[inline]
    pub(super) fn key_ptr(&self, i: usize) -> NonNull<K::Slot> {
        debug_assert!(i <= Self::CAPACITY);
        // SAFETY: `bytes` has room for `CAPACITY` keys from byte 8 on.
        unsafe { self.ptr.add(8).cast::<K::Slot>().add(i) }
    }

    /// The value's place, as `key_ptr`.
    #[inline]
    pub(super) fn value_ptr(&self, i: usize) -> NonNull<V::Slot> {
        debug_assert!(i <= Self::CAPACITY);
        // SAFETY: `bytes` has room for `CAPACITY` values from there on.
        unsafe { self.ptr.add(Self::PLACES.0 as usize).cast::<V::Slot>().add(i) }
    }

    /// The child's place in an inner node; `i` is at most `CAPACITY`, or one more and nothing is read there.
    #[inline]
    pub(super) fn child_ptr(&self, i: usize) -> NonNull<u64> {
        debug_assert!(self.level > 0 && i <= Self::CAPACITY + 1);
        // SAFETY: `bytes` has room for `CAPACITY + 1` children from there on.
        unsafe { self.ptr.add(Self::PLACES.1 as usize).cast::<u64>().add(i) }
    }

    #[inline]
    pub(super) fn child(&self, i: usize) -> u64 {
        debug_assert!(i <= self.len);
        // SAFETY: an inner node has `len + 1` children.
        unsafe { self.child_ptr(i).as_ptr().read() }
    }

    /// The key of an entry, `i < len`.
    #[inline]
    pub(super) fn key<'t>(&self, i: usize, space: &'t Space) -> SlotRef<'t, K> {
        debug_assert!(i < self.len);
        // SAFETY: a live key of a node that nobody changes while views for reading are in use.
        unsafe { SlotRef::new(self.key_ptr(i), space) }
    }

    /// The value of an entry, `i < len`.
    #[inline]
    pub(super) fn value<'t>(&self, i: usize, space: &'t Space) -> SlotRef<'t, V> {
        debug_assert!(i < self.len);
        // SAFETY: as in `key`.
        unsafe { SlotRef::new(self.value_ptr(i), space) }
    }

    /// Copies of an entry's slots, `i < len`.
    #[inline]
    pub(super) fn pair(&self, i: usize) -> Pair<K, V> {
        debug_assert!(i < self.len);
        // SAFETY: a live entry.
        unsafe { (self.key_ptr(i).as_ptr().read(), self.value_ptr(i).as_ptr().read()) }
    }

    /// The slots of the keys, for a search.
    #[inline]
    fn keys(&self) -> &[K::Slot] {
        self.fetch_keys();
        // SAFETY: `len` live keys, one behind the other, of a node that nobody changes while they are compared; every
        // pattern of bytes is a slot.
        unsafe { std::slice::from_raw_parts(self.key_ptr(0).as_ptr(), self.len) }
    }

    /// Asks for the cache lines of the keys. A search looks at the next key only when it has compared the one before, and
    /// would wait for one line after the other.
    #[inline]
    fn fetch_keys(&self) {
        #[cfg(target_arch = "x86_64")]
        for line in 1..(8 + Self::CAPACITY * size_of::<K::Slot>()).div_ceil(64).min(8) {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            // SAFETY: asking for a line touches nothing, wherever it is; SSE is part of x86-64.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(self.ptr.as_ptr().wrapping_add(line * 64).cast()) };
        }
    }

    /// The number of keys for which `before` says yes; those come first.
    #[inline]
    pub(super) fn partition(&self, space: &Space, mut before: impl FnMut(SlotRef<'_, K>) -> bool) -> usize {
        // SAFETY: a live key, which nobody changes while it is compared.
        self.keys().partition_point(|slot| before(unsafe { SlotRef::new(NonNull::from(slot), space) }))
    }

    /// Where the key is, or where it would be.
    #[inline]
    pub(super) fn search(&self, space: &Space, key: &K::Arg<'_>) -> Result<usize, usize> {
        // std's search chooses its half without a jump, which would be guessed wrong at every other key.
        // SAFETY: as in `partition`.
        self.keys().binary_search_by(|slot| K::order(unsafe { SlotRef::new(NonNull::from(slot), space) }, key))
    }

    // ---- changing: in the open scope, by the exclusive holder of the tree's slot ---------------------------------------

    /// A node in a fresh block; its `len` is to be set.
    pub(super) fn fresh(writer: &Writer, level: usize) -> Result<Self, Error> {
        if level >= LEVELS {
            return Err(Error::TooLarge { what: "a tree", size: level as u64 + 1, limit: LEVELS as u64 });
        }
        let (at, ptr) = writer.allocate(Self::bytes(level), false, BlockKind::Data)?;
        Ok(Node { ptr, at, len: 0, level, kinds: PhantomData })
    }

    /// Notes how many entries the node has.
    ///
    /// # Safety
    /// The node is exclusive; its first word was saved, or it is fresh.
    pub(super) unsafe fn set_len(&mut self, len: usize) {
        self.len = len;
        // SAFETY: by the caller; the block's first word.
        shim::store(unsafe { self.ptr.cast::<AtomicU64>().as_ref() }, len as u64 | (self.level as u64) << 16);
    }

    /// Saves the first word, and the keys, values and children at these places.
    ///
    /// # Safety
    /// The node is exclusive; the places are below `CAPACITY`, those of children at most `CAPACITY`.
    pub(super) unsafe fn save(
        &self,
        writer: &Writer,
        entries: std::ops::Range<usize>,
        children: std::ops::Range<usize>,
    ) -> Result<(), Error> {
        let some = |ptr: *const u8, len: usize| {
            // SAFETY: by the caller; inside of the block.
            if len > 0 { unsafe { writer.save(ptr, len) } } else { Ok(()) }
        };
        some(self.ptr.as_ptr(), 8)?;
        let (from, count) = (entries.start, entries.len());
        some(self.key_ptr(from).as_ptr().cast(), count * size_of::<K::Slot>())?;
        some(self.value_ptr(from).as_ptr().cast(), count * size_of::<V::Slot>())?;
        if self.level > 0 {
            some(self.child_ptr(children.start).as_ptr().cast(), children.len() * 8)?;
        }
        Ok(())
    }

    /// Writes an entry's slots.
    ///
    /// # Safety
    /// The node is exclusive; the place was saved, or is not in use.
    pub(super) unsafe fn put(&self, i: usize, (key, value): Pair<K, V>) {
        debug_assert!(i < Self::CAPACITY);
        // SAFETY: by the caller; inside of the block.
        unsafe {
            shim::write(self.key_ptr(i).as_ptr(), key);
            shim::write(self.value_ptr(i).as_ptr(), value);
        }
    }

    /// As `put`, for a child.
    ///
    /// # Safety
    /// As `put`.
    pub(super) unsafe fn put_child(&self, i: usize, child: u64) {
        debug_assert!(i <= Self::CAPACITY);
        // SAFETY: by the caller; inside of the block.
        unsafe { shim::write(self.child_ptr(i).as_ptr(), child) };
    }

    /// Copies `count` entries from place `from` to place `to` of a node, which may be the same.
    ///
    /// # Safety
    /// Both nodes are exclusive, the places lie in them, and the target was saved, or is not in use.
    pub(super) unsafe fn move_entries(&self, from: usize, target: &Self, to: usize, count: usize) {
        debug_assert!(from + count <= Self::CAPACITY && to + count <= Self::CAPACITY);
        // SAFETY: by the caller; inside of the blocks.
        unsafe {
            let (key, value) = (count * size_of::<K::Slot>(), count * size_of::<V::Slot>());
            shim::shift(self.key_ptr(from).as_ptr().cast(), target.key_ptr(to).as_ptr().cast(), key);
            shim::shift(self.value_ptr(from).as_ptr().cast(), target.value_ptr(to).as_ptr().cast(), value);
        }
    }

    /// As `move_entries`, for children; nothing in a leaf.
    ///
    /// # Safety
    /// As `move_entries`.
    pub(super) unsafe fn move_children(&self, from: usize, target: &Self, to: usize, count: usize) {
        if self.level > 0 {
            debug_assert!(from + count <= Self::CAPACITY + 1 && to + count <= Self::CAPACITY + 1);
            // SAFETY: by the caller; inside of the blocks.
            unsafe {
                let (from, to) = (self.child_ptr(from).as_ptr(), target.child_ptr(to).as_ptr());
                shim::shift(from.cast(), to.cast(), count * 8);
            }
        }
    }

    /// Frees what an entry owns.
    ///
    /// # Safety
    /// `i < len`; the entry goes in the open scope.
    pub(super) unsafe fn release_entry(&self, writer: &Writer, i: usize) -> Result<(), Error> {
        // SAFETY: by the caller.
        unsafe {
            if K::OWNS {
                K::release(self.key(i, writer.space()), writer)?;
            }
            if V::OWNS {
                V::release(self.value(i, writer.space()), writer)?;
            }
        }
        Ok(())
    }
}
