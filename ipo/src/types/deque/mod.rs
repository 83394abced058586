//! `VecDeque<T>`: views with the methods of std's deque, over a ring in one block.

mod edit;
mod iter;
mod ring;
mod view;

pub use iter::{DequeIter, DequeIterMut};
pub use view::{DequeMut, DequeRef};
