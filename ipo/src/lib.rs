#![doc = include_str!("../GUIDE.md")]

#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
compile_error!("ipo runs on 64-bit Linux");

mod error;
mod sync;
mod trace;

// The floors, lowest first. Each uses those below it.

/// Floor 0: calls to the operating system, and the stores that tests can cut off.
mod sys;

/// Floor 1: a named mapping.
mod region;

/// Floor 2: turns.
mod turn;

/// Floor 3: blocks.
mod alloc;
/// Floor 3: all-or-nothing.
mod journal;

/// Floor 4: typed objects.
mod object;

/// Floor 5: kinds of values.
mod types;

/// Floor 6: waiting without a blocked thread.
#[cfg(feature = "async")]
mod future;

/// What users take in hand: heaps, turns, transactions.
mod heap;

/// Floor 6: messages between processes.
mod queue;
/// Floor 6: messages for everybody who has subscribed.
mod topic;

pub use alloc::Stats;
pub use error::{Corrupt, Error, Holder, Result};
#[cfg(feature = "async")]
pub use heap::{AsyncReadTurn, AsyncWriteTurn, ReadFuture, WriteFuture};
pub use heap::{
    Condition, Heap, Latest, LatestWriter, Lock, LockReadGuard, LockWriteGuard, OfTask, OfThread, Pinned, ReadTurn,
    TurnOwner, Tx, WriteTurn,
};
pub use ipo_derive::{SharedEnum, SharedEnumIndex, SharedStruct};
pub use object::{Finding, FrozenHandle, Handle, Inline, Outcome, Plain, Report, Root, Shared};
#[cfg(feature = "async")]
pub use queue::Messages;
pub use queue::{Lease, Queue, QueueInfo, QueueOptions, Reserved, Taken};
pub use region::list::{HeapDetails, HeapInfo, HeapState};
pub use region::options::{HeapOptions, IfExists, Lifetime, OwnerRule, Wait};
pub use region::participant::ParticipantInfo;
#[cfg(feature = "async")]
pub use topic::Received;
pub use topic::{InPlace, Slow, SubscribeOptions, Subscription, Topic, TopicInfo, TopicOptions};
pub use types::{
    AnyHandle, AnyRef, ArrayMut, ArrayRef, Atomic, AtomicInteger, AtomicRef, AtomicValue, BoxMut, BoxRef, Ends,
    EnumIndex, EnumList, Index, IntoPath, Iter, IterMut, Key, KeyHasher, Keys, ListMut, ListRef, MapEntry, MapIter,
    MapIterMut, MapMut, MapRef, OccupiedEntry, Opaque, OptionMut, PathItem, PlainBytes, Pod, Scalar, ScalarMut, SetMut,
    SetRef, Slice, StrMut, VacantEntry, Value, ValueMut, ValueRef, Values, ValuesMut, WholeMut, WholeRef, WrongKind,
};
pub use types::{
    BTreeKeys, BTreeMapMut, BTreeMapRef, BTreeRange, BTreeRangeMut, BTreeSetMut, BTreeSetRef, BTreeValues,
    BTreeValuesMut, Combined, OrdKey, TreeEntry,
};
pub use types::{
    Compact, CompactIter, CompactKeys, CompactMapMut, CompactMapRef, CompactSetMut, CompactSetRef, CompactValues,
};
pub use types::{DequeIter, DequeIterMut, DequeMut, DequeRef};

#[cfg(feature = "serde")]
pub use types::SerdeError;

pub mod calendar;
pub mod kinds;

// The crates whose types are kinds, so that a program has the same release of them.
#[cfg(feature = "bigdecimal")]
pub use bigdecimal;
#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "ndarray")]
pub use ndarray;
#[cfg(feature = "num-bigint")]
pub use num_bigint;
#[cfg(feature = "num-complex")]
pub use num_complex;
pub use types::nd::dlpack;
pub use types::{
    ArrayElement, ArrayKind, DType, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, NdArray, NdArrayMut, NdArrayRef,
    Tensor, TensorMut, TensorRef,
};
#[cfg(feature = "ndarray")]
pub use types::{NdarrayCopy, NdarrayDimension};
#[cfg(feature = "uuid")]
pub use uuid;

/// What the derives' code needs. Not for use by hand, and not covered by any promise.
#[doc(hidden)]
pub mod __private {
    pub use crate::alloc::Space;
    pub use crate::heap::raw::{allocate_block, free_block};
    pub use crate::journal::Writer;
    pub use crate::object::schema::{Field, Fingerprint, Kind, Schema, SchemaFn, Variant};
    pub use crate::object::slot::{SlotMut, SlotRef};
    pub use crate::object::{FROZEN, Slot};
    #[cfg(debug_assertions)]
    pub use crate::sys::shim::fault;
    pub use crate::types::boxed_view::Boxed;
    pub use crate::types::enum_list::{set_value_of, value_of, values_of};
    pub use crate::types::extra::{extra, extra_mut, remove_extra, set_extra};
    pub use crate::types::key::{KeyTraits, encode_variant};
    pub use crate::types::ord_key::OrdKeyTraits;
    pub use crate::types::pod::pod_schema;
    pub use crate::types::scalar::scalar_mut;
    pub use crate::types::tagged::{no_variant, no_variant_error};
    pub use crate::types::unit_enum::decode_variant;
    pub use crate::types::value::typed;
    pub use crate::types::value::{set_typed_value, set_untyped_value, typed_value, untyped_value};
    pub use std::collections::HashMap;
    pub use std::vec;
    pub use std::vec::Vec;

    /// Is there for its bound, which `derive_ref(Eq)` asks of each field's view.
    pub fn total<T: Eq>(_: &T) {}
}

/// The example of the package's README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
