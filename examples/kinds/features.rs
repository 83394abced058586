//! The kinds of other crates: those whose features are on.

#[allow(unused_imports, reason = "without features there are no stops")]
use crate::stop::{Stop, kind, kind_by};

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    vec![
        #[cfg(feature = "num-bigint")]
        big_integers(),
        #[cfg(feature = "bigdecimal")]
        decimals(),
        #[cfg(feature = "num-complex")]
        complex_numbers(),
        #[cfg(feature = "uuid")]
        identifiers(),
        #[cfg(feature = "jiff")]
        jiff_moments(),
        #[cfg(feature = "jiff")]
        jiff_spans(),
        #[cfg(feature = "chrono")]
        chrono_moments(),
        #[cfg(feature = "serde")]
        any_serialisable_type(),
    ]
}

#[cfg(feature = "num-bigint")]
fn big_integers() -> Box<dyn Stop> {
    use ipo::num_bigint::{BigInt, BigUint};
    use ipo::{Value, value};

    kind::<(BigInt, Vec<BigUint>, Value)>(
        "big integers",
        || (BigInt::from(-7).pow(51), vec![BigUint::ZERO], value!(BigInt::from(10).pow(30))),
        |(mut number, mut list, mut value)| {
            number.update(|number| number * 7)?;
            list.push(&BigUint::from(2_u8).pow(300))?;
            value.set(BigInt::from(10).pow(31))
        },
        || {
            let list = vec![BigUint::ZERO, BigUint::from(2_u8).pow(300)];
            (-BigInt::from(7).pow(52), list, value!(BigInt::from(10).pow(31)))
        },
    )
}

#[cfg(feature = "bigdecimal")]
fn decimals() -> Box<dyn Stop> {
    use ipo::bigdecimal::BigDecimal;

    fn number(text: &str) -> BigDecimal {
        text.parse().expect("a number")
    }
    kind::<BigDecimal>(
        "decimal",
        || number("12.50"),
        |mut price| price.update(|price| price * number("1.100")),
        || number("13.75000"),
    )
}

#[cfg(feature = "num-complex")]
fn complex_numbers() -> Box<dyn Stop> {
    use ipo::num_complex::{Complex32, Complex64};

    kind::<(Complex64, Vec<Complex32>)>(
        "complex numbers",
        || (Complex64::new(0.0, 1.0), vec![Complex32::new(1.0, 2.0); 3]),
        |(number, mut list)| {
            *number *= *number;
            list.as_mut_slice()[1].im = 0.0;
            Ok(())
        },
        || {
            let number = Complex32::new(1.0, 2.0);
            (Complex64::new(-1.0, 0.0), vec![number, Complex32::new(1.0, 0.0), number])
        },
    )
}

#[cfg(feature = "uuid")]
fn identifiers() -> Box<dyn Stop> {
    use ipo::uuid::Uuid;
    use std::collections::HashSet;

    kind::<(Uuid, HashSet<Uuid>)>(
        "identifiers",
        || (Uuid::nil(), HashSet::new()),
        |(mut id, mut seen)| {
            seen.insert(id.get())?;
            id.set(Uuid::from_u128(5));
            Ok(())
        },
        || (Uuid::from_u128(5), HashSet::from([Uuid::nil()])),
    )
}

#[cfg(feature = "jiff")]
fn zoned(text: &str) -> ipo::jiff::Zoned {
    text.parse().expect("a moment in a zone")
}

#[cfg(feature = "jiff")]
fn jiff_moments() -> Box<dyn Stop> {
    use ipo::jiff::Zoned;
    use ipo::jiff::civil::{Date, date};

    kind::<(Zoned, Date)>(
        "jiff: moments",
        || (zoned("2024-03-30T12:00:00+01:00[Europe/Berlin]"), date(2024, 2, 29)),
        |(mut moment, mut day)| {
            // Over the change to summer time.
            moment.update(|moment| moment.tomorrow().expect("in range"))?;
            day.update(|day| day.tomorrow().expect("in range"));
            Ok(())
        },
        || (zoned("2024-03-31T12:00:00+02:00[Europe/Berlin]"), date(2024, 3, 1)),
    )
}

#[cfg(feature = "jiff")]
fn jiff_spans() -> Box<dyn Stop> {
    use ipo::jiff::{Span, ToSpan};

    // Spans are equal unit by unit.
    kind_by::<Span>(
        "jiff: span",
        || 1.month().days(2),
        |mut span| {
            span.update(|span| span.hours(3));
            Ok(())
        },
        || 1.month().days(2).hours(3),
        |a, b| a.fieldwise() == b.fieldwise(),
    )
}

#[cfg(feature = "chrono")]
fn chrono_moments() -> Box<dyn Stop> {
    use ipo::chrono::{DateTime, FixedOffset, TimeDelta, Utc};

    fn moment(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).expect("a moment")
    }
    kind::<(DateTime<Utc>, DateTime<FixedOffset>, TimeDelta)>(
        "chrono: moments",
        || (moment("1970-01-01T00:00:01Z").to_utc(), moment("2024-02-28T23:00:00+01:00"), TimeDelta::zero()),
        |(mut first, mut second, mut delta)| {
            first.update(|first| first - TimeDelta::seconds(2));
            second.update(|second| second + TimeDelta::hours(2));
            delta.set(TimeDelta::milliseconds(-1_500));
            Ok(())
        },
        || {
            let second = moment("2024-02-29T01:00:00+01:00");
            (moment("1969-12-31T23:59:59Z").to_utc(), second, TimeDelta::milliseconds(-1_500))
        },
    )
}

#[cfg(feature = "serde")]
fn any_serialisable_type() -> Box<dyn Stop> {
    use ipo::Value;
    use serde::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize, Debug, PartialEq)]
    struct Order {
        id: u64,
        items: Vec<(String, f64)>,
    }
    fn order(items: &[(&str, f64)]) -> Value {
        let items = items.iter().map(|(name, price)| (name.to_string(), *price)).collect();
        Value::from_serde(&Order { id: 7, items }).expect("an order has a form as a value")
    }
    kind::<Value>(
        "serde: any type",
        || order(&[("apple", 0.5)]),
        |mut value| {
            let mut order: Order = value.load().to_serde().expect("an order");
            order.items.push(("pear".into(), 0.75));
            value.set(Value::from_serde(&order).expect("as before"))
        },
        || order(&[("apple", 0.5), ("pear", 0.75)]),
    )
}
