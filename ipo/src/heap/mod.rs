//! The heap as users see it: creating and attaching, turns, and what can be done inside them.

mod inner;
mod latest;
mod lock;
mod manage;
mod open;
mod pinned;
pub(crate) mod raw;
mod read_turn;
mod transaction;
mod versions;
mod waiting;
mod write_turn;

pub use latest::{Latest, LatestWriter};
pub use lock::{Lock, LockReadGuard, LockWriteGuard};
pub use manage::Heap;
pub use pinned::Pinned;
pub use read_turn::ReadTurn;
pub use transaction::Tx;
pub use waiting::Condition;
pub use write_turn::WriteTurn;
