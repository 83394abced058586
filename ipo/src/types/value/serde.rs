//! `Value` and `serde`: any serialisable type to a `Value` and back, and a `Value` to any format and back.

mod read;
mod write;

use super::{Opaque, Value, integer};
use crate::types::nd::{ArrayElement, DType, Tensor};

/// A value that `serde` cannot take, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SerdeError(String);

impl serde::ser::Error for SerdeError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        SerdeError(message.to_string())
    }
}

impl serde::de::Error for SerdeError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        SerdeError(message.to_string())
    }
}

impl Value {
    /// Any serialisable value as a `Value`: structs and maps as dicts, sequences as lists, tuples as tuples, text and
    /// characters as text, options as the value or `None`. Of an enum's variant its name, or a dict from the name to
    /// what it holds, as in JSON.
    ///
    /// # Errors
    /// What the type's own `Serialize` says.
    ///
    /// # Example
    ///
    /// ```
    /// use ipo::{Value, value};
    ///
    /// let scores = vec![("ada", 1), ("bob", 2)];
    /// let value = Value::from_serde(&scores)?;
    /// assert_eq!(value, value!([("ada", 1), ("bob", 2)]));
    /// assert_eq!(value.to_serde::<Vec<(String, u8)>>()?.len(), 2);
    /// # Ok::<(), ipo::SerdeError>(())
    /// ```
    pub fn from_serde<T: serde::Serialize + ?Sized>(value: &T) -> Result<Value, SerdeError> {
        value.serialize(write::ToValue)
    }

    /// The value as any type that can be deserialised, as [`from_serde`](Self::from_serde) makes values of it. Dates,
    /// moments, addresses and numbers of any size are given as text too, if they are no numbers of 128 bits.
    ///
    /// # Errors
    /// If the value has another form than the type wants, or no form outside of a heap: handles and kinds that this
    /// program does not know.
    pub fn to_serde<T: serde::de::DeserializeOwned>(&self) -> Result<T, SerdeError> {
        T::deserialize(self.clone())
    }

    /// A kind that `serde` has no form for, by one that it has: text, tuples, dicts. `None` if it is of such a kind
    /// already.
    fn plain(&self) -> Result<Option<Value>, SerdeError> {
        let dict = |entries: &[(&str, Value)]| {
            Value::Dict(entries.iter().map(|(key, value)| (Value::from(*key), value.clone())).collect())
        };
        Ok(Some(match self {
            Value::Ordering(ordering) => Value::Str(format!("{ordering:?}")),
            // As `serde` itself has it.
            Value::Duration(d) => dict(&[("secs", d.as_secs().into()), ("nanos", d.subsec_nanos().into())]),
            Value::SignedDuration(d) => Value::Str(d.to_string()),
            Value::Timestamp(t) => Value::Str(t.to_string()),
            Value::Date(d) => Value::Str(d.to_string()),
            Value::Time(t) => Value::Str(t.to_string()),
            Value::DateTime(t) => Value::Str(t.to_string()),
            Value::UtcOffset(offset) => Value::Str(offset.to_string()),
            Value::OffsetDateTime(t) => Value::Str(t.to_string()),
            Value::Zoned(zoned) => Value::Str(zoned.to_string()),
            Value::Ip(ip) => Value::Str(ip.to_string()),
            Value::Socket(address) => Value::Str(address.to_string()),
            Value::Path(path) => match path.to_str() {
                Some(text) => Value::Str(text.into()),
                None => return Err(SerdeError("a path that is no text".into())),
            },
            Value::Tensor(tensor) => dict(&[
                ("dtype", tensor.dtype().name().into()),
                ("shape", Value::List(tensor.shape().iter().map(|&len| Value::from(len as u64)).collect())),
                ("data", elements(tensor)),
            ]),
            Value::Slice(s) => dict(&[("start", s.start.into()), ("stop", s.stop.into()), ("step", s.step.into())]),
            Value::Range(range) => dict(&[("start", range.start.clone()), ("end", range.end.clone())]),
            Value::RangeInclusive(range) => dict(&[("start", range.start().clone()), ("end", range.end().clone())]),
            #[cfg(feature = "num-bigint")]
            Value::BigInt(number) if integer::signed(self).is_none() && integer::unsigned(self).is_none() => {
                Value::Str(number.to_string())
            }
            #[cfg(feature = "bigdecimal")]
            Value::Decimal(number) => Value::Str(number.to_string()),
            #[cfg(feature = "num-complex")]
            Value::Complex(number) => Value::from((number.re, number.im)),
            #[cfg(feature = "uuid")]
            Value::Uuid(uuid) => Value::Str(uuid.to_string()),
            #[cfg(feature = "jiff")]
            Value::Span(span) => Value::Str(span.to_string()),
            Value::Opaque(Opaque { .. }) if integer::signed(self).is_some() || integer::unsigned(self).is_some() => {
                return Ok(None);
            }
            Value::Handle(_) | Value::Opaque(_) => {
                return Err(SerdeError(format!("a value of kind {} means nothing outside of its heap", self.kind())));
            }
            _ => return Ok(None),
        }))
    }
}

/// The elements of an array in row-major order: numbers and truth values, or bytes for the types that Rust has none for.
fn elements(tensor: &Tensor) -> Value {
    fn list<T: ArrayElement + Into<Value>>(tensor: &Tensor) -> Option<Value> {
        let elements = tensor.as_slice::<T>().ok()?;
        Some(Value::List(elements.iter().map(|&element| element.into()).collect()))
    }
    let lists = match tensor.dtype() {
        DType::Bool => list::<bool>(tensor),
        DType::U8 => list::<u8>(tensor),
        DType::U16 => list::<u16>(tensor),
        DType::U32 => list::<u32>(tensor),
        DType::U64 => list::<u64>(tensor),
        DType::I8 => list::<i8>(tensor),
        DType::I16 => list::<i16>(tensor),
        DType::I32 => list::<i32>(tensor),
        DType::I64 => list::<i64>(tensor),
        DType::F32 => list::<f32>(tensor),
        DType::F64 => list::<f64>(tensor),
        _ => None,
    };
    lists.unwrap_or_else(|| Value::Bytes(tensor.as_bytes().to_vec()))
}
