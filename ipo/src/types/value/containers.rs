//! Containers of Rust to `Value` and back: those of `u8` as bytes, others part by part.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::{Range, RangeInclusive};

use super::{Value, WrongKind, typed};
use crate::object::shared::Shared;
use crate::types::compact::Compact;

/// Bytes are bytes, and no list of numbers.
fn is_byte<T: 'static>() -> bool {
    TypeId::of::<T>() == TypeId::of::<u8>()
}

/// Elements in the heap as a value: bytes, or what `several` makes of several values.
pub(crate) fn of_elements<'t, T: Shared>(
    elements: impl Iterator<Item = T::Ref<'t>>,
    several: fn(Vec<Value>) -> Value,
) -> Option<Value> {
    if is_byte::<T>() {
        return elements.map(|byte| u8::from_value(T::to_value(byte)?).ok()).collect::<Option<_>>().map(Value::Bytes);
    }
    elements.map(T::to_value).collect::<Option<_>>().map(several)
}

/// The other way round: bytes, or what `several` takes for several values.
///
/// # Errors
/// The value, or the part of it that is no `T`.
pub(crate) fn to_elements<T: Shared>(
    value: Value,
    several: fn(Value) -> Result<Vec<Value>, Value>,
) -> Result<Vec<T>, Value> {
    match value {
        Value::Bytes(bytes) if is_byte::<T>() => bytes.into_iter().map(|byte| T::from_value(byte.into())).collect(),
        value => several(value)?.into_iter().map(T::from_value).collect(),
    }
}

/// Elements that are bytes, as they are; any others back.
fn bytes<T: 'static>(elements: Vec<T>) -> Result<Vec<u8>, Vec<T>> {
    if !is_byte::<T>() {
        return Err(elements);
    }
    let any: Box<dyn Any> = Box::new(elements);
    Ok(*any.downcast().expect("the type was compared"))
}

/// Bytes of elements that are some, and else a list. As what a `Vec<T>` in the heap is as a value.
impl<T: Into<Value> + 'static> From<Vec<T>> for Value {
    fn from(elements: Vec<T>) -> Value {
        match bytes(elements) {
            Ok(bytes) => Value::Bytes(bytes),
            Err(elements) => Value::List(elements.into_iter().map(Into::into).collect()),
        }
    }
}

/// As of a vector.
impl<T: Into<Value> + 'static> From<Box<[T]>> for Value {
    fn from(elements: Box<[T]>) -> Value {
        elements.into_vec().into()
    }
}

/// A list, also of bytes.
impl<T: Into<Value>> From<VecDeque<T>> for Value {
    fn from(elements: VecDeque<T>) -> Value {
        Value::List(elements.into_iter().map(Into::into).collect())
    }
}

/// Bytes of elements that are some, and else a tuple: neither has another length some day.
impl<T: Into<Value> + 'static, const N: usize> From<[T; N]> for Value {
    fn from(elements: [T; N]) -> Value {
        match bytes(Vec::from(elements)) {
            Ok(bytes) => Value::Bytes(bytes),
            Err(elements) => Value::Tuple(elements.into_iter().map(Into::into).collect()),
        }
    }
}

impl<T: Into<Value>> From<Box<T>> for Value {
    fn from(value: Box<T>) -> Value {
        (*value).into()
    }
}

impl<C: Into<Value>> From<Compact<C>> for Value {
    fn from(container: Compact<C>) -> Value {
        container.into_inner().into()
    }
}

macro_rules! entries {
    ($($map:ident)*) => {$(
        impl<K: Into<Value>, V: Into<Value>> From<$map<K, V>> for Value {
            fn from(map: $map<K, V>) -> Value {
                Value::Dict(map.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
            }
        }

        /// Entry by entry.
        impl<K, V> TryFrom<Value> for $map<K, V>
        where
            $map<K, V>: Shared,
        {
            type Error = WrongKind;
            fn try_from(value: Value) -> Result<Self, WrongKind> {
                typed(value)
            }
        }
    )*};
}
entries!(HashMap BTreeMap);

macro_rules! elements {
    ($($set:ident)*) => {$(
        impl<T: Into<Value>> From<$set<T>> for Value {
            fn from(set: $set<T>) -> Value {
                Value::Set(set.into_iter().map(Into::into).collect())
            }
        }
    )*};
}
elements!(HashSet BTreeSet);

macro_rules! part_by_part {
    ($($container:ty),*) => {$(
        /// Part by part.
        impl<T> TryFrom<Value> for $container
        where
            $container: Shared,
        {
            type Error = WrongKind;
            fn try_from(value: Value) -> Result<Self, WrongKind> {
                typed(value)
            }
        }
    )*};
}
part_by_part!(Vec<T>, Box<[T]>, VecDeque<T>, HashSet<T>, BTreeSet<T>, Range<T>, RangeInclusive<T>);

/// Element by element.
impl<T: Shared, const N: usize> TryFrom<Value> for [T; N] {
    type Error = WrongKind;
    fn try_from(value: Value) -> Result<Self, WrongKind> {
        typed(value)
    }
}

/// Part by part.
impl<C> TryFrom<Value> for Compact<C>
where
    Compact<C>: Shared,
{
    type Error = WrongKind;
    fn try_from(value: Value) -> Result<Self, WrongKind> {
        typed(value)
    }
}

macro_rules! tuple {
    ($($t:ident $i:tt),+) => {
        impl<$($t: Into<Value>),+> From<($($t,)+)> for Value {
            fn from(v: ($($t,)+)) -> Value {
                Value::Tuple(vec![$(v.$i.into()),+])
            }
        }

        /// Part by part.
        impl<$($t: Shared),+> TryFrom<Value> for ($($t,)+) {
            type Error = WrongKind;
            fn try_from(value: Value) -> Result<Self, WrongKind> {
                typed(value)
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
