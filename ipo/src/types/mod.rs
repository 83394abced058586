//! Floor 5: how each kind of value lies in the heap, one file per kind.

mod array;
mod boxed;
mod bytes;
mod depth;
mod elements;
mod handle;
mod list;
mod list_edit;
mod number;
mod option;
mod scalar;
mod string;
mod tuple;

pub use array::{ArrayMut, ArrayRef};
pub use elements::{Iter, IterMut};
pub use list::{ListMut, ListRef};
pub use option::OptionMut;
pub use scalar::{Scalar, ScalarMut};
pub use string::StrMut;
