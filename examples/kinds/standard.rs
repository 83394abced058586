//! The kinds of the standard library: times, addresses, paths, ranges, numbers in wrappers; and calendar fields.

use std::cmp::Ordering;
use std::ffi::{CString, OsString};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ipo::Slice;
use ipo::calendar::{Date, DateTime, OffsetDateTime, SignedDuration, Time, Timestamp, UtcOffset, ZonedDateTime};

use crate::stop::{Stop, kind};

/// The type of a marker need not be one of a heap.
#[derive(Debug, PartialEq)]
struct Marked;

fn nonzero(n: u32) -> NonZero<u32> {
    NonZero::new(n).expect("not 0")
}

fn date() -> Date {
    Date::new(2024, 2, 29).expect("a leap day")
}

fn time(hour: u8) -> Time {
    Time::new(hour, 30, 0, 0).expect("a time")
}

fn moment(seconds: i64) -> OffsetDateTime {
    let timestamp = Timestamp::new(seconds, 0).expect("a moment");
    OffsetDateTime { timestamp, offset: UtcOffset::new(3600).expect("an offset") }
}

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    let mut stops = times();
    stops.extend(places());
    stops.extend(numbers());
    stops
}

fn times() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(Duration, SystemTime)>(
            "times",
            || (Duration::from_millis(1_500), SystemTime::UNIX_EPOCH),
            |(mut duration, mut time)| {
                duration.update(|duration| duration * 2);
                time.update(|time| time - Duration::from_secs(1)); // before 1970
                Ok(())
            },
            || (Duration::from_secs(3), SystemTime::UNIX_EPOCH - Duration::from_secs(1)),
        ),
        kind::<(Date, Time, DateTime, SignedDuration)>(
            "calendar fields",
            || {
                (
                    date(),
                    time(12),
                    DateTime { date: date(), time: time(1) },
                    SignedDuration::new(1, 0).expect("one sign"),
                )
            },
            |(mut day, mut clock, mut both, mut duration)| {
                day.set(Date::new(-44, 3, 15).expect("a day"));
                clock.set(time(23));
                both.update(|both| DateTime { time: time(2), ..both });
                duration.set(SignedDuration::new(-1, -5).expect("one sign"));
                Ok(())
            },
            || {
                let day = Date::new(-44, 3, 15).expect("a day");
                let both = DateTime { date: date(), time: time(2) };
                (day, time(23), both, SignedDuration::new(-1, -5).expect("one sign"))
            },
        ),
        kind::<(Timestamp, OffsetDateTime, ZonedDateTime)>(
            "moments",
            || (moment(0).timestamp, moment(1), ZonedDateTime { moment: moment(2), zone: "Europe/Berlin".into() }),
            |(mut timestamp, mut local, mut zoned)| {
                timestamp.set(moment(10).timestamp);
                local.update(|local| OffsetDateTime { offset: UtcOffset::new(0).expect("UTC"), ..local });
                zoned.update(|zoned| ZonedDateTime { zone: "America/Argentina/Buenos_Aires".into(), ..zoned })
            },
            || {
                let local = OffsetDateTime { offset: UtcOffset::new(0).expect("UTC"), ..moment(1) };
                let zone = "America/Argentina/Buenos_Aires".into();
                (moment(10).timestamp, local, ZonedDateTime { moment: moment(2), zone })
            },
        ),
    ]
}

fn places() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(Ipv4Addr, Ipv6Addr, IpAddr, Vec<SocketAddr>)>(
            "addresses",
            || (Ipv4Addr::LOCALHOST, Ipv6Addr::LOCALHOST, Ipv4Addr::BROADCAST.into(), vec![]),
            |(mut v4, mut v6, mut any, mut sockets)| {
                v4.set(Ipv4Addr::UNSPECIFIED);
                v6.update(|v6| Ipv6Addr::from(u128::from(v6) + 1));
                any.set(Ipv6Addr::LOCALHOST.into());
                sockets.push("[fe80::1%3]:80".parse().expect("an address"))
            },
            || {
                let sockets = vec!["[fe80::1%3]:80".parse().expect("an address")];
                (Ipv4Addr::UNSPECIFIED, Ipv6Addr::from(2), Ipv6Addr::LOCALHOST.into(), sockets)
            },
        ),
        kind::<(PathBuf, PathBuf, CString)>(
            "paths, C text",
            || ("/var/log".into(), OsString::from_vec(vec![0xFF, b'/', 0xFE]).into(), c"text".into()),
            |(mut path, mut bytes, mut text)| {
                path.update(|path| path.join("today"))?;
                bytes.update(|path| path.join("below"))?; // what is no text stays as it is
                text.set(c"another text, which needs a block")
            },
            || {
                let bytes = Path::new(&OsString::from_vec(vec![0xFF, b'/', 0xFE])).join("below");
                ("/var/log/today".into(), bytes, c"another text, which needs a block".into())
            },
        ),
    ]
}

fn numbers() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(NonZero<u32>, Option<NonZero<u32>>, Wrapping<u8>, Saturating<i16>)>(
            "wrapped numbers",
            || (nonzero(7), None, Wrapping(250), Saturating(32_000)),
            |(mut number, mut maybe, wrapping, saturating)| {
                number.set(nonzero(8));
                maybe.set(Some(nonzero(9)));
                *wrapping += 10;
                *saturating += 10_000;
                Ok(())
            },
            || (nonzero(8), Some(nonzero(9)), Wrapping(4), Saturating(i16::MAX)),
        ),
        kind::<(Range<u64>, RangeInclusive<String>, Slice)>(
            "ranges",
            || (0..10, "a".into()..="m".into(), Slice { start: Some(-3), stop: None, step: None }),
            |(rows, mut letters, mut slice)| {
                *rows.start += 5;
                letters.end.set("a word that needs a block")?;
                slice.update(|slice| Slice { step: Some(-1), ..slice });
                Ok(())
            },
            || {
                let slice = Slice { start: Some(-3), stop: None, step: Some(-1) };
                (5..10, "a".into()..="a word that needs a block".into(), slice)
            },
        ),
        kind::<(Ordering, PhantomData<Marked>)>(
            "ordering, marker",
            || (Ordering::Less, PhantomData),
            |(mut ordering, _)| {
                ordering.update(Ordering::reverse);
                Ok(())
            },
            || (Ordering::Greater, PhantomData),
        ),
    ]
}
