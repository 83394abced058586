//! `chrono`.

use ipo::calendar;
use ipo::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::*;

fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    let range = DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp();
    prop_oneof![
        Just(DateTime::<Utc>::MIN_UTC),
        Just(DateTime::<Utc>::MAX_UTC),
        // With leap seconds, which `chrono` has at any second.
        (range, 0..2_000_000_000_u32)
            .prop_filter_map("in range", |(s, n)| DateTime::from_timestamp(s, 0)?.with_nanosecond(n)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn moments_and_calendar_fields_come_back(first in moments(), second in moments(), offset in -86_399..86_400) {
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first, second]);
        let (a, b): (NaiveDateTime, NaiveDateTime) = (first.naive_utc(), second.naive_utc());
        comes_back(&a, &b);
        is_a_value(&a);
        is_a_key(&[a, b]);
        comes_back::<NaiveDate>(&a.date(), &b.date());
        is_a_value(&a.date());
        comes_back::<NaiveTime>(&a.time(), &b.time());
        is_a_value(&a.time());
        let offset = FixedOffset::east_opt(offset).expect("in range");
        comes_back(&offset, &FixedOffset::east_opt(0).expect("UTC"));
        let (a, b) = (first.with_timezone(&offset), second.fixed_offset());
        comes_back(&a, &b);
        is_a_value(&a);
        let Value::OffsetDateTime(plain) = Value::from(a) else { panic!("another kind") };
        prop_assert_eq!(plain.offset.seconds(), offset.local_minus_utc());
    }

    #[test]
    fn deltas_come_back(milliseconds in any::<[i64; 2]>(), nanoseconds in any::<[i32; 2]>()) {
        let [first, second] = [0, 1].map(|i| {
            TimeDelta::milliseconds(milliseconds[i].max(-i64::MAX) / 2) + TimeDelta::nanoseconds(nanoseconds[i].into())
        });
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first, second, TimeDelta::MIN, TimeDelta::MAX]);
    }
}

#[test]
fn what_lies_beyond_its_range_is_refused() {
    is_refused::<_, NaiveDate>(&calendar::Date::new(i32::MAX, 1, 1).expect("a day"));
    is_refused::<_, DateTime<Utc>>(&calendar::Timestamp::new(i64::MAX, 0).expect("a moment"));
    is_refused::<_, TimeDelta>(&calendar::SignedDuration::new(i64::MIN, -1).expect("a duration"));
    is_refused::<_, FixedOffset>(&calendar::UtcOffset::new(90_000).expect("an offset"));
}
