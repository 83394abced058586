//! Floor 5: how each kind of value lies in the heap, one file per kind.

mod array;
#[cfg(any(feature = "num-bigint", feature = "bigdecimal"))]
mod big;
mod boxed;
mod bytes;
pub(crate) mod calendar;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "num-complex")]
mod complex;
pub(crate) mod depth;
mod elements;
pub(crate) mod enum_list;
mod handle;
#[cfg(feature = "jiff")]
mod jiff;
pub(crate) mod key;
mod list;
mod list_edit;
mod map;
mod net;
mod nonzero;
mod number;
mod option;
mod over;
mod path;
mod range;
pub(crate) mod scalar;
mod small;
pub(crate) mod sound;
mod string;
mod time;
mod tuple;
pub(crate) mod unit_enum;
#[cfg(feature = "uuid")]
mod uuid;
pub(crate) mod value;

pub use array::{ArrayMut, ArrayRef};
pub use elements::{Iter, IterMut};
pub use enum_list::{EnumIndex, EnumList, Index};
pub use key::{Key, KeyHasher};
pub use list::{ListMut, ListRef};
pub use map::{Keys, MapIter, MapMut, MapRef, SetMut, SetRef, Values};
pub use option::OptionMut;
pub use over::{WholeMut, WholeRef};
pub use range::{Ends, Slice};
pub use scalar::{Scalar, ScalarMut};
pub use string::StrMut;
#[cfg(feature = "serde")]
pub use value::SerdeError;
pub use value::{AnyHandle, AnyRef, IntoPath, Opaque, PathItem, Value, ValueMut, ValueRef, WrongKind};
