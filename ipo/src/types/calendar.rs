//! The kinds of `crate::calendar`: how each lies in a heap, and as text.

use std::fmt;

use super::over::{owned, record, record_key, value_of};
use crate::types::Value;

/// Nanoseconds of a second, and the first ones that no leap second has.
const SECOND: u32 = 1_000_000_000;
const TWO_SECONDS: u32 = 2 * SECOND;

/// A moment: seconds since 1970-01-01 00:00 UTC, and nanoseconds of that second. 1,000,000,000 or more of them are a
/// leap second.
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use ipo::{Value, calendar::Timestamp};
///
/// let moment = Timestamp::new(-1, 500_000_000).expect("half a second before 1970");
/// assert_eq!(moment.to_string(), "1969-12-31T23:59:59.5Z");
/// let time = SystemTime::try_from(Value::from(moment))?;
/// assert_eq!(time, SystemTime::UNIX_EPOCH - Duration::from_millis(500));
/// # Ok::<(), ipo::WrongKind>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanoseconds: u32,
}

impl Timestamp {
    /// The moment; `None` if there are 2,000,000,000 nanoseconds or more.
    pub const fn new(seconds: i64, nanoseconds: u32) -> Option<Timestamp> {
        if nanoseconds < TWO_SECONDS { Some(Timestamp { seconds, nanoseconds }) } else { None }
    }

    /// The moment, with nanoseconds that no second has made the last one of a leap second.
    pub(super) fn clamped(seconds: i64, nanoseconds: u32) -> Timestamp {
        Timestamp { seconds, nanoseconds: nanoseconds.min(TWO_SECONDS - 1) }
    }

    /// Seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds of the second.
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds
    }

    /// The nanoseconds, for those who know no leap seconds.
    pub(super) fn without_leap(self) -> u32 {
        self.nanoseconds.min(SECOND - 1)
    }
}

/// A length of time with a sign: seconds, and nanoseconds of the same sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignedDuration {
    seconds: i64,
    nanoseconds: i32,
}

impl SignedDuration {
    /// The duration; `None` if the nanoseconds make a second, or the signs differ.
    pub const fn new(seconds: i64, nanoseconds: i32) -> Option<SignedDuration> {
        let differ = seconds > 0 && nanoseconds < 0 || seconds < 0 && nanoseconds > 0;
        if nanoseconds.unsigned_abs() < SECOND && !differ {
            Some(SignedDuration { seconds, nanoseconds })
        } else {
            None
        }
    }

    /// Whole seconds, rounded towards zero.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// The rest in nanoseconds, of the same sign.
    pub const fn nanoseconds(self) -> i32 {
        self.nanoseconds
    }
}

/// A day of the Gregorian calendar, in no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day; `None` if the calendar has none such. Year 0 is 1 BC.
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        if day >= 1 && day <= days { Some(Date { year, month, day }) } else { None }
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// A time of day, in no time zone. 1,000,000,000 nanoseconds or more are a leap second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
}

impl Time {
    /// The time; `None` if a day has none such.
    pub const fn new(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<Time> {
        if hour < 24 && minute < 60 && second < 60 && nanosecond < TWO_SECONDS {
            Some(Time { hour, minute, second, nanosecond })
        } else {
            None
        }
    }

    /// The hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    pub const fn second(self) -> u8 {
        self.second
    }

    /// Nanoseconds of the second.
    pub const fn nanosecond(self) -> u32 {
        self.nanosecond
    }

    /// The nanoseconds, for those who know no leap seconds.
    #[allow(dead_code, reason = "what uses it has a feature")]
    pub(super) fn without_leap(self) -> u32 {
        self.nanosecond.min(SECOND - 1)
    }
}

/// A day and a time of day, in no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of day.
    pub time: Time,
}

/// How far local time is ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcOffset {
    seconds: i32,
}

impl UtcOffset {
    /// The offset; `None` from 26 hours on.
    pub const fn new(seconds: i32) -> Option<UtcOffset> {
        if seconds.unsigned_abs() < 26 * 3600 { Some(UtcOffset { seconds }) } else { None }
    }

