//! Rust values to `Value` and back: numbers, text, handles, arrays; the containers are in `containers`.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::{AnyHandle, Value};
use crate::error::Error;
use crate::object::Handle;
use crate::object::shared::Shared;
use crate::types::nd::{ArrayElement, Dimension, NdArray, Tensor};

/// A [`Value`] of another kind than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value of kind {found} where {expected} is wanted")]
pub struct WrongKind {
    /// The Rust type that was asked for.
    pub expected: &'static str,
    /// The kind that the value has, or `"Int out of range"`.
    pub found: &'static str,
}

impl From<WrongKind> for Error {
    fn from(wrong: WrongKind) -> Error {
        Error::WrongKind { expected: wrong.expected, found: wrong.found }
    }
}

macro_rules! into_value {
    ($($t:ty, $v:ident => $e:expr;)*) => {$(
        impl From<$t> for Value {
            fn from($v: $t) -> Value {
                $e
            }
        }
    )*};
}

into_value! {
    (), _unit => Value::None;
    bool, v => Value::Bool(v);
    i8, v => Value::Int(v.into());
    i16, v => Value::Int(v.into());
    i32, v => Value::Int(v.into());
    i64, v => Value::Int(v);
    u8, v => Value::Int(v.into());
    u16, v => Value::Int(v.into());
    u32, v => Value::Int(v.into());
    f32, v => Value::Float(v.into());
    f64, v => Value::Float(v);
    char, v => Value::Str(v.into());
    String, v => Value::Str(v);
    &String, v => Value::Str(v.clone());
    &str, v => Value::Str(v.into());
    &[u8], v => Value::Bytes(v.into());
    Cow<'_, str>, v => Value::Str(v.into());
    Box<str>, v => Value::Str(v.into());
    Tensor, v => Value::Tensor(Box::new(v));
}

impl<T: Shared> From<Handle<T>> for Value {
    fn from(handle: Handle<T>) -> Value {
        Value::Handle(AnyHandle { bits: handle.to_bits(), deep: T::deep() })
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::None, Into::into)
    }
}

/// The value as a kind of this crate; also what a generated `TryFrom` does.
///
/// # Errors
/// [`WrongKind`].
#[doc(hidden)]
pub fn typed<T: Shared>(value: Value) -> Result<T, WrongKind> {
    T::from_value(value).map_err(|value| WrongKind {
        expected: T::NAME,
        found: if matches!(value, Value::Int(_)) { "Int out of range" } else { value.kind() },
    })
}

macro_rules! try_from_value {
    ($($t:ty),*) => {$(
        impl TryFrom<Value> for $t {
            type Error = WrongKind;
            fn try_from(value: Value) -> Result<$t, WrongKind> {
                typed(value)
            }
        }
    )*};
}
try_from_value!(
    bool,
    char,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    f32,
    f64,
    String,
    Box<str>,
    (),
    Tensor
);

/// Nothing.
impl<T: ?Sized> From<PhantomData<T>> for Value {
    fn from(_: PhantomData<T>) -> Value {
        Value::None
    }
}

impl<T: ?Sized + 'static> TryFrom<Value> for PhantomData<T> {
    type Error = WrongKind;
    fn try_from(value: Value) -> Result<Self, WrongKind> {
        typed(value)
    }
}

impl<T: ArrayElement, D: Dimension> From<NdArray<T, D>> for Value {
    fn from(array: NdArray<T, D>) -> Value {
        Tensor::from(array).into()
    }
}

impl<T: ArrayElement, D: Dimension> TryFrom<Value> for NdArray<T, D> {
    type Error = WrongKind;
    fn try_from(value: Value) -> Result<Self, WrongKind> {
        typed(value)
    }
}

impl<T: Shared> TryFrom<Value> for Handle<T> {
    type Error = WrongKind;
    fn try_from(value: Value) -> Result<Handle<T>, WrongKind> {
        Handle::from_value(value).map_err(|value| WrongKind { expected: T::NAME, found: value.kind() })
    }
}
