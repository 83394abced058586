//! The kinds beyond the first ones: each as a tag and content, as it lies in the heap. A program that does not know a kind
//! has the same tag and content as an `Opaque`, so that both agree on equality and hashes.

#[allow(clippy::wildcard_imports, reason = "every tag, of which features use some")]
use super::slot::*;
use super::{Content, Opaque, Value};
use crate::types::calendar::ZonedDateTime;
use crate::types::over::Record;

/// A record of up to 24 bytes.
fn words(record: impl Record) -> Content {
    let mut bytes = record.bytes();
    debug_assert!(bytes.len() <= 24);
    bytes.resize(24, 0);
    let word = |i: usize| u64::from_le_bytes(std::array::from_fn(|j| bytes[8 * i + j]));
    Content::Words([word(0), word(1), word(2)])
}

fn bytes(record: impl Record) -> Content {
    Content::Bytes(record.bytes())
}

/// Whether these words are a value of the kind with that tag, as far as this program knows it.
pub(crate) fn sound_words(tag: u64, words: [u64; 3]) -> bool {
    Value::from_stored(tag, Content::Words(words)).is_some()
}

/// As `sound_words`, for the bytes that a list holds.
pub(crate) fn sound_bytes(tag: u64, bytes: &[u8]) -> bool {
    matches!(tag, STR | BYTES) || Value::from_stored(tag, Content::Bytes(bytes.to_vec())).is_some()
}

/// As `sound_words`, for a list of so many values.
pub(crate) fn sound_values(tag: u64, count: u64) -> bool {
    !matches!(tag, RANGE | RANGE_INCLUSIVE | ZONED) || count == 2
}

impl Value {
    /// How a kind beyond the first ones lies in the heap.
    pub(super) fn stored(&self) -> Option<Opaque> {
        let (tag, content) = match self {
            Value::Ordering(ordering) => (ORDERING, Content::Words([(*ordering as i8 + 1) as u64, 0, 0])),
            Value::Duration(d) => (DURATION, words(*d)),
            Value::Timestamp(t) => (TIMESTAMP, words(*t)),
            Value::SignedDuration(d) => (SIGNED_DURATION, words(*d)),
            Value::Date(d) => (DATE, words(*d)),
            Value::Time(t) => (TIME, words(*t)),
            Value::DateTime(t) => (DATE_TIME, words(*t)),
            Value::UtcOffset(offset) => (UTC_OFFSET, words(*offset)),
            Value::OffsetDateTime(t) => (OFFSET_DATE_TIME, words(*t)),
            Value::Zoned(zoned) => {
                (ZONED, Content::Values(vec![Value::OffsetDateTime(zoned.moment), Value::Str(zoned.zone.clone())]))
            }
            Value::Ip(ip) => (IP, words(*ip)),
            Value::Socket(address) => (SOCKET, bytes(*address)),
            Value::Path(path) => (PATH, Content::Bytes(path.as_os_str().as_encoded_bytes().to_vec())),
            Value::Slice(slice) => (SLICE, bytes(**slice)),
            Value::Range(range) => (RANGE, Content::Values(vec![range.start.clone(), range.end.clone()])),
            Value::RangeInclusive(range) => {
                (RANGE_INCLUSIVE, Content::Values(vec![range.start().clone(), range.end().clone()]))
            }
            #[cfg(feature = "num-bigint")]
            Value::BigInt(number) => (BIG_INT, Content::Bytes(super::integer::shortest(number.to_signed_bytes_le()))),
            #[cfg(feature = "bigdecimal")]
            Value::Decimal(number) => {
                let (digits, scale) = number.as_bigint_and_scale();
                let mut bytes = scale.to_le_bytes().to_vec();
                bytes.extend(super::integer::shortest(digits.to_signed_bytes_le()));
                (DECIMAL, Content::Bytes(bytes))
            }
            #[cfg(feature = "num-complex")]
            Value::Complex(number) => (COMPLEX, Content::Words([number.re.to_bits(), number.im.to_bits(), 0])),
            #[cfg(feature = "uuid")]
            Value::Uuid(uuid) => (UUID, words(*uuid)),
            #[cfg(feature = "jiff")]
            Value::Span(span) => (SPAN, bytes(**span)),
            Value::Opaque(opaque) => return Some(opaque.clone()),
            _ => return None,
        };
        Some(Opaque { tag, content })
    }