    /// Seconds ahead of UTC.
    pub const fn seconds(self) -> i32 {
        self.seconds
    }
}

/// A moment, and the offset of the clock that it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OffsetDateTime {
    /// The moment.
    pub timestamp: Timestamp,
    /// The clock's offset.
    pub offset: UtcOffset,
}

/// A moment in a time zone, with the offset that the zone had then for those who do not know the zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ZonedDateTime {
    /// The moment, and the zone's offset then.
    pub moment: OffsetDateTime,
    /// The zone's name, as `Europe/Berlin`; empty for an offset without a zone.
    pub zone: String,
}

macro_rules! kind_of {
    ($variant:ident) => {
        |value| match value {
            Value::$variant(found) => Some(*found),
            _ => None,
        }
    };
}

record!(
    Timestamp as TimestampSlot,
    "Timestamp" { seconds: i64, nanoseconds: u32; fill: u32 },
    store: |t| TimestampSlot { seconds: t.seconds, nanoseconds: t.nanoseconds, fill: 0 },
    load: |slot| Timestamp::new(slot.seconds, slot.nanoseconds),
    value: |t| Some(Value::Timestamp(t)), kind_of!(Timestamp)
);
record!(
    SignedDuration as SignedDurationSlot,
    "SignedDuration" { seconds: i64, nanoseconds: i32; fill: u32 },
    store: |d| SignedDurationSlot { seconds: d.seconds, nanoseconds: d.nanoseconds, fill: 0 },
    load: |slot| SignedDuration::new(slot.seconds, slot.nanoseconds),
    value: |d| Some(Value::SignedDuration(d)), kind_of!(SignedDuration)
);
record!(
    Date as DateSlot,
    "Date" { year: i32, month: u8, day: u8; fill: [u8; 2] },
    store: |d| DateSlot { year: d.year, month: d.month, day: d.day, fill: [0; 2] },
    load: |slot| Date::new(slot.year, slot.month, slot.day),
    value: |d| Some(Value::Date(d)), kind_of!(Date)
);
record!(
    Time as TimeSlot,
    "Time" { nanosecond: u32, hour: u8, minute: u8, second: u8; fill: u8 },
    store: |t| TimeSlot { nanosecond: t.nanosecond, hour: t.hour, minute: t.minute, second: t.second, fill: 0 },
    load: |slot| Time::new(slot.hour, slot.minute, slot.second, slot.nanosecond),
    value: |t| Some(Value::Time(t)), kind_of!(Time)
);
record!(
    DateTime as DateTimeSlot,
    "DateTime" {
        year: i32, month: u8, day: u8, hour: u8, minute: u8, nanosecond: u32, second: u8;
        fill: [u8; 3]
    },
    store: |t| DateTimeSlot {
        year: t.date.year,
        month: t.date.month,
        day: t.date.day,
        hour: t.time.hour,
        minute: t.time.minute,
        nanosecond: t.time.nanosecond,
        second: t.time.second,
        fill: [0; 3],
    },
    load: |slot| Some(DateTime {
        date: Date::new(slot.year, slot.month, slot.day)?,
        time: Time::new(slot.hour, slot.minute, slot.second, slot.nanosecond)?,
    }),
    value: |t| Some(Value::DateTime(t)), kind_of!(DateTime)
);
record!(
    UtcOffset as UtcOffsetSlot,
    "UtcOffset" { seconds: i32 },
    store: |offset| UtcOffsetSlot { seconds: offset.seconds },
    load: |slot| UtcOffset::new(slot.seconds),
    value: |offset| Some(Value::UtcOffset(offset)), kind_of!(UtcOffset)
);
record!(
    OffsetDateTime as OffsetDateTimeSlot,
    "OffsetDateTime" { seconds: i64, nanoseconds: u32, offset: i32 },
    store: |t| OffsetDateTimeSlot {
        seconds: t.timestamp.seconds,
        nanoseconds: t.timestamp.nanoseconds,
        offset: t.offset.seconds,
    },
    load: |slot| Some(OffsetDateTime {
        timestamp: Timestamp::new(slot.seconds, slot.nanoseconds)?,
        offset: UtcOffset::new(slot.offset)?,
    }),
    value: |t| Some(Value::OffsetDateTime(t)), kind_of!(OffsetDateTime)
);
record_key!(Timestamp, SignedDuration, Date, Time, DateTime, UtcOffset, OffsetDateTime);
value_of!(Timestamp, Value::Timestamp);
value_of!(SignedDuration, Value::SignedDuration);
value_of!(Date, Value::Date);
value_of!(Time, Value::Time);
value_of!(DateTime, Value::DateTime);
value_of!(UtcOffset, Value::UtcOffset);
value_of!(OffsetDateTime, Value::OffsetDateTime);
owned!(
    ZonedDateTime as "Zoned" { "moment": (OffsetDateTime, String) },
    store: |zoned| (zoned.moment, zoned.zone.clone()),
    load: |(moment, zone)| Some(ZonedDateTime { moment, zone }),
    value: |zoned| Value::Zoned(Box::new(zoned)), |value| match value {
        Value::Zoned(zoned) => Ok(*zoned),
        other => Err(other),
    }
);

