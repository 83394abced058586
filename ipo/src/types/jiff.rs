//! The types of `jiff`, over the kinds of [`calendar`](super::calendar).

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp, Zoned};

use super::calendar::{self, OffsetDateTime, UtcOffset, ZonedDateTime};
use super::over::{over, over_key, owned, record, value_of};
use crate::types::Value;

fn timestamp(t: Timestamp) -> calendar::Timestamp {
    // Seconds towards zero, with nanoseconds of their sign: the heap's are rounded down.
    let (seconds, nanoseconds) = (t.as_second(), t.subsec_nanosecond());
    match u32::try_from(nanoseconds) {
        Ok(nanoseconds) => calendar::Timestamp::clamped(seconds, nanoseconds),
        Err(_) => calendar::Timestamp::clamped(seconds - 1, (nanoseconds + 1_000_000_000) as u32),
    }
}

fn from_timestamp(t: calendar::Timestamp) -> Option<Timestamp> {
    Timestamp::new(t.seconds(), t.without_leap() as i32).ok()
}

fn signed_duration(d: SignedDuration) -> calendar::SignedDuration {
    calendar::SignedDuration::new(d.as_secs(), d.subsec_nanos()).expect("jiff's signs agree too")
}

fn from_signed_duration(d: calendar::SignedDuration) -> Option<SignedDuration> {
    Some(SignedDuration::new(d.seconds(), d.nanoseconds()))
}

fn date(d: civil::Date) -> calendar::Date {
    calendar::Date::new(d.year().into(), d.month() as u8, d.day() as u8).expect("the same calendar")
}

fn from_date(d: calendar::Date) -> Option<civil::Date> {
    civil::Date::new(d.year().try_into().ok()?, d.month() as i8, d.day() as i8).ok()
}

fn time(t: civil::Time) -> calendar::Time {
    calendar::Time::new(t.hour() as u8, t.minute() as u8, t.second() as u8, t.subsec_nanosecond() as u32)
        .expect("the same clock")
}

fn from_time(t: calendar::Time) -> Option<civil::Time> {
    civil::Time::new(t.hour() as i8, t.minute() as i8, t.second() as i8, t.without_leap() as i32).ok()
}

fn date_time(t: civil::DateTime) -> calendar::DateTime {
    calendar::DateTime { date: date(t.date()), time: time(t.time()) }
}

fn from_date_time(t: calendar::DateTime) -> Option<civil::DateTime> {
    Some(from_date(t.date)?.to_datetime(from_time(t.time)?))
}

fn offset(o: Offset) -> UtcOffset {
    UtcOffset::new(o.seconds()).expect("jiff's offsets are less than 26 hours")
}

fn from_offset(o: UtcOffset) -> Option<Offset> {
    Offset::from_seconds(o.seconds()).ok()
}

over!(Timestamp as calendar::Timestamp, store: timestamp, load: from_timestamp);
over_key!(Timestamp as calendar::Timestamp, store: timestamp);
over!(SignedDuration as calendar::SignedDuration, store: signed_duration, load: from_signed_duration);
over_key!(SignedDuration as calendar::SignedDuration, store: signed_duration);
over!(civil::Date as calendar::Date, store: date, load: from_date);
over_key!(civil::Date as calendar::Date, store: date);
over!(civil::Time as calendar::Time, store: time, load: from_time);
over_key!(civil::Time as calendar::Time, store: time);
over!(civil::DateTime as calendar::DateTime, store: date_time, load: from_date_time);
over_key!(civil::DateTime as calendar::DateTime, store: date_time);
over!(Offset as UtcOffset, store: offset, load: from_offset);
over_key!(Offset as UtcOffset, store: offset);

fn zoned(z: &Zoned) -> ZonedDateTime {
    let moment = OffsetDateTime { timestamp: timestamp(z.timestamp()), offset: offset(z.offset()) };
    ZonedDateTime { moment, zone: z.time_zone().iana_name().unwrap_or_default().to_owned() }
}

/// A zone that this program's `jiff` does not know, or that has no name, becomes its offset at that moment.
fn from_zoned(z: ZonedDateTime) -> Option<Zoned> {
    let offset = from_offset(z.moment.offset)?;
    let zone = match z.zone.as_str() {
        "" => None,
        name => TimeZone::get(name).ok(),
    };
    Some(from_timestamp(z.moment.timestamp)?.to_zoned(zone.unwrap_or_else(|| TimeZone::fixed(offset))))
}

owned!(
    Zoned as "Zoned" { "moment": (OffsetDateTime, String) },
    store: |z| {
        let ZonedDateTime { moment, zone } = zoned(z);
        (moment, zone)
    },
    load: |(moment, zone)| from_zoned(ZonedDateTime { moment, zone }),
    value: |z| Value::Zoned(Box::new(zoned(&z))), |value| match value {
        Value::Zoned(stored) => from_zoned((*stored).clone()).ok_or(Value::Zoned(stored)),
        other => Err(other),
    }
);

/// The span with these units, given largest first.
fn span(years: i32, small: [i32; 3], hours: i32, large: [i64; 5]) -> Option<Span> {
    let [months, weeks, days] = small;
    let [minutes, seconds, milliseconds, microseconds, nanoseconds] = large;
    let span = Span::new().try_years(years).ok()?.try_months(months).ok()?.try_weeks(weeks).ok()?;
    let span = span.try_days(days).ok()?.try_hours(hours).ok()?.try_minutes(minutes).ok()?.try_seconds(seconds).ok()?;
    let span = span.try_milliseconds(milliseconds).ok()?.try_microseconds(microseconds).ok()?;
    let span = span.try_nanoseconds(nanoseconds).ok()?;
    // All units have one sign: jiff would have turned those of the other.
    let kept = [span.get_years().into(), span.get_months(), span.get_weeks(), span.get_days(), span.get_hours()];
    let kept_small = [
        span.get_minutes(),
        span.get_seconds(),
        span.get_milliseconds(),
        span.get_microseconds(),
        span.get_nanoseconds(),
    ];
    (kept == [years, months, weeks, days, hours] && kept_small == large).then_some(span)
}

record!(
    Span as SpanSlot,
    "Span" {
        minutes: i64, seconds: i64, milliseconds: i64, microseconds: i64, nanoseconds: i64,
        years: i32, months: i32, weeks: i32, days: i32, hours: i32;
        fill: u32
    },
    store: |s| SpanSlot {
        minutes: s.get_minutes(),
        seconds: s.get_seconds(),
        milliseconds: s.get_milliseconds(),
        microseconds: s.get_microseconds(),
        nanoseconds: s.get_nanoseconds(),
        years: s.get_years().into(),
        months: s.get_months(),
        weeks: s.get_weeks(),
        days: s.get_days(),
        hours: s.get_hours(),
        fill: 0,
    },
    load: |s| span(
        s.years,
        [s.months, s.weeks, s.days],
        s.hours,
        [s.minutes, s.seconds, s.milliseconds, s.microseconds, s.nanoseconds],
    ),
    value: |s| Some(Value::Span(Box::new(s))), |value| match value {
        Value::Span(span) => Some(**span),
        _ => None,
    }
);
value_of!(Span, |s| Value::Span(Box::new(s)));
