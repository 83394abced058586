//! `Value`: a value whose kind is known at run time only, in place at any depth.

mod any;
mod containers;
mod convert;
pub(crate) mod integer;
mod key;
mod kinds;
mod literal;
mod path;
#[cfg(feature = "serde")]
mod serde;
mod shared;
mod slot;
mod view;

pub use any::AnyRef;
pub use any::{set_typed_value, set_untyped_value, typed_value, untyped_value};
pub(crate) use containers::{of_elements, to_elements};
pub use convert::WrongKind;
pub use convert::typed;
pub(crate) use key::{Encoded, encoded_words};
pub(crate) use kinds::{sound_bytes, sound_values, sound_words};
pub use path::{IntoPath, PathItem};
#[cfg(feature = "serde")]
pub use serde::SerdeError;
pub(crate) use slot::{BYTES, STR, Storage};
pub use view::{ValueMut, ValueRef};

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, SocketAddr};
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::time::Duration;

use super::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};
use super::nd::Tensor;
use super::range::Slice;

/// A value of any kind: what untyped enum slots and `HashMap<String, Value>` hold.
///
/// In the heap it takes 32 bytes where it lies, plus a block for what is longer than 23 bytes of text or bytes, for
/// lists, tuples, dicts and arrays. [`ValueRef`] and [`ValueMut`] reach it in place, at any depth. [`value!`](crate::value!)
/// writes one as a literal; `From` and `TryFrom` convert, and nothing converts by itself: `1` is no `1.0`, no `true`
/// and no `"1"`.
///
/// # Equality, and values as keys
///
/// Two values are equal if they are of the same kind and content; a list and a tuple never are. Floats are equal by
/// their bits, except that `0.0` equals `-0.0` and every NaN equals every NaN. So each value equals itself, and any can
/// be a key. A dict or a set hashes by its number of entries only: as keys, many of one size make look-ups slow.
///
/// `1`, `1.0` and `true` are three keys, unlike in Python. Complex numbers are equal by their bits, decimals by digits
/// and scale (`1.0` is not `1.00`), arrays by type, shape and bytes, paths by their bytes, moments with a zone by moment, offset and zone. These rules
/// look at content alone, so a program that was built without a kind's feature, and has the kind as [`Opaque`], finds
/// the same keys.
///
/// # Kinds with a feature
///
/// `BigInt`, `Decimal`, `Complex`, `Uuid` and `Span` need the feature of their crate. Moments and calendar fields need
/// none: they are those of [`calendar`](crate::calendar), and convert into the types of `std`, `jiff` and `chrono`.
///
/// # Example
///
/// ```
/// use ipo::{Value, value};
///
/// let note = value!({"name": "Ada", "ok": true, "marks": [1, 2.5, null]});
/// assert_eq!(note.get("name"), Some(&Value::from("Ada")));
/// assert_eq!(i64::try_from(value!(7)), Ok(7));
/// assert!(u8::try_from(value!(300)).is_err());
/// assert_eq!((value!(1) == value!(1.0), value!(0.0) == value!(-0.0)), (false, true));
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Value {
    /// Nothing.
    #[default]
    None,
    /// A truth value.
    Bool(bool),
    /// A signed integer of 64 bits.
    Int(i64),
    /// A float of 64 bits.
    Float(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A fixed sequence.
    Tuple(Vec<Value>),
    /// A sequence.
    List(Vec<Value>),
    /// Entries by key.
    Dict(HashMap<Value, Value>),
    /// Values without order, each once.
    Set(HashSet<Value>),
    /// An object in the heap.
    Handle(AnyHandle),
    /// An integer beyond an `Int`. `From` makes an `Int` of one that fits.
    #[cfg(feature = "num-bigint")]
    BigInt(num_bigint::BigInt),
    /// A decimal number.
    #[cfg(feature = "bigdecimal")]
    Decimal(Box<bigdecimal::BigDecimal>),
    /// A complex number.
    #[cfg(feature = "num-complex")]
    Complex(num_complex::Complex<f64>),
    /// How two values compare.
    Ordering(Ordering),
    /// A length of time.
    Duration(Duration),
    /// A length of time with a sign.
    SignedDuration(SignedDuration),
    /// A moment: also what a `SystemTime` is.
    Timestamp(Timestamp),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A day and a time of day.
    DateTime(DateTime),
    /// How far local time is ahead of UTC.
    UtcOffset(UtcOffset),
    /// A moment, and a clock's offset.
    OffsetDateTime(OffsetDateTime),
    /// A moment in a time zone.
    Zoned(Box<ZonedDateTime>),
    /// A span of calendar units.
    #[cfg(feature = "jiff")]
    Span(Box<jiff::Span>),
    /// A host's address.
    Ip(IpAddr),
    /// A socket's address.
    Socket(SocketAddr),
    /// A path of the file system.
    Path(PathBuf),
    /// A universally unique identifier.
    #[cfg(feature = "uuid")]
    Uuid(uuid::Uuid),
    /// An array with dimensions.
    Tensor(Box<Tensor>),
    /// Positions of a sequence.
    Slice(Box<Slice>),
    /// From a value to before another.
    Range(Box<Range<Value>>),
    /// From a value to another.
    RangeInclusive(Box<RangeInclusive<Value>>),
    /// A kind that this program does not know, by its release or by its features. It is written back as it was read.
    Opaque(Opaque),
}

/// A handle and the fingerprint of its object's type. Made by `Value::from(handle)`; `Handle::<T>::try_from(value)`
/// gives the handle back if the type is `T`. As every handle, it does not keep its object alive.
///
/// # Example
///
/// ```
/// use ipo::{Handle, Heap, Value};
///
/// let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
/// let mut turn = heap.write()?;
/// let number = turn.put(&7_i64)?;
/// let value = Value::from(number);
/// assert_eq!(Handle::<i64>::try_from(value.clone()), Ok(number));
/// assert!(Handle::<String>::try_from(value).is_err());
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnyHandle {
    pub(crate) bits: u64,
    pub(crate) deep: u64,
}

/// A value of a kind that this program does not know, because it was built without the kind's feature, or because a later
/// release of this crate wrote it. It can be copied, compared, used as a key, and put into the heap again, and comes out
/// there as what it was; nothing can be read from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Opaque {
    tag: u64,
    content: Content,
}

