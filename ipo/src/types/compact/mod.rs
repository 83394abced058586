//! `Compact<HashMap<K, V>>` and `Compact<HashSet<T>>`: written once, about half the size of live maps, and faster to read.

mod index;
mod iter;
mod table;
mod view;

use std::ops::Deref;

pub(crate) use index::{buckets, place};
pub use iter::{CompactIter, CompactKeys, CompactValues};
pub use view::{CompactMapMut, CompactMapRef, CompactSetMut, CompactSetRef};

/// A map or set that is written once: in the heap it takes no more than its entries and about a byte for each, and a
/// look-up goes to the one place where the entry can be: somewhat faster than in a live map, and much faster where that is
/// larger than the processor's caches (`cargo bench --bench limits -- compact`). To change it is to replace the whole.
///
/// On the Rust side it is the std container inside of it: it derefs to that, and is made of it by `From`.
///
/// # Example
///
/// ```
/// use std::collections::HashMap;
/// use ipo::{Compact, Heap, SharedStruct};
///
/// #[derive(SharedStruct)]
/// struct Shop {
///     prices: Compact<HashMap<String, u32>>,
/// }
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let prices = Compact::from(HashMap::from([("apples".to_owned(), 3), ("pears".to_owned(), 4)]));
/// assert_eq!(prices["pears"], 4); // the methods of the map inside
///
/// let mut turn = heap.write()?;
/// let shop = turn.put(&Shop { prices })?;
/// let mut shop = turn.get_mut(shop)?;
/// assert_eq!((shop.prices().get("apples"), shop.prices().get("nuts")), (Some(3), None));
/// shop.set_prices(&HashMap::from([("nuts".to_owned(), 9)]))?;
/// assert_eq!(shop.prices().len(), 1);
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compact<C>(C);

impl<C> Compact<C> {
    /// A container that will be written once.
    pub const fn new(container: C) -> Compact<C> {
        Compact(container)
    }

    /// The container.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashSet;
    /// use ipo::Compact;
    ///
    /// let set = Compact::new(HashSet::from([1, 2]));
    /// let mut set = set.into_inner();
    /// set.insert(3);
    /// ```
    pub fn into_inner(self) -> C {
        self.0
    }
}

impl<C> From<C> for Compact<C> {
    fn from(container: C) -> Compact<C> {
        Compact(container)
    }
}

impl<C> Deref for Compact<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.0
    }
}
