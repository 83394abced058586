//! `HashMap<K, V>` and `HashSet<T>`: views with the methods of std's types.

mod edit;
mod group;
mod iter;
mod set;
pub(super) mod table;
mod view;

pub use iter::{Keys, MapIter, Values};
pub use set::{SetMut, SetRef};
pub use view::{MapMut, MapRef};
