//! The heap as users see it: creating and attaching, turns, and what can be done inside them.

#[cfg(feature = "async")]
mod awaited;
mod inner;
mod manage;
mod open;
mod owner;
pub(crate) mod raw;
mod read_turn;
mod transaction;
mod versions;
mod write_turn;

#[cfg(feature = "async")]
pub use awaited::{AsyncReadTurn, AsyncWriteTurn, ReadFuture, WriteFuture};
pub use manage::Heap;
pub use owner::{OfTask, OfThread, TurnOwner};
pub use read_turn::ReadTurn;
pub use transaction::Tx;
pub use write_turn::WriteTurn;
