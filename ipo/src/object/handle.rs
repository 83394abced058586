//! `Handle<T>`: eight bytes that name an object in a heap, for as long as it lives.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// Names an object of type `T` in a heap: {generation | granule}, 8 bytes, `Copy`.
///
/// A handle can be kept, stored in other objects (also as `Option<Handle<T>>`), and sent to other processes. Using it
/// after its object was removed, or on another heap, is [`Error::Stale`](crate::Error::Stale).
///
/// # Example
///
/// ```
/// use ipo::{Error, Handle, Heap, SharedStruct};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// #[derive(SharedStruct)]
/// struct Node {
///     value: i64,
///     next: Option<Handle<Node>>,
/// }
///
/// let mut turn = heap.write()?;
/// let last = turn.put(&Node { value: 2, next: None })?;
/// let first = turn.put(&Node { value: 1, next: Some(last) })?;
///
/// let next = turn.get(first)?.next().unwrap();
/// assert_eq!(turn.get(next)?.value(), 2);
///
/// // The first node does not own the last one.
/// turn.remove(last)?;
/// assert!(matches!(turn.get(next), Err(Error::Stale { .. })));
/// # Ok::<(), ipo::Error>(())
/// ```
pub struct Handle<T> {
    bits: u64,
    target: PhantomData<fn() -> T>,
}

impl<T> Handle<T> {
    /// The handle's bits, to pass it by other means.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Handle, Heap};
    ///
    /// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
    /// let number = heap.write()?.put(&9_i64)?;
    /// // On a command line, for example.
    /// let argument = number.to_bits().to_string();
    /// let number: Handle<i64> = Handle::from_bits(argument.parse().unwrap());
    /// assert_eq!(heap.read()?.load(number)?, 9);
    /// # Ok::<(), ipo::Error>(())
    /// ```
    #[inline]
    pub fn to_bits(self) -> u64 {
        self.bits
    }

    /// A handle from its bits. Wrong bits are an error when the handle is used.
    #[inline]
    pub fn from_bits(bits: u64) -> Handle<T> {
        Handle { bits, target: PhantomData }
    }
}

impl<T> Clone for Handle<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Handle<T> {}
impl<T> PartialEq for Handle<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}
impl<T> Eq for Handle<T> {}
impl<T> PartialOrd for Handle<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Handle<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bits.cmp(&other.bits)
    }
}
impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}
impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({:#x})", self.bits)
    }
}
