//! The types of `chrono`, over the kinds of [`calendar`](super::calendar).

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::calendar::{self, OffsetDateTime, UtcOffset};
use super::over::{over, over_key};

fn date(d: NaiveDate) -> calendar::Date {
    calendar::Date::new(d.year(), d.month() as u8, d.day() as u8).expect("the same calendar")
}

fn from_date(d: calendar::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(d.year(), d.month().into(), d.day().into())
}

fn time(t: NaiveTime) -> calendar::Time {
    calendar::Time::new(t.hour() as u8, t.minute() as u8, t.second() as u8, t.nanosecond()).expect("the same clock")
}

fn from_time(t: calendar::Time) -> Option<NaiveTime> {
    // In two steps: `chrono` too has leap seconds at any second, but makes them so only.
    NaiveTime::from_hms_opt(t.hour().into(), t.minute().into(), t.second().into())?.with_nanosecond(t.nanosecond())
}

fn date_time(t: NaiveDateTime) -> calendar::DateTime {
    calendar::DateTime { date: date(t.date()), time: time(t.time()) }
}

fn from_date_time(t: calendar::DateTime) -> Option<NaiveDateTime> {
    Some(from_date(t.date)?.and_time(from_time(t.time)?))
}

fn timestamp(t: DateTime<Utc>) -> calendar::Timestamp {
    calendar::Timestamp::clamped(t.timestamp(), t.timestamp_subsec_nanos())
}

fn from_timestamp(t: calendar::Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(t.seconds(), 0)?.with_nanosecond(t.nanoseconds())
}

fn offset(o: FixedOffset) -> UtcOffset {
    UtcOffset::new(o.local_minus_utc()).expect("chrono's offsets are less than a day")
}

fn from_offset(o: UtcOffset) -> Option<FixedOffset> {
    FixedOffset::east_opt(o.seconds())
}

fn offset_date_time(t: DateTime<FixedOffset>) -> OffsetDateTime {
    OffsetDateTime { timestamp: timestamp(t.to_utc()), offset: offset(*t.offset()) }
}

fn from_offset_date_time(t: OffsetDateTime) -> Option<DateTime<FixedOffset>> {
    Some(from_timestamp(t.timestamp)?.with_timezone(&from_offset(t.offset)?))
}

fn delta(d: TimeDelta) -> calendar::SignedDuration {
    calendar::SignedDuration::new(d.num_seconds(), d.subsec_nanos()).expect("chrono's signs agree too")
}

fn from_delta(d: calendar::SignedDuration) -> Option<TimeDelta> {
    // Seconds rounded down, and nanoseconds from there.
    match u32::try_from(d.nanoseconds()) {
        Ok(nanoseconds) => TimeDelta::new(d.seconds(), nanoseconds),
        Err(_) => TimeDelta::new(d.seconds().checked_sub(1)?, (d.nanoseconds() + 1_000_000_000) as u32),
    }
}

over!(NaiveDate as calendar::Date, store: date, load: from_date);
over_key!(NaiveDate as calendar::Date, store: date);
over!(NaiveTime as calendar::Time, store: time, load: from_time);
over_key!(NaiveTime as calendar::Time, store: time);
over!(NaiveDateTime as calendar::DateTime, store: date_time, load: from_date_time);
over_key!(NaiveDateTime as calendar::DateTime, store: date_time);
over!(DateTime<Utc> as calendar::Timestamp, store: timestamp, load: from_timestamp);
over_key!(DateTime<Utc> as calendar::Timestamp, store: timestamp);
over!(FixedOffset as UtcOffset, store: offset, load: from_offset);
over_key!(FixedOffset as UtcOffset, store: offset);
// Not a key: `chrono` says that two of them are equal whose offsets differ.
over!(DateTime<FixedOffset> as OffsetDateTime, store: offset_date_time, load: from_offset_date_time);
over!(TimeDelta as calendar::SignedDuration, store: delta, load: from_delta);
over_key!(TimeDelta as calendar::SignedDuration, store: delta);
