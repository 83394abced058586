//! The heap as users see it: creating and attaching, turns, and what can be done inside them.

mod arrays;
mod inner;
mod manage;
mod open;
pub(crate) mod raw;
mod read_turn;
mod transaction;
mod versions;
mod write_turn;

pub use manage::Heap;
pub use read_turn::ReadTurn;
pub use transaction::Tx;
pub use write_turn::WriteTurn;
