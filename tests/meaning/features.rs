//! The kinds of other crates, as far as their features are on.

#![allow(unused_imports, unused_mut, reason = "what the kinds of some features use")]

use proptest::prelude::*;

use crate::{Reader, kinds};

/// Of all modules below.
pub(super) fn readers() -> Vec<Reader> {
    let mut all: Vec<Reader> = Vec::new();
    #[cfg(feature = "num-bigint")]
    all.extend(integers::READERS);
    #[cfg(feature = "bigdecimal")]
    all.extend(decimals::READERS);
    #[cfg(feature = "num-complex")]
    all.extend(complex::READERS);
    #[cfg(feature = "uuid")]
    all.extend(uuids::READERS);
    #[cfg(feature = "jiff")]
    all.extend(of_jiff::READERS);
    #[cfg(feature = "chrono")]
    all.extend(of_chrono::READERS);
    all
}

#[cfg(feature = "num-bigint")]
mod integers {
    use super::*;
    use ipo::num_bigint::{BigInt, BigUint};

    fn integers() -> impl Strategy<Value = BigInt> {
        let edges = [0, -1, 255, 256, i128::MIN, i128::MAX].map(BigInt::from);
        let bytes = prop::collection::vec(any::<u8>(), 0..50);
        prop_oneof![prop::sample::select(edges.to_vec()), bytes.prop_map(|bytes| BigInt::from_signed_bytes_le(&bytes))]
    }

    kinds! {
        of_integer: BigInt = integers(); value [key];
        of_natural: BigUint = integers().prop_map(|number| number.magnitude().clone()); value [key];
    }
}

#[cfg(feature = "bigdecimal")]
mod decimals {
    use super::*;
    use ipo::bigdecimal::BigDecimal;
    use ipo::bigdecimal::num_bigint::BigInt;

    /// `12.50` is another one than `12.5`.
    fn exact(number: &BigDecimal) -> String {
        format!("{:?}", number.as_bigint_and_exponent())
    }

    fn decimals() -> impl Strategy<Value = BigDecimal> {
        (any::<i128>(), prop_oneof![-40..40_i64, any::<i64>()])
            .prop_map(|(n, scale)| BigDecimal::new(BigInt::from(n), scale))
    }

    kinds! {
        of_decimal: BigDecimal = decimals(); value [] exact;
    }
}

#[cfg(feature = "num-complex")]
mod complex {
    use super::*;
    use ipo::num_complex::{Complex32, Complex64};
    use ipo::{Ix1, Ix2, NdArray, Tensor};

    type Both = (Complex32, Complex64);

    fn exact((a, b): &Both) -> String {
        format!("{:x} {:x} {:x} {:x}", a.re.to_bits(), a.im.to_bits(), b.re.to_bits(), b.im.to_bits())
    }

    fn numbers() -> impl Strategy<Value = Both> {
        let small = any::<[u32; 2]>().prop_map(|bits| bits.map(f32::from_bits));
        // Narrower ones are kept as wide ones in a `Value`, which gives a NaN other bits.
        let small = small.prop_filter("not NaN", |parts| !parts.iter().any(|part| part.is_nan()));
        let large = any::<[u64; 2]>().prop_map(|bits| bits.map(f64::from_bits));
        (small, large).prop_map(|([a, b], [c, d])| (Complex32::new(a, b), Complex64::new(c, d)))
    }

    type Arrays = (NdArray<Complex32, Ix1>, NdArray<Complex64, Ix2>);

    fn arrays() -> impl Strategy<Value = Arrays> {
        let pairs = prop::collection::vec(numbers(), 0..9);
        pairs.prop_map(|pairs| {
            let (small, large): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            (small.into(), NdArray::from_vec([1, large.len()], large).expect("as many"))
        })
    }

    /// Types, shapes and bits.
    fn exact_arrays((a, b): &Arrays) -> String {
        let exact = |array: Tensor| format!("{} {:?} {:?}", array.dtype(), array.shape(), array.as_bytes());
        exact(a.into()) + &exact(b.into())
    }

    kinds! {
        of_complex: Both = numbers(); value [] exact;
        of_arrays: Arrays = arrays(); value [] exact_arrays;
    }
}

#[cfg(feature = "uuid")]
mod uuids {
    use super::*;
    use ipo::uuid::Uuid;

    kinds! {
        of_uuid: Uuid = any::<u128>().prop_map(Uuid::from_u128); value [key];
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use super::*;
    use ipo::jiff::civil::{Date, DateTime, Time};
    use ipo::jiff::tz::{Offset, TimeZone};
    use ipo::jiff::{SignedDuration, Timestamp, Zoned};

    fn moments() -> impl Strategy<Value = Timestamp> {
        let range = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
        let any = range.prop_map(|n| Timestamp::from_nanosecond(n).expect("in range"));
        prop_oneof![1 => Just(Timestamp::MIN), 1 => Just(Timestamp::MAX), 6 => any]
    }

    fn zoned() -> impl Strategy<Value = Zoned> {
        let zones = ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kathmandu", "UTC"];
        (moments(), prop::sample::select(zones.to_vec()), -90_000..90_000_i32, any::<bool>()).prop_map(
            |(moment, zone, offset, fixed)| {
                let offset = Offset::from_seconds(offset).expect("in range");
                let zone = TimeZone::get(zone).expect("a zone that jiff has here");
                moment.to_zoned(if fixed { TimeZone::fixed(offset) } else { zone })
            },
        )
    }

    type Moments = (Timestamp, Date, Time, DateTime, Offset, SignedDuration);

    fn all_moments() -> impl Strategy<Value = Moments> {
        (moments(), -90_000..90_000_i32, any::<i64>(), 0..1_000_000_000_i32).prop_map(|(moment, offset, s, n)| {
            let offset = Offset::from_seconds(offset).expect("in range");
            let local = Offset::UTC.to_datetime(moment);
            let duration = SignedDuration::new(s, if s < 0 { -n } else { n });
            (moment, local.date(), local.time(), local, offset, duration)
        })
    }

    kinds! {
        of_moments: Moments = all_moments(); value [key];
        of_zoned: Zoned = zoned(); value [] |moment| format!("{moment:?} {:?}", moment.time_zone().iana_name());
    }
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use super::*;
    use ipo::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    type Moments = (DateTime<Utc>, NaiveDate, NaiveTime, NaiveDateTime, FixedOffset, TimeDelta);

    fn moments() -> impl Strategy<Value = DateTime<Utc>> {
        let range = DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp();
        let any = (range, 0..1_000_000_000_u32).prop_filter_map("in range", |(s, n)| DateTime::from_timestamp(s, n));
        prop_oneof![1 => Just(DateTime::<Utc>::MIN_UTC), 1 => Just(DateTime::<Utc>::MAX_UTC), 6 => any]
    }

    fn all_moments() -> impl Strategy<Value = Moments> {
        (moments(), -86_399..86_400, any::<i64>()).prop_map(|(moment, offset, n)| {
            let local = moment.naive_utc();
            let offset = FixedOffset::east_opt(offset).expect("less than a day");
            (moment, local.date(), local.time(), local, offset, TimeDelta::nanoseconds(n))
        })
    }

    /// The offset counts too, which `==` leaves out.
    fn local() -> impl Strategy<Value = DateTime<FixedOffset>> {
        all_moments().prop_map(|moments| moments.0.with_timezone(&moments.4))
    }

    kinds! {
        of_moments: Moments = all_moments(); value [key];
        of_local_moment: DateTime<FixedOffset> = local(); value [] |moment| format!("{:?} {}", moment.naive_utc(), moment.offset());
    }
}