/// What a tag says of the storage behind it, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::box_collection, reason = "a `Value` would be wider")]
enum Content {
    Words([u64; 3]),
    Bytes(Vec<u8>),
    Values(Vec<Value>),
    // Boxed, so that a `Value` is no wider for them.
    Entries(Box<HashMap<Value, Value>>),
    Elements(Box<HashSet<Value>>),
    Array(Box<Tensor>),
}

impl Hash for Content {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Content::Words(words) => words.hash(state),
            Content::Bytes(bytes) => bytes.hash(state),
            Content::Values(values) => values.hash(state),
            // They have no order.
            Content::Entries(entries) => entries.len().hash(state),
            Content::Elements(elements) => elements.len().hash(state),
            Content::Array(array) => array.hash(state),
        }
    }
}

impl Value {
    /// The entry of a dict under a text key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Dict(entries) => entries.get(&Value::Str(key.to_owned())),
            _ => None,
        }
    }

    /// Name of the value's kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::None => "None",
            Value::Bool(_) => "Bool",
            Value::Int(_) => "Int",
            Value::Float(_) => "Float",
            Value::Str(_) => "Str",
            Value::Bytes(_) => "Bytes",
            Value::Tuple(_) => "Tuple",
            Value::List(_) => "List",
            Value::Dict(_) => "Dict",
            Value::Handle(_) => "Handle",
            Value::Set(_) => "Set",
            #[cfg(feature = "num-bigint")]
            Value::BigInt(_) => "BigInt",
            #[cfg(feature = "bigdecimal")]
            Value::Decimal(_) => "Decimal",
            #[cfg(feature = "num-complex")]
            Value::Complex(_) => "Complex",
            Value::Ordering(_) => "Ordering",
            Value::Duration(_) => "Duration",
            Value::SignedDuration(_) => "SignedDuration",
            Value::Timestamp(_) => "Timestamp",
            Value::Date(_) => "Date",
            Value::Time(_) => "Time",
            Value::DateTime(_) => "DateTime",
            Value::UtcOffset(_) => "UtcOffset",
            Value::OffsetDateTime(_) => "OffsetDateTime",
            Value::Zoned(_) => "Zoned",
            #[cfg(feature = "jiff")]
            Value::Span(_) => "Span",
            Value::Ip(_) => "Ip",
            Value::Socket(_) => "Socket",
            Value::Path(_) => "Path",
            #[cfg(feature = "uuid")]
            Value::Uuid(_) => "Uuid",
            Value::Tensor(_) => "Tensor",
            Value::Slice(_) => "Slice",
            Value::Range(_) => "Range",
            Value::RangeInclusive(_) => "RangeInclusive",
            Value::Opaque(_) => "Opaque",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Opaque, Value};
    use crate::{Error, Heap, Tensor, value};

    #[test]
    fn a_kind_that_this_program_does_not_know_is_written_back_unchanged() -> Result<(), Error> {
        let opaque = |tag, content| Value::Opaque(Opaque { tag, content });
        // Kinds of a later release, one per storage.
        let later = [
            opaque(0x7700, Content::Words([1, 2, 3])),
            opaque(0x7701, Content::Bytes(vec![7; 100])),
            opaque(0x7702, Content::Values(vec![value!("text that is longer than the slot is"), value!(2)])),
            opaque(0x7703, Content::Entries(Box::new([(value!("key"), value!([1])), (value!(2), value!(3))].into()))),
            opaque(0x7704, Content::Elements(Box::new([value!("key"), value!([1]), value!(2)].into()))),
            opaque(0x7705, Content::Array(Box::new(Tensor::from_vec(&[2, 2], vec![1_i32, 2, 3, 4])?))),
        ];
        let heap = Heap::options().capacity(1 << 20).create_anonymous()?;
        let mut turn = heap.write()?;
        let start = turn.put(&value!(null)).and_then(|h| turn.remove(h)).map(|()| turn.stats())?;
        for value in later {
            let handle = turn.put(&value)?;
            let loaded = turn.load(handle)?;
            assert_eq!(loaded, value);
            let copy = turn.put(&loaded)?;
            turn.get_mut(copy)?.set(loaded)?;
            assert_eq!(turn.load(copy)?, value);
            let report = turn.verify();
            assert!(report.is_sound(), "{report:?}");
            turn.remove(handle)?;
            turn.remove(copy)?;
        }
        assert_eq!(turn.stats(), start);
        Ok(())
    }
}
