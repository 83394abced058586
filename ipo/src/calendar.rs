//! Moments, spans and calendar fields as they lie in a heap, whichever crate a program uses for them.
//!
//! `std::time::SystemTime`, `jiff` and `chrono` read and write these kinds by their own types, so a program with one of
//! them shares a heap with a program with another:
//!
//! | In the heap | std | feature `jiff` | feature `chrono` |
//! |---|---|---|---|
//! | [`Timestamp`] | `SystemTime` | `Timestamp` | `DateTime<Utc>` |
//! | [`SignedDuration`] | | `SignedDuration` | `TimeDelta` |
//! | [`Date`] | | `civil::Date` | `NaiveDate` |
//! | [`Time`] | | `civil::Time` | `NaiveTime` |
//! | [`DateTime`] | | `civil::DateTime` | `NaiveDateTime` |
//! | [`UtcOffset`] | | `tz::Offset` | `FixedOffset` |
//! | [`OffsetDateTime`] | | | `DateTime<FixedOffset>` |
//! | [`ZonedDateTime`] | | `Zoned` | |
//! | `Span` | | `Span` | |
//!
//! Where they differ: only `chrono` has leap seconds (a nanosecond of 1,000,000,000 or more); the others read one as the
//! last nanosecond before it. Each has its own range of years: a getter panics with a [`Corrupt`](crate::Corrupt)
//! payload where a value lies outside of its type's. A `Zoned` has a zone's name and an `OffsetDateTime` has none, so
//! neither reads the other.
//!
//! The types here are plain values with checked fields, for programs without such a crate.

pub use crate::types::calendar::{
    Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime,
};
