//! Integers of any size in a `Value`: an `Int` where they fit, else the bytes of two's complement, the lowest first.

use super::slot::BIG_INT;
use super::{Content, Opaque, Value};

/// The same number in as few bytes as can be; none for 0.
pub(crate) fn shortest(mut bytes: Vec<u8>) -> Vec<u8> {
    while let Some((&highest, below)) = bytes.split_last() {
        let sign = below.last().is_some_and(|&next| next >= 0x80);
        if (highest, sign) != (0, false) && (highest, sign) != (0xFF, true) {
            break;
        }
        bytes.pop();
    }
    bytes
}

/// The number in those bytes.
pub(crate) fn value(bytes: Vec<u8>) -> Value {
    let bytes = shortest(bytes);
    if let Some(wide) = wide(&bytes) {
        if let Ok(small) = i64::try_from(wide) {
            return Value::Int(small);
        }
    }
    big(bytes)
}

#[cfg(feature = "num-bigint")]
fn big(bytes: Vec<u8>) -> Value {
    Value::BigInt(num_bigint::BigInt::from_signed_bytes_le(&bytes))
}

/// Without the feature it is what such a number is here when it comes out of a heap.
#[cfg(not(feature = "num-bigint"))]
fn big(bytes: Vec<u8>) -> Value {
    Value::Opaque(Opaque { tag: BIG_INT, content: Content::Bytes(bytes) })
}

/// The bytes of any integer.
pub(crate) fn bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Int(small) => Some(small.to_le_bytes().to_vec()),
        #[cfg(feature = "num-bigint")]
        Value::BigInt(big) => Some(big.to_signed_bytes_le()),
        Value::Opaque(Opaque { tag: BIG_INT, content: Content::Bytes(bytes) }) => Some(bytes.clone()),
        _ => None,
    }
}

/// The number, if it has 128 bits at most.
fn wide(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.last().is_some_and(|&highest| highest >= 0x80);
    let mut all = [if negative { 0xFF } else { 0 }; 16];
    all.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(i128::from_le_bytes(all))
}

/// The integer, if it is one of 128 bits with a sign.
pub(crate) fn signed(value: &Value) -> Option<i128> {
    wide(&shortest(bytes(value)?))
}

/// The integer, if it is one of 128 bits without a sign.
pub(crate) fn unsigned(value: &Value) -> Option<u128> {
    let mut bytes = shortest(bytes(value)?);
    if bytes.last().is_some_and(|&highest| highest >= 0x80) {
        return None;
    }
    // The zero above the highest bit, where there is one.
    if bytes.len() == 17 && bytes[16] == 0 {
        bytes.pop();
    }
    let mut all = [0; 16];
    all.get_mut(..bytes.len())?.copy_from_slice(&bytes);
    Some(u128::from_le_bytes(all))
}

macro_rules! wide_integers {
    ($($t:ident)*) => {$(
        impl From<$t> for Value {
            fn from(number: $t) -> Value {
                match i64::try_from(number) {
                    Ok(small) => Value::Int(small),
                    Err(_) => {
                        let mut bytes = number.to_le_bytes().to_vec();
                        // The sign, for those that have none.
                        #[allow(unused_comparisons, reason = "half of these types are unsigned")]
                        bytes.push(if number < 0 { 0xFF } else { 0 });
                        value(bytes)
                    }
                }
            }
        }
    )*};
}
wide_integers!(u64 u128 i128 usize isize);

#[cfg(test)]
mod tests {
    use super::{bytes, shortest, signed, unsigned};
    use crate::Value;

    #[test]
    fn an_integer_has_as_few_bytes_as_can_be_and_comes_back() {
        let edges = [0, 1, -1, 127, 128, -128, -129, 255, 256, i64::MAX.into(), i64::MIN.into(), i128::MAX, i128::MIN];
        for n in edges.into_iter().chain([i128::from(i64::MAX) + 1, i128::from(i64::MIN) - 1]) {
            let value = Value::from(n);
            assert_eq!(matches!(value, Value::Int(_)), i64::try_from(n).is_ok(), "{n}");
            assert_eq!((signed(&value), unsigned(&value)), (Some(n), u128::try_from(n).ok()), "{n}");
            let few = shortest(bytes(&value).expect("an integer"));
            let needed = (129 - if n < 0 { n.leading_ones() } else { n.leading_zeros() }).div_ceil(8);
            assert_eq!(few.len() as u32, if n == 0 { 0 } else { needed }, "{n}");
        }
        for n in [u128::MAX, u128::MAX - 1, 1 << 127] {
            let value = Value::from(n);
            assert_eq!((signed(&value), unsigned(&value)), (None, Some(n)));
        }
        assert_eq!(unsigned(&Value::from(-1)), None);
        assert_eq!(signed(&Value::from(true)), None);
    }
}
