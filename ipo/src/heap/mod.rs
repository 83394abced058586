//! The heap as users see it: creating and attaching, turns, and what can be done inside them.

mod arrays;
pub(crate) mod attached;
#[cfg(feature = "async")]
pub(crate) mod awaited;
mod bound;
pub(crate) mod inner;
mod latest;
mod lock;
mod manage;
pub(crate) mod named;
mod open;
mod owner;
mod pinned;
pub(crate) mod raw;
mod read_turn;
mod transaction;
mod versions;
mod waiting;
mod write_turn;

#[cfg(feature = "async")]
pub use awaited::{AsyncReadTurn, AsyncWriteTurn, ReadFuture, WriteFuture};
pub use latest::{Latest, LatestWriter};
pub use lock::{Lock, LockReadGuard, LockWriteGuard};
pub use manage::Heap;
pub use owner::{OfTask, OfThread, TurnOwner};
pub use pinned::Pinned;
pub use read_turn::ReadTurn;
pub use transaction::Tx;
pub use waiting::Condition;
pub use write_turn::WriteTurn;
