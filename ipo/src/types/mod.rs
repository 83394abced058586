//! Floor 5: how each kind of value lies in the heap, one file per kind.

mod array;
mod atomic;
#[cfg(any(feature = "num-bigint", feature = "bigdecimal"))]
mod big;
mod boxed;
pub(crate) mod boxed_view;
mod bytes;
pub(crate) mod calendar;
#[cfg(feature = "chrono")]
mod chrono;
pub(crate) mod compact;
mod compare;
#[cfg(feature = "num-complex")]
mod complex;
pub(crate) mod depth;
mod deque;
mod elements;
pub(crate) mod enum_list;
pub(crate) mod extra;
mod handle;
#[cfg(feature = "jiff")]
mod jiff;
pub(crate) mod key;
mod list;
mod list_bulk;
mod list_edit;
mod list_end;
mod list_order;
mod list_read;
mod list_room;
mod map;
pub(crate) mod nd;
mod net;
mod nonzero;
mod number;
mod option;
pub(crate) mod ord_key;
mod over;
mod path;
pub(crate) mod pod;
mod range;
mod reads;
pub(crate) mod scalar;
mod small;
pub(crate) mod sound;
mod string;
mod string_edit;
pub(crate) mod tagged;
mod taken_in;
mod time;
pub(crate) mod tree;
mod tuple;
pub(crate) mod unit_enum;
#[cfg(feature = "uuid")]
mod uuid;
pub(crate) mod value;

pub use array::{ArrayMut, ArrayRef};
pub use atomic::{Atomic, AtomicInteger, AtomicRef, AtomicValue};
pub use boxed_view::{BoxMut, BoxRef};
pub(crate) use bytes::{ListSlot, MOST_WITHOUT_BYTES};
pub use compact::{
    Compact, CompactIter, CompactKeys, CompactMapMut, CompactMapRef, CompactSetMut, CompactSetRef, CompactValues,
};
pub use deque::{DequeIter, DequeIterMut, DequeMut, DequeRef};
pub use elements::{Iter, IterMut};
pub use enum_list::{EnumIndex, EnumList, Index};
pub use key::{Key, KeyHasher};
pub use list::{ListMut, ListRef};
pub use map::{
    Keys, MapEntry, MapIter, MapIterMut, MapMut, MapRef, OccupiedEntry, SetMut, SetRef, VacantEntry, Values, ValuesMut,
};
pub use nd::{
    ArrayElement, ArrayKind, DType, Dimension, Ix1, Ix2, Ix3, Ix4, Ix5, Ix6, IxDyn, NdArray, NdArrayMut, NdArrayRef,
    Tensor, TensorMut, TensorRef,
};
#[cfg(feature = "ndarray")]
pub use nd::{NdarrayCopy, NdarrayDimension};
pub use option::OptionMut;
pub use ord_key::OrdKey;
pub use over::{WholeMut, WholeRef};
pub use pod::{PlainBytes, Pod};
pub use range::{Ends, Slice};
pub use scalar::{Scalar, ScalarMut};
pub use string::StrMut;
pub use tree::{
    BTreeKeys, BTreeMapMut, BTreeMapRef, BTreeRange, BTreeRangeMut, BTreeSetMut, BTreeSetRef, BTreeValues,
    BTreeValuesMut, Combined, TreeEntry,
};
#[cfg(feature = "serde")]
pub use value::SerdeError;
pub use value::{AnyHandle, AnyRef, IntoPath, Opaque, PathItem, Value, ValueMut, ValueRef, WrongKind};
