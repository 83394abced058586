//! `jiff`.

use ipo::calendar;
use ipo::jiff::civil::{Date, DateTime, Time};
use ipo::jiff::tz::{Offset, TimeZone};
use ipo::jiff::{SignedDuration, Span, Timestamp, Zoned};

use super::*;

/// A moment in a zone with a name.
pub(super) fn berlin() -> Zoned {
    "2024-07-14T12:30:00.000000001+02:00[Europe/Berlin]".parse().expect("jiff has its zones here")
}

fn timestamps() -> impl Strategy<Value = Timestamp> {
    let all = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
    prop_oneof![
        Just(Timestamp::MIN),
        Just(Timestamp::MAX),
        Just(Timestamp::new(0, -1).expect("in range")),
        all.prop_map(|n| Timestamp::from_nanosecond(n).expect("in range")),
    ]
}

fn spans() -> impl Strategy<Value = Span> {
    let units = (0..1000_i64, 0..1000_i64, 0..1000_i64, 0..1000_i64, 0..1000_i64, any::<[u32; 5]>(), any::<bool>());
    units.prop_map(|(years, months, weeks, days, hours, [m, s, ms, us, ns], negative)| {
        let span = Span::new().years(years).months(months).weeks(weeks).days(days).hours(hours);
        let span = span.minutes(m).seconds(s).milliseconds(ms).microseconds(us).nanoseconds(ns);
        if negative { span.negate() } else { span }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn moments_and_calendar_fields_come_back(first in timestamps(), second in timestamps(), offset in -93_599..93_600) {
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first, second]);
        let civil = |t: Timestamp| TimeZone::UTC.to_datetime(t);
        let (a, b): (DateTime, DateTime) = (civil(first), civil(second));
        comes_back(&a, &b);
        is_a_value(&a);
        is_a_key(&[a, b]);
        comes_back(&a.date(), &b.date());
        is_a_value(&a.date());
        comes_back(&a.time(), &b.time());
        is_a_value(&a.time());
        let offset = Offset::from_seconds(offset).expect("in range");
        comes_back(&offset, &Offset::UTC);
        is_a_value(&offset);
        comes_back(&first.as_duration(), &second.as_duration());
        is_a_value(&first.as_duration());
        comes_back(&SignedDuration::MIN, &SignedDuration::MAX);
        let zone = TimeZone::get("America/New_York").expect("jiff has its zones here");
        comes_back(&first.to_zoned(zone), &second.to_zoned(TimeZone::fixed(Offset::UTC)));
    }

    #[test]
    fn spans_come_back_unit_by_unit(first in spans(), second in spans()) {
        let heap = heap();
        let mut turn = heap.write().unwrap();
        let handle = turn.put(&first).unwrap();
        prop_assert_eq!(turn.get(handle).unwrap().fieldwise(), first.fieldwise());
        turn.get_mut(handle).unwrap().set(second);
        prop_assert_eq!(turn.load(handle).unwrap().fieldwise(), second.fieldwise());
        let value = turn.put(&Value::from(first)).unwrap();
        let loaded = turn.load(value).unwrap();
        prop_assert_eq!(&loaded, &Value::from(first));
        prop_assert_eq!(Span::try_from(loaded).unwrap().fieldwise(), first.fieldwise());
        prop_assert!(turn.verify().is_sound());
    }
}

#[test]
fn a_moment_keeps_its_zone() -> Result<(), Error> {
    comes_back(&berlin(), &berlin().tomorrow().expect("in range"));
    let heap = heap();
    let mut turn = heap.write()?;
    let moment = turn.put(&berlin())?;
    let loaded = turn.get(moment)?.load();
    assert_eq!(loaded.to_string(), berlin().to_string());
    assert_eq!(loaded.time_zone().iana_name(), Some("Europe/Berlin"));
    // A program without jiff reads it too, and one whose jiff does not know the zone has the offset.
    turn.bind("moment", moment)?;
    let plain: Handle<calendar::ZonedDateTime> = turn.root("moment")?;
    let mut zoned = turn.load(plain)?;
    assert_eq!((zoned.zone.as_str(), zoned.moment.offset.seconds()), ("Europe/Berlin", 7200));
    assert_eq!(zoned.to_string(), "2024-07-14T12:30:00.000000001+02:00[Europe/Berlin]");
    zoned.zone = "Nowhere/At-All".into();
    turn.store(plain, &zoned)?;
    let loaded = turn.load(moment)?;
    assert_eq!((loaded.timestamp(), loaded.offset()), (berlin().timestamp(), berlin().offset()));
    assert_eq!(Zoned::try_from(Value::from(berlin())).expect("the same kind"), berlin());
    Ok(())
}

#[test]
fn what_lies_beyond_its_range_is_refused_and_leap_seconds_are_the_last_nanosecond() -> Result<(), Error> {
    is_refused::<_, Date>(&calendar::Date::new(10_000, 1, 1).expect("a day"));
    is_refused::<_, Timestamp>(&calendar::Timestamp::new(i64::MAX, 0).expect("a moment"));
    let heap = heap();
    let mut turn = heap.write()?;
    let leap = turn.put(&calendar::Time::new(23, 59, 59, 1_500_000_000).expect("a time"))?;
    turn.bind("leap", leap)?;
    let leap: Handle<Time> = turn.root("leap")?;
    assert_eq!(turn.load(leap)?, ipo::jiff::civil::time(23, 59, 59, 999_999_999));
    Ok(())
}

#[test]
fn the_text_of_moments_is_what_jiff_reads() {
    for n in [
        0,
        -1,
        1_720_953_000_000_000_001,
        i128::from(i64::MIN),
        253_370_764_800_000_000_000,
        -62_135_596_800_000_000_001,
    ] {
        let moment = Timestamp::from_nanosecond(n).expect("in range");
        let Value::Timestamp(plain) = Value::from(moment) else { panic!("another kind") };
        assert_eq!(plain.to_string().parse::<Timestamp>().expect("ISO 8601"), moment, "{plain}");
    }
    let Value::SignedDuration(plain) = Value::from(SignedDuration::new(-3, -50)) else { panic!("another kind") };
    assert_eq!(plain.to_string().parse::<SignedDuration>().expect("ISO 8601"), SignedDuration::new(-3, -50));
}