    /// The value behind a tag beyond the first ones; `None` if it is known and the content is no such value.
    pub(super) fn from_stored(tag: u64, content: Content) -> Option<Value> {
        fn read<T: Record>(content: &Content) -> Option<T> {
            match content {
                Content::Words(words) => T::from_bytes(&words.map(u64::to_le_bytes).concat()),
                Content::Bytes(bytes) => T::from_bytes(bytes),
                _ => None,
            }
        }
        fn pair(content: Content) -> Option<[Value; 2]> {
            match content {
                Content::Values(values) => values.try_into().ok(),
                _ => None,
            }
        }
        Some(match (tag, content) {
            (ORDERING, Content::Words([n, ..])) => Value::Ordering(match n {
                0 => std::cmp::Ordering::Less,
                1 => std::cmp::Ordering::Equal,
                2 => std::cmp::Ordering::Greater,
                _ => return None,
            }),
            (DURATION, content) => Value::Duration(read(&content)?),
            (TIMESTAMP, content) => Value::Timestamp(read(&content)?),
            (SIGNED_DURATION, content) => Value::SignedDuration(read(&content)?),
            (DATE, content) => Value::Date(read(&content)?),
            (TIME, content) => Value::Time(read(&content)?),
            (DATE_TIME, content) => Value::DateTime(read(&content)?),
            (UTC_OFFSET, content) => Value::UtcOffset(read(&content)?),
            (OFFSET_DATE_TIME, content) => Value::OffsetDateTime(read(&content)?),
            (ZONED, content) => match pair(content)? {
                [Value::OffsetDateTime(moment), Value::Str(zone)] => {
                    Value::Zoned(Box::new(ZonedDateTime { moment, zone }))
                }
                _ => return None,
            },
            (IP, content) => Value::Ip(read(&content)?),
            (SOCKET, content) => Value::Socket(read(&content)?),
            (PATH, Content::Bytes(bytes)) => {
                Value::Path(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into())
            }
            (SLICE, content) => Value::Slice(Box::new(read(&content)?)),
            (RANGE, content) => {
                let [start, end] = pair(content)?;
                Value::Range(Box::new(start..end))
            }
            (RANGE_INCLUSIVE, content) => {
                let [start, end] = pair(content)?;
                Value::RangeInclusive(Box::new(start..=end))
            }
            #[cfg(feature = "num-bigint")]
            (BIG_INT, Content::Bytes(bytes)) => Value::BigInt(num_bigint::BigInt::from_signed_bytes_le(&bytes)),
            #[cfg(feature = "bigdecimal")]
            (DECIMAL, Content::Bytes(bytes)) => {
                let (scale, digits) = bytes.split_first_chunk::<8>()?;
                let digits = bigdecimal::num_bigint::BigInt::from_signed_bytes_le(digits);
                Value::Decimal(Box::new(bigdecimal::BigDecimal::new(digits, i64::from_le_bytes(*scale))))
            }
            #[cfg(feature = "num-complex")]
            (COMPLEX, Content::Words([re, im, _])) => {
                Value::Complex(num_complex::Complex::new(f64::from_bits(re), f64::from_bits(im)))
            }
            #[cfg(feature = "uuid")]
            (UUID, content) => Value::Uuid(read(&content)?),
            #[cfg(feature = "jiff")]
            (SPAN, content) => Value::Span(Box::new(read(&content)?)),
            (tag, content) => Value::Opaque(Opaque { tag, content }),
        })
    }
}