// ---- as text, by ISO 8601 -----------------------------------------------------------------------------------------

/// `.5` for half a second, nothing for none.
fn fraction(f: &mut fmt::Formatter<'_>, nanoseconds: u32) -> fmt::Result {
    let digits = format!("{nanoseconds:09}");
    match digits.trim_end_matches('0') {
        "" => Ok(()),
        digits => write!(f, ".{digits}"),
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Date { year, month, day } = *self;
        match year {
            0..=9999 => write!(f, "{year:04}-{month:02}-{day:02}"),
            _ => write!(f, "{year:+07}-{month:02}-{day:02}"),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A leap second is second 60.
        let second = u32::from(self.second) + self.nanosecond / SECOND;
        write!(f, "{:02}:{:02}:{second:02}", self.hour, self.minute)?;
        fraction(f, self.nanosecond % SECOND)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, all) = (if self.seconds < 0 { '-' } else { '+' }, self.seconds.unsigned_abs());
        write!(f, "{sign}{:02}:{:02}", all / 3600, all / 60 % 60)?;
        if all % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", all % 60) }
    }
}

/// The calendar's year, month and day, of a day counted from 1970.
fn day_of(days: i64) -> (i64, i64, i64) {
    // Counted from 1 March of year 0, each 400 years are alike, and a leap day is the last day of its year.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (in_month, month) = (day - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    (era * 400 + year + i64::from(month <= 2), month, in_month)
}

/// A moment by a clock that is so many seconds ahead of UTC.
fn clock(f: &mut fmt::Formatter<'_>, timestamp: Timestamp, ahead: i32) -> fmt::Result {
    let seconds = i128::from(timestamp.seconds) + i128::from(ahead);
    let (days, of_day) = (seconds.div_euclid(86_400) as i64, seconds.rem_euclid(86_400) as u32);
    let (year, month, day) = day_of(days);
    match year {
        0..=9999 => write!(f, "{year:04}-{month:02}-{day:02}T")?,
        _ => write!(f, "{year:+07}-{month:02}-{day:02}T")?,
    }
    let time = Time {
        hour: (of_day / 3600) as u8,
        minute: (of_day / 60 % 60) as u8,
        second: (of_day % 60) as u8,
        nanosecond: timestamp.nanoseconds,
    };
    write!(f, "{time}")
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        clock(f, *self, 0)?;
        f.write_str("Z")
    }
}

impl fmt::Display for OffsetDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        clock(f, self.timestamp, self.offset.seconds)?;
        write!(f, "{}", self.offset)
    }
}

impl fmt::Display for ZonedDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.moment)?;
        if self.zone.is_empty() { Ok(()) } else { write!(f, "[{}]", self.zone) }
    }
}

/// As ISO 8601 says it: `-PT1.5S`.
impl fmt::Display for SignedDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.seconds < 0 || self.nanoseconds < 0 { "-" } else { "" };
        write!(f, "{sign}PT{}", self.seconds.unsigned_abs())?;
        fraction(f, self.nanoseconds.unsigned_abs())?;
        f.write_str("S")
    }
}
