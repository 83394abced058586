//! `BigInt` and `BigUint` of `num-bigint`, `BigDecimal` of `bigdecimal`: bytes of the number, the lowest first.
//!
//! A `BigInt` is in two's complement, as short as can be; 0 has no bytes. `bigdecimal` has integers of its own, of an
//! older release of `num-bigint`, which are the same kinds in the heap.

use super::over::owned;
use crate::object::shared::Shared;
use crate::object::slot::SlotRef;
use crate::types::key::Key;
use crate::types::value::integer;

/// A number as a key: by its bytes.
macro_rules! key {
    ($t:ty, $bytes:expr) => {
        impl Key for $t {
            fn encode_arg(arg: &&$t, out: &mut Vec<u8>) {
                let bytes: fn(&$t) -> Vec<u8> = $bytes;
                let bytes = bytes(arg);
                out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
                out.extend_from_slice(&bytes);
            }
            fn encode_slot(slot: SlotRef<'_, Self>, out: &mut Vec<u8>) {
                Self::encode_arg(&&Self::load(Self::view(slot)), out);
            }
            fn matches(slot: SlotRef<'_, Self>, arg: &&$t) -> bool {
                Self::load(Self::view(slot)) == **arg
            }
        }
    };
}

macro_rules! integers {
    ($($krate:ident)::+) => {
        owned!(
            $($krate)::+::BigInt as "BigInt" { "bytes": Vec<u8> },
            store: |number| integer::shortest(number.to_signed_bytes_le()),
            load: |bytes| Some($($krate)::+::BigInt::from_signed_bytes_le(&bytes)),
            value: |number| integer::value(number.to_signed_bytes_le()), |value| match integer::bytes(&value) {
                Some(bytes) => Ok($($krate)::+::BigInt::from_signed_bytes_le(&bytes)),
                None => Err(value),
            }
        );
        owned!(
            $($krate)::+::BigUint as "BigUint" { "bytes": Vec<u8> },
            store: |number| {
                let mut bytes = number.to_bytes_le();
                bytes.truncate(bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1));
                bytes
            },
            load: |bytes| Some($($krate)::+::BigUint::from_bytes_le(&bytes)),
            value: |number| {
                // A zero above, so that the highest bit is no sign.
                let mut bytes = number.to_bytes_le();
                bytes.push(0);
                integer::value(bytes)
            },
            |value| match integer::bytes(&value) {
                Some(bytes) if bytes.last().is_none_or(|&highest| highest < 0x80) => {
                    Ok($($krate)::+::BigUint::from_bytes_le(&bytes))
                }
                _ => Err(value),
            }
        );
        key!($($krate)::+::BigInt, |number| number.to_signed_bytes_le());
        key!($($krate)::+::BigUint, |number| number.to_bytes_le());
    };
}

#[cfg(feature = "num-bigint")]
integers!(num_bigint);
#[cfg(feature = "bigdecimal")]
integers!(bigdecimal::num_bigint);

#[cfg(feature = "bigdecimal")]
mod decimal {
    use bigdecimal::BigDecimal;
    use bigdecimal::num_bigint::BigInt;

    use crate::types::Value;
    use crate::types::over::owned;

    // Its digits as an integer, and how many of them stand behind the point.
    owned!(
        BigDecimal as "Decimal" { "scale and digits": (i64, BigInt) },
        store: |number| {
            let (digits, scale) = number.as_bigint_and_scale();
            (scale, digits.into_owned())
        },
        load: |(scale, digits)| Some(BigDecimal::new(digits, scale)),
        value: |number| Value::Decimal(Box::new(number)), |value| match value {
            Value::Decimal(number) => Ok(*number),
            other => Err(other),
        }
    );
}
