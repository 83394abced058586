//! `HashMap<K, V>` and `HashSet<T>`: views with the methods of std's types.

mod edit;
mod entry;
mod group;
mod iter;
mod search;
mod set;
mod set_edit;
mod set_operations;
pub(super) mod table;
mod view;

pub use entry::{MapEntry, OccupiedEntry, VacantEntry};
pub use iter::{Keys, MapIter, MapIterMut, Values, ValuesMut};
pub use set::{SetMut, SetRef};
pub use view::{MapMut, MapRef};
