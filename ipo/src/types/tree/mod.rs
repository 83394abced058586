//! `BTreeMap<K, V>` and `BTreeSet<T>`: views with the methods of std's types, over a B-tree whose nodes are blocks.

mod bulk;
mod cursor;
mod edit;
mod entry;
mod grow;
mod iter;
mod node;
mod set;
mod set_view;
mod shrink;
mod view;

pub use entry::TreeEntry;
pub use iter::{BTreeKeys, BTreeRange, BTreeRangeMut, BTreeValues, BTreeValuesMut};
pub(crate) use node::{LEVELS, child_places, node_places};
pub use set::Combined;
pub use set_view::{BTreeSetMut, BTreeSetRef};
pub use view::{BTreeMapMut, BTreeMapRef};
