//! Live, typed objects in a heap that several processes share.
//!
//! The floors, lowest first; each uses those below it.

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
compile_error!("ipo runs on 64-bit Linux");

mod error;
mod sync;

/// Floor 3: blocks.
mod alloc;
/// Floor 3: all-or-nothing.
mod journal;
/// Floor 4: typed objects.
mod object;
/// Floor 1: a named mapping.
mod region;
/// Floor 0: calls to the operating system, and the stores that tests can cut off.
mod sys;
/// Floor 2: turns.
mod turn;
/// Floor 5: kinds of values.
mod types;

mod heap;

pub use alloc::Stats;
pub use error::{Corrupt, Error, Holder, Result};
pub use heap::{Heap, ReadTurn, Tx, WriteTurn};
pub use ipo_derive::SharedStruct;
pub use object::{Finding, Handle, Inline, Outcome, Plain, Report, Root, Shared};
pub use region::list::{HeapDetails, HeapInfo, HeapState};
pub use region::options::{HeapOptions, IfExists, Lifetime, OwnerRule};
pub use region::participant::ParticipantInfo;
pub use types::{ArrayMut, ArrayRef, Iter, IterMut, ListMut, ListRef, OptionMut, Scalar, ScalarMut, StrMut};

/// What the derives' code needs. Not for use by hand, and not covered by any promise.
#[doc(hidden)]
pub mod __private {
    pub use crate::alloc::Space;
    pub use crate::journal::Writer;
    pub use crate::object::Slot;
    pub use crate::object::schema::{Field, Fingerprint, Kind, Schema, SchemaFn};
    pub use crate::object::slot::{SlotMut, SlotRef};
    #[cfg(debug_assertions)]
    pub use crate::sys::shim::fault;
}
