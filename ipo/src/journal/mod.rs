//! Floor 3: the undo log that makes every operation all-or-nothing, and the writer that opens scopes over it.
//!
//! {length, state} is one word. Idle → Active: entries are published one by one, each before the bytes that it saves are
//! overwritten. Active → Committed → Idle: the frees of the scope are executed in between. A scope without frees and
//! switches goes back to Idle at once. Idle → Alone → Idle: one range of bytes was saved at the journal's start, and the
//! word itself says where it belongs.

mod entry;
mod frees;
mod gate;
mod known;
mod noting;
mod ranges;
mod recover;
mod transaction;
mod writer;

pub(crate) use entry::Switch;
pub(crate) use recover::Log;
pub use writer::Writer;

/// The journal's states, the low bits of its word.
pub(crate) const IDLE: u64 = 0;
pub(crate) const ACTIVE: u64 = 1;
pub(crate) const COMMITTED: u64 = 2;
/// {offset: high 50 | length: 12 | state: 2} of the only range that is saved.
pub(crate) const ALONE: u64 = 3;
/// Bits of the length of such a range.
const ALONE_LEN: u32 = 12;
